package dev.convoke.runtime;

import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.Optional;

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
        return (int) Math.max(1, Math.min(even(batch, threads), TARGET / threads / perSample));
    }

    private static int even(int batch, int threads) {
        return (int) (((long) batch + (long) threads * A_THREAD - 1) / ((long) threads * A_THREAD));
    }

    /** Floats of an arena that a group aims at, by which the tail of a net is computed: 24 MiB, shared by the threads that have one each. */
    private static final long GROUP_TARGET = 6L << 20;

    /** Samples of a group at most: of the time that weights take fifteen sixteenths are saved then. */
    private static final int LARGEST_GROUP = 16;

    /**
     * Samples that go through a net's tail together, where all threads share every step: at least {@code piece}, at most {@code batch}. Results
     * never depend on it.
     */
    static int group(Optional<Tail> tail, int batch, int piece) {
        return group(tail, batch, piece, batch, GROUP_TARGET);
    }

    /** The same where each group is one thread's. */
    static int sharedGroup(Optional<Tail> tail, int batch, int threads, int piece) {
        return group(tail, batch, piece, even(batch, threads), GROUP_TARGET / threads);
    }

    /** Groups of about the same size, none larger than {@code most}. */
    private static int group(Optional<Tail> tail, int batch, int piece, int most, long target) {
        if (tail.isEmpty()) {
            return piece;
        }
        long bounded = Math.max(
                1,
                Math.min(
                        Math.min(most, LARGEST_GROUP),
                        target / Math.max(1, tail.get().perSample())));
        long groups = (batch + bounded - 1) / bounded;
        return (int) Math.max(piece, (batch + groups - 1) / groups);
    }

    /** Floats of an arena for the tail of a net. */
    static int arenaFloats(Arena arena, Tail tail, int samples) {
        return arenaFloats(arena.fixed(), tail.perSample(), samples);
    }

    /**
     * Floats of an arena for so many samples.
     *
     * @throws InputException if no Java array is that long
     */
    static int arenaFloats(Arena arena, int samples) {
        return arenaFloats(arena.fixed(), arena.perSample(), samples);
    }

    private static int arenaFloats(int fixed, int perSample, int samples) {
        long floats = fixed + (long) perSample * samples;
        if (floats > Integer.MAX_VALUE - 16) {
            long most = (Integer.MAX_VALUE - 16 - (long) fixed) / Math.max(1, perSample);
            throw new InputException(
                    ProblemKind.BATCH_SIZE,
                    "a batch of " + samples + " samples needs " + floats + " floats at once; an array holds "
                            + (Integer.MAX_VALUE - 16),
                    most > 0 ? "use batches of at most " + most + " samples" : "the net is too large for one sample");
        }
        return (int) floats;
    }
}
