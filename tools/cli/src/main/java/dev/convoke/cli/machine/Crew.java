package dev.convoke.cli.machine;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;

/** Threads that measure at the same time; what they reach is added up. */
final class Crew {
    private Crew() {}

    /** What one thread does. */
    interface Task {
        /**
         * Warms up, waits for the others, measures.
         *
         * @param thread from 0
         * @param start is to be awaited once, before what counts
         * @return operations or bytes a nanosecond
         */
        double measure(int thread, Start start);
    }

    /** Where all threads meet before they measure. */
    interface Start {
        void await();
    }

    static double sum(int threads, Task task) {
        var barrier = new CyclicBarrier(threads);
        double[] rates = new double[threads];
        var crew = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            int thread = i;
            crew[i] = new Thread(() -> rates[thread] = task.measure(thread, () -> await(barrier)));
            crew[i].start();
        }
        double sum = 0;
        for (int i = 0; i < threads; i++) {
            join(crew[i]);
            sum += rates[i];
        }
        return sum;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
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
