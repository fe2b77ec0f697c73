package dev.convoke.cli.machine;

import java.util.OptionalDouble;

/**
 * Measures how fast floats can be read one after the other: the limit of layers that use each weight once, such as {@code Linear} at batch 1.
 * Where they lie follows from how many they are: what was just read lies in the smallest cache that holds all of it.
 */
final class ReadBandwidth {
    /** More than a core's own caches have, less than a shared third-level cache: 8 MiB. */
    static final long SHARED_CACHE = 8L << 20;

    /** More than caches have: 256 MiB. */
    static final long MEMORY = 256L << 20;

    /** Of the heap, so that a small machine is spared. */
    private static final int LARGEST_PART = 4;

    private static final int WARM_UP_FLOATS = 1 << 12;
    private static final int WARM_UP = 4000;
    private static final long BYTES_TO_READ = 1L << 30;
    private static final int FEWEST = 5;

    private ReadBandwidth() {}

    /**
     * The best of some tries.
     *
     * @param bytes of all threads together; each reads a part of its own
     * @return in GB/s (10^9 bytes); none where the Vector API's module is missing, or the heap too small
     */
    static OptionalDouble gigabytes(long bytes, int threads) {
        if (!VectorModule.isPresent() || bytes > Runtime.getRuntime().maxMemory() / LARGEST_PART) {
            return OptionalDouble.empty();
        }
        int floats = Math.toIntExact(bytes / Float.BYTES / threads);
        return OptionalDouble.of(Crew.sum(threads, (thread, start) -> measure(floats, start)));
    }

    private static double measure(int floats, Crew.Start start) {
        float[] values = new float[floats];
        float keep = 0;
        for (int i = 0; i < WARM_UP; i++) {
            keep += SumLoop.run(values, Math.min(floats, WARM_UP_FLOATS));
        }
        keep += SumLoop.run(values, floats);
        start.await();
        double best = 0;
        long bytes = (long) floats * Float.BYTES;
        for (int i = 0; i < Math.max(FEWEST, BYTES_TO_READ / bytes); i++) {
            long begin = System.nanoTime();
            keep += SumLoop.run(values, floats);
            best = Math.max(best, (double) bytes / (System.nanoTime() - begin));
        }
        return Float.isNaN(keep) ? 0 : best;
    }
}
