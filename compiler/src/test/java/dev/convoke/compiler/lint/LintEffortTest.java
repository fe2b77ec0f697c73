package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Specs that would take for ever if a lint followed every way through a net, or tried every combination of rounds. */
class LintEffortTest {
    private static List<DiagnosticCode> codes(String spec) {
        return new FrontEndSession(ImportResolver.NONE)
                .lint(List.of(new SourceFile("effort.cnn", spec)), file -> LintSettings.DEFAULT).stream()
                        .map(Diagnostic::code)
                        .toList();
    }

    /** There are 2^200 ways from the first activation to the last sum. */
    @Test
    void waysThroughSums() {
        assertThat(codes("""
                        block Doubled { return x + x }
                        block Residual { return x + (x -> conv: Conv(8, 3, padding=1) -> Relu) }
                        net Sums {
                          input image: [8, 8, 8]
                          image -> Relu -> sums: seq { for i in 0..200 { Doubled } } -> end: Residual -> output features
                        }
                        """)).containsExactly(DiagnosticCode.GROWING_SUM);
    }

    /** There are 10^12 combinations of rounds, of which the loops run over none. */
    @Test
    void combinationsOfRounds() {
        assertThat(codes("""
                        net Rounds {
                          input image: [8, 8, 8]
                          image -> rounds: seq {
                                     Relu
                                     -> for z in [] {
                                          for a in 0..1000 { for b in 0..1000 { for c in 0..1000 { for d in 0..1000 {
                                            if a + b + c + d < 0 { Tanh }
                                          } } } }
                                        }
                                   }
                                -> output features
                        }
                        """)).containsExactly(DiagnosticCode.LOOP_COUNT);
    }
}
