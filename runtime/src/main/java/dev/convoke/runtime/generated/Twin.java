package dev.convoke.runtime.generated;

import java.util.Optional;

/**
 * The kernels of one generated network for one number of vector lanes (16, 8, 4, or 1 for scalar code). All twins of a
 * network compute the same bits. An instance has no state: everything a step reads and writes is in the {@link Frame}.
 */
public interface Twin {
    /** More cycles than any part takes; every step of so many is shared. */
    long UNKNOWN = 1L << 40;

    /** Vector lanes that this twin's kernels use; 1 for the scalar twin. */
    int lanes();

    /** The number of steps of a phase; they run in order, each complete before the next begins. */
    int steps(Phase phase);

    /** What a step does, for profiles: {@code "conv1 + bn1 + relu"}. */
    String name(Phase phase, int step);

    /** The number of independent parts of a step for that many samples: the unit in which threads share it. */
    int parts(Phase phase, int step, int batch);

    /**
     * About how many cycles of one core a part of a step takes for that many samples. Threads share a step only where that pays; no result
     * depends on it. {@link #UNKNOWN} of kernels that were generated before this was estimated.
     */
    default long cycles(Phase phase, int step, int batch) {
        return UNKNOWN;
    }

    /**
     * The twin whose code runs a step at present: this one, or another of the network while this one's is not compiled yet. Whoever runs a
     * step asks once, for twins may cut it into parts differently.
     */
    default Twin current(Phase phase, int step) {
        return this;
    }

    /**
     * Whether a step gains if every second call goes through its parts from last to first: it reads weights that just do not fit into a core's own cache, a range with
     * each part, and finds there what the call before has read last.
     */
    default boolean turns(Phase phase, int step) {
        return false;
    }

    /** The last steps of an inference, if more samples are to go together through them than through those before; the same for all twins of a network. */
    default Optional<Tail> tail() {
        return Optional.empty();
    }

    /** Runs parts {@code from} (inclusive) to {@code to} (exclusive) of a step. Parts write to disjoint places or the same bits. */
    void run(Phase phase, int step, Frame frame, int from, int to);
}
