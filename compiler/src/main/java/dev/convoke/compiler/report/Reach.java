package dev.convoke.compiler.report;

import dev.convoke.compiler.layer.Window;

/**
 * The positions along one axis of the net's input that the first element of a stream depends on, and how far the next
 * element's lie from them. Numbers beyond 64 bits become the largest there is.
 *
 * @param first may be negative: in the padding
 * @param last at least {@code first}
 * @param stride 0 where all elements depend on the same
 */
record Reach(long first, long last, long stride) {
    static final Reach INPUT = new Reach(0, 0, 1);

    /** What one output of a window depends on. */
    Reach through(Window window) {
        long back = times(stride, window.padding());
        long ahead = times(stride, plus(times(window.dilation(), window.kernel() - 1L), -window.padding()));
        return new Reach(plus(first, -back), plus(last, ahead), times(stride, window.stride()));
    }

    /** What something depends on that takes all elements along the axis. */
    Reach over(int elements) {
        return new Reach(first, plus(last, times(stride, elements - 1L)), 0);
    }

    /** What something depends on that takes both. */
    Reach and(Reach other) {
        return new Reach(Math.min(first, other.first), Math.max(last, other.last), Math.max(stride, other.stride));
    }

    long extent() {
        return plus(plus(last, -first), 1);
    }

    private static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        boolean fits = high == 0 && low >= 0 || high == -1 && low < 0;
        return fits ? low : high < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }

    private static long plus(long a, long b) {
        long sum = a + b;
        boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
        return overflows ? a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE : sum;
    }
}
