package dev.convoke.benchmarks.compare;

import java.util.Arrays;

/** The times of calls, in nanoseconds. */
final class Times {
    private long[] nanos = new long[1 << 12];
    private int count;

    /**
     * In microseconds.
     *
     * @param min what other load on the machine hardly shows in
     */
    record Summary(double median, double min) {}

    private void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    /** Calls for some time. The first call is not counted: others have had the caches since the last one. */
    void repeat(Runnable call, double seconds) {
        call.run();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long begin = System.nanoTime();
        do {
            call.run();
            long now = System.nanoTime();
            add(now - begin);
            begin = now;
        } while (begin < end);
    }

    Summary summary() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Summary(sorted[count / 2] * 1e-3, sorted[0] * 1e-3);
    }
}
