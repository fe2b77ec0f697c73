package dev.convoke.runtime;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What one call of {@link Model} needs for itself; kept in a pool between calls. */
final class Workspace {
    final Frames frames = new Frames();
    /** Holds the callers' arrays, one for each input, during a call that does not give them so. */
    final float[][] input;
    /** Holds the caller's array during a call with one output. */
    final float[][] output = new float[1][];
    /** An output for calls that only want the best class. */
    final float[] scores;

    private static final float[] NONE = {};

    /** What the bytes stand for that pictures are given in. */
    private static final float[] FRACTIONS = fractions();

    /** For each input what bytes were decoded into. */
    private final float[][] decoded;

    Workspace(int inputs, int scoreFloats) {
        input = new float[inputs][];
        decoded = new float[inputs][0];
        scores = new float[scoreFloats];
        forgetArrays();
    }

    private static float[] fractions() {
        float[] fractions = new float[256];
        for (int i = 0; i < fractions.length; i++) {
            fractions[i] = i / 255f;
        }
        return fractions;
    }

    /** The first {@code count} bytes of an input as the kernels read them, {@code byte / 255}; allocates only what no call before needed. */
    float[] decoded(int port, byte[] bytes, int count) {
        if (decoded[port].length < count) {
            decoded[port] = new float[count];
        }
        float[] fractions = decoded[port];
        for (int i = 0; i < count; i++) {
            fractions[i] = FRACTIONS[bytes[i] & 0xFF];
        }
        return fractions;
    }

    /** Lets go of the caller's arrays. */
    void forgetArrays() {
        Arrays.fill(input, NONE);
        output[0] = NONE;
    }

    /**
     * Workspaces that no call uses at present. Neither taking nor giving back allocates; a thread finds the one it had before, whose arena has
     * the size it needs and may still be in its processor's cache.
     */
    static final class Pool {
        private static final int SLOTS = 64;

        private final AtomicReferenceArray<Workspace> slots = new AtomicReferenceArray<>(SLOTS);
        private final int inputs;
        private final int scoreFloats;

        Pool(int inputs, int scoreFloats) {
            this.inputs = inputs;
            this.scoreFloats = scoreFloats;
        }

        Workspace take() {
            int start = start();
            for (int i = 0; i < SLOTS; i++) {
                int slot = (start + i) % SLOTS;
                if (slots.get(slot) != null) {
                    Workspace found = slots.getAndSet(slot, null);
                    if (found != null) {
                        return found;
                    }
                }
            }
            return new Workspace(inputs, scoreFloats);
        }

        /** With all slots taken, by more than {@value #SLOTS} threads at once, the workspace is left to the garbage collector. */
        void give(Workspace workspace) {
            workspace.forgetArrays();
            int start = start();
            for (int i = 0; i < SLOTS; i++) {
                if (slots.compareAndSet((start + i) % SLOTS, null, workspace)) {
                    return;
                }
            }
        }

        void clear() {
            for (int i = 0; i < SLOTS; i++) {
                slots.set(i, null);
            }
        }

        private static int start() {
            return (int) (Thread.currentThread().getId() % SLOTS);
        }
    }
}
