package dev.convoke.compiler.loop;

/** All whole numbers from {@code low} to {@code high}, both included. */
public record Range(long low, long high) {
    Range plus(Range other) {
        return new Range(Math.addExact(low, other.low), Math.addExact(high, other.high));
    }

    Range times(long factor) {
        long a = Math.multiplyExact(low, factor);
        long b = Math.multiplyExact(high, factor);
        return a <= b ? new Range(a, b) : new Range(b, a);
    }
}
