package dev.convoke.runtime;

import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;

/** How many samples run at once, so that an arena stays bounded however large a batch is. */
final class Pieces {
    /** Floats of an arena that a piece aims at: 4 MiB, what a processor's caches hold. */
    private static final long TARGET = 1L << 20;
    /** Floats that a piece may take to have a sample for each thread: 256 MiB. */
    private static final long BOUND = 1L << 26;

    private Pieces() {}

    /** Samples per piece: at least 1, at most {@code batch}. Results never depend on it. */
    static int size(Arena arena, int batch, int threads) {
        long perSample = Math.max(1, arena.perSample());
        long wanted = Math.max(TARGET / perSample, Math.min(threads, BOUND / perSample));
        return (int) Math.max(1, Math.min(batch, wanted));
    }

    /** Pieces of a batch for each thread that takes them one after the other, so that none waits long for another. */
    private static final int A_THREAD = 2;

    /** Samples per piece where each piece is one thread's: at least 1, at most {@code batch}. Results never depend on it. */
    static int shared(Arena arena, int batch, int threads) {
        long perSample = Math.max(1, arena.perSample());
        long even = ((long) batch + (long) threads * A_THREAD - 1) / ((long) threads * A_THREAD);
        return (int) Math.max(1, Math.min(even, TARGET / threads / perSample));
    }

    /**
     * Floats of an arena for so many samples.
     *
     * @throws InputException if no Java array is that long
     */
    static int arenaFloats(Arena arena, int samples) {
        long floats = arena.fixed() + (long) arena.perSample() * samples;
        if (floats > Integer.MAX_VALUE - 16) {
            long most = (Integer.MAX_VALUE - 16 - (long) arena.fixed()) / Math.max(1, arena.perSample());
            throw new InputException(
                    ProblemKind.BATCH_SIZE,
                    "a batch of " + samples + " samples needs " + floats + " floats at once; an array holds "
                            + (Integer.MAX_VALUE - 16),
                    most > 0 ? "use batches of at most " + most + " samples" : "the net is too large for one sample");
        }
        return (int) floats;
    }
}
