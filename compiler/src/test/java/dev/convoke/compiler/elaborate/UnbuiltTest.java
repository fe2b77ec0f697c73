package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of nets whose parameters have no values; the pair of files {@code files/unbuilt} has what is found in them. */
class UnbuiltTest {
    private static final Path ZOO = Path.of("../samples/zoo/src/main/cnn");

    /** {@code net ResNet18 = ResNet(layers=[2, 2, 2, 2])}, up to what follows. */
    private static final Pattern VARIANT = Pattern.compile(
            "^net \\w+ = .*?(?=^(?:///|//|net|block|seq|fn|const|import)|\\z)", Pattern.DOTALL | Pattern.MULTILINE);

    static List<Path> zoo() throws IOException {
        try (Stream<Path> files = Files.list(ZOO)) {
            return files.filter(each -> each.toString().endsWith(".cnn"))
                    .sorted()
                    .toList();
        }
    }

    /** Families of nets that are right are right without those that give them values: with nothing invented of what is not known. */
    @ParameterizedTest
    @MethodSource("zoo")
    void nothingIsInvented(Path file) throws IOException {
        String name = file.getFileName().toString();
        String text = VARIANT.matcher(Files.readString(file)).replaceAll("");
        MemoryFiles files = MemoryFiles.of(ZOO).with(name, text);

        List<Diagnostic> found =
                new FrontEndSession(files).lint(List.of(new SourceFile(name, text)), each -> LintSettings.DEFAULT);

        assertThat(found).noneMatch(each -> each.severity() == Severity.ERROR);
        assertThat(found.stream().anyMatch(each -> each.code() == DiagnosticCode.UNBUILT_NET))
                .isEqualTo(text.contains("\nnet ") && !text.equals(Files.readString(file)));
    }

    /** A value that is given is no longer open, and the default of another parameter gives way to it too. */
    @Test
    void valuesGoToTheNetsThatTakeThem() {
        var file = new SourceFile("spec.cnn", """
                net Wide(width, classes = 10) {
                  input features: [8]
                  features -> fc1: Linear(width) -> Relu -> fc2: Linear(classes) -> output scores
                }
                net Fixed = Wide(width=16)
                net Other { input features: [8]  features -> fc: Linear(3) -> output scores }
                """);

        Map<String, String> inOrder = new LinkedHashMap<>();
        inOrder.put("width", "0");
        inOrder.put("classes", "0");
        List<Diagnostic> found = new FrontEndSession(new MemoryFiles())
                .lint(List.of(file), each -> LintSettings.DEFAULT, new Settings(inOrder, Map.of()));

        assertThat(found).extracting(each -> each.primary().span().text()).containsExactly("width", "classes");
        assertThat(found.get(1).notes().toString())
                .contains("while building Wide with width=0, classes=0")
                .contains("the same in 1 other instantiation");
    }
}
