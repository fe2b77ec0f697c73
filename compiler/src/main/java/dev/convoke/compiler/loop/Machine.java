package dev.convoke.compiler.loop;

import java.util.OptionalLong;
import java.util.Random;

/** The state of a kernel while it is interpreted, other than registers and arrays. */
final class Machine {
    private final OptionalLong seed;
    private final Random random;
    private int iterations;

    /** The values of variables, by their slots. */
    long[] values = {};

    /** The number of the present iteration of the innermost parallel loop; 0 outside of all. */
    int iteration;

    Machine(OptionalLong seed) {
        this.seed = seed;
        this.random = new Random(seed.orElse(0));
    }

    /** Whether parallel loops are shuffled and checked. */
    boolean checksIndependence() {
        return seed.isPresent();
    }

    void beginIteration() {
        iteration = ++iterations;
    }

    void endIterations() {
        iteration = 0;
    }

    void set(Atom.Variable variable, int slot, long value) {
        if (value < variable.low() || value > variable.high()) {
            throw new IllegalArgumentException("the variable %s is %d, but was declared to be in %d..%d"
                    .formatted(variable, value, variable.low(), variable.high()));
        }
        values[slot] = value;
    }

    /** The values from low to high, high excluded, in the order in which a parallel loop takes them. */
    long[] order(long low, long high) {
        long[] order = new long[Math.toIntExact(Math.max(0, high - low))];
        for (int i = 0; i < order.length; i++) {
            order[i] = low + i;
        }
        for (int i = order.length - 1; i > 0 && seed.isPresent(); i--) {
            int j = random.nextInt(i + 1);
            long swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }
}
