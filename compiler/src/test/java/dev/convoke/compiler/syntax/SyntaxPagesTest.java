package dev.convoke.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxPagesTest {
    static Stream<DiagnosticCode> codes() {
        return Arrays.stream(DiagnosticCode.values()).filter(each -> each.code().matches("E1[0-3]\\d|E30\\d"));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void examples(DiagnosticCode code) {
        PageExamples.check(code, source -> Parser.parse(source).diagnostics());
    }

    @Test
    void theReferenceOfTheLanguageParses() throws IOException {
        List<String> examples = PageExamples.of(Files.readString(Path.of("../docs/language.md")))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
        for (String example : examples) {
            assertThat(Parser.parse(new SourceFile("language.md", example)).diagnostics())
                    .as(example)
                    .isEmpty();
        }
    }
}
