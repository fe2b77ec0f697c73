package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.Objects;

/** One change of a text: what stands in the span gives way to the replacement. */
public record Edit(Span span, String replacement) {
    public Edit {
        Objects.requireNonNull(span);
        Objects.requireNonNull(replacement);
    }
}
