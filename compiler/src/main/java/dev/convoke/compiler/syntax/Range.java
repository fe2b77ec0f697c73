package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;

/** What a {@code for} runs over. */
public sealed interface Range {
    Span span();

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R between(Between between);

        R elements(Elements elements);
    }

    /** {@code 1..n}: whole numbers from {@code from} up to but without {@code to}. */
    record Between(Expression from, Expression to, Span span) implements Range {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.between(this);
        }
    }

    /** The elements of a list. */
    record Elements(Expression list, Span span) implements Range {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.elements(this);
        }
    }
}
