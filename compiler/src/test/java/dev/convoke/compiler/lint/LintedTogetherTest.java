package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one file says of another of the same run. */
class LintedTogetherTest {
    private static final SourceFile UNITS = new SourceFile("units.cnn", """
            block Unit(c) { return x -> conv: Conv(c, 3) -> Relu }

            net Small { input image: [3, 16, 16]  image -> conv: Conv(8, 3) -> Relu -> output features }
            """);
    private static final SourceFile USER = new SourceFile("user.cnn", """
            import "units.cnn"

            net Large { input image: [3, 16, 16]  image -> unit: Unit(8) -> output features }
            """);

    private static List<DiagnosticCode> codes(SourceFile... files) {
        MemoryFiles all = new MemoryFiles();
        for (SourceFile each : List.of(UNITS, USER)) {
            all.with(each.name(), each.text());
        }
        return new FrontEndSession(all)
                .lint(List.of(files), file -> LintSettings.DEFAULT).stream()
                        .map(Diagnostic::code)
                        .toList();
    }

    @Test
    void whatAnotherFileOfTheRunUsesIsUsed() {
        assertThat(codes(UNITS)).containsExactly(DiagnosticCode.UNUSED_DECLARATION);
        assertThat(codes(UNITS, USER)).isEmpty();
        assertThat(codes(USER)).isEmpty();
    }
}
