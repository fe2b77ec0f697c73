package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;

/** A name where it stands: a letter, then letters, digits and underscores, 64 at most. */
public record Identifier(String text, Span span) {
    @Override
    public String toString() {
        return text;
    }
}
