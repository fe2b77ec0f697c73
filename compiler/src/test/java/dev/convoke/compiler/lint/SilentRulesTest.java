package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that leaves something to another speaks up where the other is off. */
class SilentRulesTest {
    private static List<DiagnosticCode> codes(String text, LintSettings settings) {
        return new FrontEndSession(new MemoryFiles())
                .lint(List.of(new SourceFile("spec.cnn", text)), file -> settings).stream()
                        .map(Diagnostic::code)
                        .toList();
    }

    @Test
    void namesOfWhatNoNetNeeds() {
        String text = """
                const spare = 3
                net Net { input image: [3, 16, 16]  image -> conv: Conv(8, 3) -> Relu -> output features }
                """;
        assertThat(codes(text, LintSettings.DEFAULT)).containsExactly(DiagnosticCode.UNUSED_DECLARATION);
        assertThat(codes(text, LintSettings.DEFAULT.with(DiagnosticCode.UNUSED_DECLARATION, Level.OFF)))
                .containsExactly(DiagnosticCode.NAME_CONVENTION);
    }

    @Test
    void weightsOfNoUseOfForeignInputs() {
        String text = """
                net Last {
                  input image: [28, 28, 1]
                  image -> conv: Conv(8, 3, padding=1) -> Relu -> output features
                }
                """;
        assertThat(codes(text, LintSettings.DEFAULT)).containsExactly(DiagnosticCode.CHANNELS_LAST);
        assertThat(codes(text, LintSettings.DEFAULT.with(DiagnosticCode.CHANNELS_LAST, Level.OFF)))
                .containsExactly(DiagnosticCode.DEAD_WEIGHTS);
    }
}
