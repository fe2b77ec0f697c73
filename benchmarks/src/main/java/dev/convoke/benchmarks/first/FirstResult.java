package dev.convoke.benchmarks.first;

import java.time.Duration;
import java.util.Arrays;

/** When a JVM gives its first answer, and when it has got fast. The last lines of its output are properties. */
public final class FirstResult {
    /** The first answer, in milliseconds after the start of the process. */
    public static final String FIRST = "first";

    /** The processor time of all threads until the first answer, in milliseconds; 0 if unknown. */
    public static final String FIRST_PROCESSOR = "firstProcessor";

    /** When calls came to take at most 10 % longer than in the end, in milliseconds after the start of the process. */
    public static final String STEADY = "steady";

    /** The most resident memory until the first answer, in KiB; 0 if unknown. */
    public static final String FIRST_PEAK = "firstPeak";

    /** The most resident memory in all, in KiB; 0 if unknown. */
    public static final String PEAK = "peak";

    /** Nanoseconds of a call in the end. */
    public static final String MEDIAN = "median";

    private static final int MOST = 1 << 20;

    /** Calls whose median tells how fast it is at a time. */
    private static final int WINDOW = 5;

    private static final double STEADY_SPEED = 0.9;

    private FirstResult() {}

    /** What answers. */
    public interface Call {
        /** One sample. */
        void run() throws Exception;
    }

    /**
     * Calls once, then as often as it can for some time.
     *
     * @param call of a net that has just been loaded
     * @param started when the process was started, in milliseconds since 1970
     * @param seconds how long to go on
     */
    public static void report(Call call, long started, double seconds) throws Exception {
        call.run();
        long first = System.currentTimeMillis() - started;
        long firstProcessor = ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toMillis();
        long firstPeak = ResidentMemory.peak();
        long begin = System.nanoTime();
        long[] ends = new long[MOST];
        int count = 0;
        while (count < WINDOW || count < MOST && ends[count - 1] < seconds * 1e9) {
            call.run();
            ends[count++] = System.nanoTime() - begin;
        }
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = ends[i] - (i == 0 ? 0 : ends[i - 1]);
        }
        long median = median(times, count - Math.max(WINDOW, count / 4), count);
        property(FIRST, first);
        property(FIRST_PROCESSOR, firstProcessor);
        property(STEADY, first + ends[steady(times, median)] / 1_000_000);
        property(FIRST_PEAK, firstPeak);
        property(PEAK, ResidentMemory.peak());
        property(MEDIAN, median);
    }

    private static void property(String key, long value) {
        System.out.println(key + "=" + value);
    }

    /** The first call from which on a few have nearly the time of those in the end. */
    private static int steady(long[] times, long median) {
        int call = 0;
        while (call + WINDOW < times.length && median(times, call, call + WINDOW) * STEADY_SPEED > median) {
            call++;
        }
        return call;
    }

    private static long median(long[] times, int from, int to) {
        long[] part = Arrays.copyOfRange(times, Math.max(0, from), to);
        Arrays.sort(part);
        return part[part.length / 2];
    }
}
