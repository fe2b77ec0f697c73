package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.DiagnosticPairs;
import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of wrong specs, word by word. */
class ProblemPairsTest {
    private static final List<String> FOLDERS =
            List.of("names", "labels", "structure", "arguments", "values", "shapes", "limits", "files", "imports");

    /** Problems of the command line, not of a text; {@link FrontEndOptionsTest} has them. */
    private static final Set<DiagnosticCode> OF_OPTIONS =
            Set.of(DiagnosticCode.UNKNOWN_NET, DiagnosticCode.UNKNOWN_SETTING);

    @TestFactory
    Stream<DynamicTest> pairs() {
        return FOLDERS.stream().flatMap(folder -> DiagnosticPairs.in(folder, ProblemPairsTest::check));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void examplesOfPages(DiagnosticCode code) {
        PageExamples.check(code, ProblemPairsTest::check);
    }

    @Test
    void everyCodeHasAPair() throws IOException {
        Set<DiagnosticCode> seen = new TreeSet<>(OF_OPTIONS);
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.list(Path.of("src/test/resources/diagnostics", folder))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".cnn")).toList()) {
                    check(new SourceFile(file.getFileName().toString(), Files.readString(file)))
                            .forEach(each -> seen.add(each.code()));
                }
            }
        }
        assertThat(seen).containsAll(codes().toList());
    }

    /** Those of a spec that is well put together, and those that somebody brings who knows PyTorch. */
    @ParameterizedTest
    @ValueSource(strings = {"fifteen-mistakes", "typical-mistakes"})
    void fifteenMistakesAreFifteenMessages(String name) throws IOException {
        Path file = Path.of("src/test/resources/diagnostics/files", name + ".cnn");

        List<Diagnostic> found = check(new SourceFile(name + ".cnn", Files.readString(file)));

        assertThat(found).hasSize(15);
        assertThat(found).extracting(Diagnostic::primary).doesNotHaveDuplicates();
    }

    private static List<Diagnostic> check(SourceFile source) {
        return new FrontEndSession(MemoryFiles.of(Path.of("src/test/resources/diagnostics/imports")))
                .check(source, FrontEndOptions.all())
                .diagnostics();
    }

    /** All but those of plans, which {@link dev.convoke.compiler.PlanProblemsTest} has. */
    static Stream<DiagnosticCode> codes() {
        return Arrays.stream(DiagnosticCode.values())
                .filter(each -> each.code().matches("E1[4-8]\\d|E2\\d\\d|E31[0-7]"));
    }
}
