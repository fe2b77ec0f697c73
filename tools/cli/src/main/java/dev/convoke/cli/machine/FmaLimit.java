package dev.convoke.cli.machine;

import java.util.OptionalDouble;

/** Measures how many floating point operations a second this machine can do at most, with all threads that a benchmark uses. */
final class FmaLimit {
    private static final int ROUNDS = 20_000;
    private static final int WARM_UP = 400;
    private static final int REPETITIONS = 1500;

    private FmaLimit() {}

    /** In GFLOP/s, the best of some tries; none where the Vector API's module is missing. */
    static OptionalDouble gigaflops(int threads) {
        if (!VectorModule.isPresent()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Crew.sum(threads, (thread, start) -> measure(start)));
    }

    private static double measure(Crew.Start start) {
        float keep = 0;
        for (int i = 0; i < WARM_UP; i++) {
            keep += FmaLoop.run(ROUNDS / 4, 0.5f + keep % 0.125f);
        }
        start.await();
        double best = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            long begin = System.nanoTime();
            keep += FmaLoop.run(ROUNDS, 0.5f + keep % 0.125f);
            best = Math.max(best, FmaLoop.operations(ROUNDS) / (System.nanoTime() - begin));
        }
        return Float.isNaN(keep) ? 0 : best;
    }
}
