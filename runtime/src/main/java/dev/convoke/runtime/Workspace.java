package dev.convoke.runtime;

import dev.convoke.runtime.generated.Frame;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** What one call of {@link Model} needs for itself; kept in a pool between calls. */
final class Workspace {
    final Frame frame = new Frame();
    /** Holds the caller's array during a call with one input. */
    final float[][] input = new float[1][];
    /** Holds the caller's array during a call with one output. */
    final float[][] output = new float[1][];
    /** An output for calls that only want the best class. */
    final float[] scores;

    private static final float[] NONE = {};

    /** What the bytes stand for that pictures are given in. */
    private static final float[] FRACTIONS = fractions();

    private float[] decoded = NONE;

    Workspace(int scoreFloats) {
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

    /** The first {@code count} bytes as the kernels read them, {@code byte / 255}; allocates only what no call before needed. */
    float[] decoded(byte[] bytes, int count) {
        if (decoded.length < count) {
            decoded = new float[count];
        }
        for (int i = 0; i < count; i++) {
            decoded[i] = FRACTIONS[bytes[i] & 0xFF];
        }
        return decoded;
    }

    /** Lets go of the caller's arrays. */
    void forgetArrays() {
        input[0] = NONE;
        output[0] = NONE;
    }

    /**
     * Workspaces that no call uses at present. Neither taking nor giving back allocates; a thread finds the one it had before, whose arena has
     * the size it needs and may still be in its processor's cache.
     */
    static final class Pool {
        private static final int SLOTS = 64;

        private final AtomicReferenceArray<Workspace> slots = new AtomicReferenceArray<>(SLOTS);
        private final int scoreFloats;

        Pool(int scoreFloats) {
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
            return new Workspace(scoreFloats);
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
