package dev.convoke.compiler.layer;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Which positions of its input the positions of a layer's result read along one spatial axis, as if there were no borders.
 *
 * <p>It repeats: position {@code i + period} reads what position {@code i} reads, {@code advance} further on. A convolution has period 1 and its
 * stride as advance; a transposed convolution has its stride as period and advance 1.
 *
 * @param advance positions of the input from one period of the result to the next; 0 where all read the same
 * @param positions what the positions of the first period read
 */
public record Taps(long advance, List<Progression> positions) {
    /** Results that repeat after more positions than these are not described. */
    public static final int LONGEST_PERIOD = 4096;

    /**
     * Positions {@code first}, {@code first + step}, ...
     *
     * @param count how many; may be 0
     */
    public record Progression(long first, long step, long count) {
        /** The last position; there must be one. */
        public long last() {
            return first + step * (count - 1);
        }
    }

    public Taps {
        positions = List.copyOf(positions);
        if (positions.isEmpty() || positions.size() > LONGEST_PERIOD || advance < 0) {
            throw new IllegalArgumentException("period " + positions.size() + ", advance " + advance);
        }
    }

    /** Those of a convolution or a pool. */
    public static Taps of(Window window) {
        return new Taps(
                window.stride(), List.of(new Progression(-window.padding(), window.dilation(), window.kernel())));
    }

    /**
     * Those of a transposed convolution, given the window from its result to its input: position {@code o} reads each {@code i} for which
     * {@code o = i * stride - padding + tap * dilation}.
     */
    public static Optional<Taps> transposed(Window window) {
        long common = greatestCommonDivisor(window.stride(), window.dilation());
        return repeating(1, window.stride(), position -> transposed(window, common, position + window.padding()));
    }

    private static Progression transposed(Window window, long common, long padded) {
        // The taps that meet a position of the input are taps apart, and the positions that they meet are step apart.
        long taps = window.stride() / common;
        long step = window.dilation() / common;
        for (long tap = 0; tap < Math.min(taps, window.kernel()); tap++) {
            long distance = padded - tap * window.dilation();
            if (distance % window.stride() == 0) {
                long count = (window.kernel() - 1 - tap) / taps + 1;
                return new Progression(distance / window.stride() - (count - 1) * step, step, count);
            }
        }
        return new Progression(0, 1, 0);
    }

    /** Those of a result each of whose positions reads {@code factor} positions, the next one those after them. */
    public static Taps blocks(int factor) {
        return new Taps(factor, List.of(new Progression(0, 1, factor)));
    }

    /** Those of a result in which each position stands {@code factor} times. */
    public static Optional<Taps> repeated(int factor) {
        return repeating(1, factor, position -> new Progression(0, 1, 1));
    }

    /** Those of a period, given what each of its positions reads; none if the period is too long. */
    public static Optional<Taps> repeating(long advance, long period, LongFunction<Progression> reads) {
        return period > LONGEST_PERIOD
                ? Optional.empty()
                : Optional.of(new Taps(
                        advance, LongStream.range(0, period).mapToObj(reads).toList()));
    }

    /** All of them, or none if one is missing. */
    public static List<Taps> all(List<Optional<Taps>> axes) {
        return axes.stream().allMatch(Optional::isPresent)
                ? axes.stream().flatMap(Optional::stream).toList()
                : List.of();
    }

    public int period() {
        return positions.size();
    }

    /** What a position reads. */
    public Progression at(long position) {
        Progression start = positions.get(Math.floorMod(position, period()));
        return new Progression(start.first + Math.floorDiv(position, period()) * advance, start.step, start.count);
    }

    public static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
