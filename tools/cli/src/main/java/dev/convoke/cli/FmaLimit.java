package dev.convoke.cli;

import java.util.OptionalDouble;
import java.util.concurrent.CyclicBarrier;

/** Measures how many floating point operations a second this machine can do at most, with all threads that a benchmark uses. */
final class FmaLimit {
    private static final int ROUNDS = 20_000;
    private static final int WARM_UP = 400;
    private static final int REPETITIONS = 1500;

    private FmaLimit() {}

    /** In GFLOP/s, the best of some tries; none where the Vector API's module is missing. */
    static OptionalDouble gigaflops(int threads) {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] perThread = new double[threads];
        var start = new CyclicBarrier(threads);
        var crew = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int index = i;
            crew[i] = new Thread(() -> perThread[index] = measure(start));
            crew[i].start();
        }
        double sum = 0;
        for (int i = 0; i < threads; i++) {
            join(crew[i]);
            sum += perThread[i];
        }
        return OptionalDouble.of(sum);
    }

    private static double measure(CyclicBarrier start) {
        float keep = 0;
        for (int i = 0; i < WARM_UP; i++) {
            keep += FmaLoop.run(ROUNDS / 4, 0.5f + keep % 0.125f);
        }
        await(start);
        double best = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            long begin = System.nanoTime();
            keep += FmaLoop.run(ROUNDS, 0.5f + keep % 0.125f);
            best = Math.max(best, FmaLoop.operations(ROUNDS) / (System.nanoTime() - begin));
        }
        return Float.isNaN(keep) ? 0 : best;
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
