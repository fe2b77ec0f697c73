package dev.convoke.compiler.report;

import dev.convoke.compiler.layer.Taps;

/**
 * How far the net's input moves along from one position of a stream to the next: {@code positions / elements}, in lowest terms. A stream that was
 * enlarged has a fraction.
 *
 * @param positions of the input; 0 where all positions of the stream see the same
 * @param elements positions of the stream, at least 1
 */
public record Stride(long positions, long elements) {
    /** A fraction, reduced. */
    static Stride of(long positions, long elements) {
        long common = Taps.greatestCommonDivisor(positions, elements);
        return new Stride(positions / common, elements / common);
    }

    /** As one number: 2, or 0.5. */
    public Number value() {
        if (elements == 1) {
            return positions;
        }
        return (double) positions / elements;
    }
}
