package dev.convoke.compiler.layer.library;

/** A positive fraction in lowest terms, or 0. */
record Ratio(long numerator, long denominator) {
    static final Ratio ZERO = new Ratio(0, 1);

    static Ratio of(long numerator, long denominator) {
        long a = numerator;
        long b = denominator;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return numerator == 0 ? ZERO : new Ratio(numerator / a, denominator / a);
    }

    /**
     * The simplest fraction that is a number as float64, or the best whose terms are not larger than allowed: a convergent of its
     * continued fraction.
     */
    static Ratio of(double value, long most) {
        long before = 0;
        long numerator = 1;
        long denominatorBefore = 1;
        long denominator = 0;
        double rest = value;
        while (true) {
            double whole = Math.floor(rest);
            double next = whole * numerator + before;
            double nextDenominator = whole * denominator + denominatorBefore;
            if (next > most || nextDenominator > most) {
                return denominator == 0 ? new Ratio(most, 1) : new Ratio(numerator, denominator);
            }
            before = numerator;
            numerator = (long) next;
            denominatorBefore = denominator;
            denominator = (long) nextDenominator;
            if ((double) numerator / denominator == value || rest == whole) {
                return new Ratio(numerator, denominator);
            }
            rest = 1 / (rest - whole);
        }
    }

    Ratio inverse() {
        return new Ratio(denominator, numerator);
    }
}
