package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The kernels of a network for a JVM that has compiled none yet. Until C2 has compiled them, operations on vectors make objects and are slower
 * than plain Java by orders of magnitude; so each step of an inference runs as plain Java until {@link WarmUp} has found its vectors fast.
 * Both compute the same bits.
 *
 * <p>Preparation, which runs once, is plain Java for good.
 */
final class WarmingTwin implements Twin {
    private final Twin plain;
    private final Supplier<Twin> supplier;
    private volatile Twin vectors;

    /** By step of {@link Phase#INFERENCE}. Plain: a thread that sees a change late computes the same, more slowly. */
    private final boolean[] warm;

    /**
     * Kernels of two kinds.
     *
     * @param plain without vectors
     * @param supplier gives those with vectors when they are first needed, for to load them takes as long as a small net's first answer
     */
    WarmingTwin(Twin plain, Supplier<Twin> supplier) {
        this.plain = plain;
        this.supplier = supplier;
        this.vectors = plain;
        this.warm = new boolean[plain.steps(Phase.INFERENCE)];
    }

    /** The kernels with vectors, as soon as this returns; {@link #plain()} where this JVM has none. */
    synchronized Twin vectors() {
        if (vectors == plain) {
            vectors = supplier.get();
        }
        return vectors;
    }

    /** The kernels without vectors. */
    Twin plain() {
        return plain;
    }

    /** Has a step run with vectors from now on. */
    void warm(int step) {
        warm[step] = true;
    }

    @Override
    public Twin current(Phase phase, int step) {
        return switch (phase) {
            case PREPARE -> plain;
            case INFERENCE -> warm[step] ? vectors : plain;
            case FORWARD, BACKWARD -> vectors();
        };
    }

    @Override
    public int lanes() {
        return vectors().lanes();
    }

    @Override
    public int steps(Phase phase) {
        return plain.steps(phase);
    }

    @Override
    public String name(Phase phase, int step) {
        return plain.name(phase, step);
    }

    @Override
    public int parts(Phase phase, int step, int batch) {
        return current(phase, step).parts(phase, step, batch);
    }

    @Override
    public long cycles(Phase phase, int step, int batch) {
        return current(phase, step).cycles(phase, step, batch);
    }

    @Override
    public boolean turns(Phase phase, int step) {
        return current(phase, step).turns(phase, step);
    }

    @Override
    public Optional<Tail> tail() {
        return plain.tail();
    }

    @Override
    public void run(Phase phase, int step, Frame frame, int from, int to) {
        current(phase, step).run(phase, step, frame, from, to);
    }
}
