package dev.convoke.compiler.loop;

/**
 * What the kernel IR leaves to a library: functions that are not one IEEE operation, and random numbers. Tests that compare
 * bits with generated code give the library's own here.
 */
public interface Intrinsics {
    /** A function of one float: one of EXP, LOG, TANH, SIGMOID, ERF; the others are exact and never asked for. */
    float apply(Expression.UnaryOperation operation, float operand);

    /** A number in [0, 1) that depends on the stream and the index alone. */
    float uniform(int stream, long index);

    /** Functions rounded from double precision, and random numbers that depend on a key. */
    static Intrinsics reference(long key) {
        return new Intrinsics() {
            @Override
            public float apply(Expression.UnaryOperation operation, float operand) {
                return (float) Functions.apply(operation, operand);
            }

            @Override
            public float uniform(int stream, long index) {
                long mixed = mix(mix(key + 0x9e3779b97f4a7c15L * (stream + 1)) + index);
                return (mixed >>> 40) * 0x1.0p-24f;
            }

            // The finaliser of SplitMix64.
            private static long mix(long z) {
                long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
                long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
                return b ^ (b >>> 31);
            }
        };
    }
}
