package dev.convoke.compiler.report;

/** Arithmetic in which numbers beyond 64 bits become the largest there is. */
final class Saturated {
    private Saturated() {}

    static long times(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        boolean fits = high == 0 && low >= 0 || high == -1 && low < 0;
        return fits ? low : high < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }

    static long plus(long a, long b) {
        long sum = a + b;
        boolean overflows = ((a ^ sum) & (b ^ sum)) < 0;
        return overflows ? a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE : sum;
    }
}
