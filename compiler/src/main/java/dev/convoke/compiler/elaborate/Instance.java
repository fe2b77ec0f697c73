package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;

/** A stage with a label, once its arguments are known: {@code use} sends another stream through it. */
@FunctionalInterface
interface Instance {
    /**
     * @param input the stream, or unknown
     * @param at the {@code use}
     */
    Datum apply(Datum input, Frame frame, Span at);
}
