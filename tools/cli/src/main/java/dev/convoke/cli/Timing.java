package dev.convoke.cli;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Times of a repeated call, in nanoseconds.
 *
 * @param first of the first call, which compiles
 * @param allocatedBytes by one call in steady state, on the calling thread
 */
record Timing(long median, long min, long p99, long iterations, long first, long allocatedBytes) {
    private static final int MOST = 2_000_000;
    private static final int FEWEST = 5;

    /** What is timed. */
    interface Call<E extends Exception> {
        void run() throws E;
    }

    /** Warms up for some seconds, then measures for as long. */
    static <E extends Exception> Timing of(Call<E> call, double seconds) throws E {
        long start = System.nanoTime();
        call.run();
        long first = System.nanoTime() - start;
        repeat(call, seconds);
        long allocated = allocatedBy(call);
        long[] times = repeat(call, seconds);
        Arrays.sort(times);
        return new Timing(
                times[times.length / 2],
                times[0],
                times[Math.min(times.length - 1, times.length * 99 / 100)],
                times.length,
                first,
                allocated);
    }

    private static <E extends Exception> long[] repeat(Call<E> call, double seconds) throws E {
        long[] times = new long[1024];
        int count = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long now = System.nanoTime();
        while (count < FEWEST || now < end && count < MOST) {
            long begin = System.nanoTime();
            call.run();
            now = System.nanoTime();
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            times[count++] = now - begin;
        }
        return Arrays.copyOf(times, count);
    }

    private static <E extends Exception> long allocatedBy(Call<E> call) throws E {
        if (ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads) {
            long before = threads.getCurrentThreadAllocatedBytes();
            long overhead = threads.getCurrentThreadAllocatedBytes() - before;
            before = threads.getCurrentThreadAllocatedBytes();
            call.run();
            return Math.max(0, threads.getCurrentThreadAllocatedBytes() - before - overhead);
        }
        return -1;
    }

    /** For people: {@code 12.3 ms}. */
    static String text(long nanos) {
        if (nanos < 1_000_000) {
            return "%.1f us".formatted(nanos * 1e-3);
        }
        return nanos < 1_000_000_000 ? "%.2f ms".formatted(nanos * 1e-6) : "%.2f s".formatted(nanos * 1e-9);
    }
}
