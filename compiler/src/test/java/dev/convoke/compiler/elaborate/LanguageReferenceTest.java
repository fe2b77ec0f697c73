package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of the language's reference compile. */
class LanguageReferenceTest {
    private static final String BLOCKS =
            "block ConvBn(c) { return x -> conv: Conv(c, 3, padding=1, bias=false) -> bn: BatchNorm -> Relu }";

    private static List<String> examples() throws IOException {
        return PageExamples.of(Files.readString(Path.of("../docs/language.md"))).toList();
    }

    @TestFactory
    Stream<DynamicTest> examplesCompile() throws IOException {
        return examples().stream()
                .map(example ->
                        DynamicTest.dynamicTest(example.lines().findFirst().orElse(""), () -> {
                            var session = new FrontEndSession(new MemoryFiles().with("blocks.cnn", BLOCKS));
                            var problems = session.check(new SourceFile("language.md", example), FrontEndOptions.all())
                                    .diagnostics();
                            assertThat(TextRenderer.plain().render(problems)).isEmpty();
                        }));
    }

    @Test
    void everyConstructHasAnExample() throws IOException {
        String all = String.join("\n", examples());
        assertThat(List.of(
                        "net ",
                        "block ",
                        "seq ",
                        "fn ",
                        "const ",
                        "import ",
                        "input ",
                        "u8[",
                        ": stream",
                        "require ",
                        "return ",
                        "output ",
                        "use ",
                        " is [",
                        "_]",
                        "if ",
                        "else if",
                        "then ",
                        "for ",
                        " in ",
                        "..",
                        "{i}",
                        "\"",
                        "true",
                        "and ",
                        "not ",
                        "or ",
                        "concat(",
                        "maximum(",
                        "mean(",
                        "len(",
                        "sum(",
                        "zip(",
                        "pow(",
                        "min(",
                        "max(",
                        "floor(",
                        "ceil(",
                        "round(",
                        "sqrt(",
                        "log2(",
                        "abs(",
                        ".c",
                        ".h",
                        ".shape",
                        "[-1]",
                        "///",
                        "//",
                        "/*"))
                .allMatch(all::contains);
    }
}
