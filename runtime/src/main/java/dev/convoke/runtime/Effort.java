package dev.convoke.runtime;

import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;

/**
 * When threads pay, by the cycles that the compiler expects of each part. To hand over work costs some hundreds of nanoseconds where the other
 * thread waits for it, and what it then reads lies in another core's cache; where it sleeps, tens of microseconds.
 */
final class Effort {
    /** Cycles of a step for each thread that shares it: about 3 microseconds. */
    static final long OF_A_THREAD = 10_000;

    /** Cycles of a chunk, of which a thread takes one after the other: a microsecond or two. */
    static final long OF_A_CHUNK = 8_000;

    /** Cycles of all steps of a call that sleeping threads are woken for: about 75 microseconds. */
    static final long OF_A_CALL = 300_000;

    /** Cycles of a step on average, from which on threads gain more from the caches that they share than one barrier a step costs them. */
    private static final long OF_A_LARGE_STEP = 1_000_000;

    private Effort() {}

    /** Whether all steps of a phase together are worth the waking of other threads. */
    static boolean paysThreads(Twin twin, Phase phase, int batch) {
        long cycles = 0;
        int steps = twin.steps(phase);
        for (int step = 0; step < steps && cycles < OF_A_CALL; step++) {
            cycles += of(twin, phase, step, batch);
        }
        return cycles >= OF_A_CALL;
    }

    /**
     * Whether threads take pieces of a batch, so many samples each, rather than share every step: where steps are small, and pieces do not
     * take much longer together than the whole batch, as they do where each reads many weights.
     */
    static boolean paysPieces(Twin twin, int batch, int piece) {
        long cyclesOfAPiece = ofAll(twin, piece);
        long cyclesOfPieces = cyclesOfAPiece / piece * batch;
        return cyclesOfAPiece < twin.steps(Phase.INFERENCE) * OF_A_LARGE_STEP
                && cyclesOfPieces >= OF_A_CALL
                && cyclesOfPieces <= ofAll(twin, batch) / 8 * 9;
    }

    private static long ofAll(Twin twin, int batch) {
        long cycles = 0;
        int steps = twin.steps(Phase.INFERENCE);
        for (int step = 0; step < steps; step++) {
            cycles += of(twin, Phase.INFERENCE, step, batch);
        }
        return cycles;
    }

    /** Cycles of a whole step. */
    static long of(Twin twin, Phase phase, int step, int batch) {
        return twin.parts(phase, step, batch) * twin.cycles(phase, step, batch);
    }
}
