package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.Objects;

/** A marked place and what is to be said of it; the text may be empty. */
public record Label(Span span, String text) {
    public Label {
        Objects.requireNonNull(span);
        text = Diagnostic.oneLine(text);
    }
}
