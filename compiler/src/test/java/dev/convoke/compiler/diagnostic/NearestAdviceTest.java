package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestAdviceTest {
    @Test
    void aTypingErrorIsSurelyMended() {
        Fix fix =
                advice("chanels", "channels", "elements").orElseThrow().fixes().get(0);
        assertThat(fix.sure()).isTrue();
        assertThat(fix.title()).isEqualTo("write `'channels'`");
        assertThat(fix.applied()).isEqualTo("'channels'");
    }

    @Test
    void whatMayBeAnotherNameIsAProposal() {
        assertThat(advice("conv3", "conv4").orElseThrow().fixes())
                .extracting(Fix::sure)
                .containsExactly(false);
        assertThat(advice("u", "up", "down")).isEmpty();
        assertThat(advice("us", "up", "down").orElseThrow().fixes())
                .extracting(Fix::sure)
                .containsExactly(false);
    }

    @Test
    void ofSeveralNoneIsMeant() {
        Diagnostic advised = advice("conv3", "conv1", "conv2").orElseThrow();
        assertThat(advised.fixes()).isEmpty();
        assertThat(advised.helps()).extracting(Help::text).containsExactly("names near it: `'conv1'`, `'conv2'`");
    }

    private static Optional<Diagnostic> advice(String written, String... known) {
        Span span = new SourceFile("a.cnn", written).span(0, written.length());
        Diagnostic problem = Diagnostic.of(DiagnosticCode.UNKNOWN_NAME, "not known", span);
        return NearestAdvice.of(problem, List.of(known), written, span, each -> "'" + each + "'");
    }
}
