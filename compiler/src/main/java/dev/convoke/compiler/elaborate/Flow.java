package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;

/**
 * A stream at one place of the net.
 *
 * @param value what flows there
 * @param trace how it came about, for messages
 */
record Flow(Value value, Trace trace) {
    Shape shape() {
        return value.shape();
    }

    Datum datum() {
        return new Datum.Stream(this);
    }
}
