package dev.convoke.runtime.generated;

/**
 * Random numbers as pure functions of a key, a stream and an index: the n-th number needs none before it, so any thread may
 * draw any part and the result is the same.
 *
 * <p>Each number is SplitMix64's (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; finaliser of
 * Stafford's mix 13) with the state {@code mix(key, stream) + index * golden gamma}.
 */
public final class Randoms {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long STREAM_GAMMA = 0xD1B54A32D192ED03L;

    private Randoms() {}

    /** A key for {@link #uniformAt} that stands for one stream under {@code key}; hoist it out of loops. */
    public static long streamKey(long key, long stream) {
        return mix(mix(key + GAMMA) ^ (stream + 1) * STREAM_GAMMA);
    }

    /** A uniform number in [0, 1), a multiple of 2^-24. */
    public static float uniform(long key, int stream, long index) {
        return uniformAt(streamKey(key, stream), index);
    }

    /** {@link #uniform} with the key of {@link #streamKey}. */
    public static float uniformAt(long streamKey, long index) {
        return (bitsAt(streamKey, index) >>> 40) * 0x1p-24f;
    }

    /** 64 random bits. */
    public static long bitsAt(long streamKey, long index) {
        return mix(streamKey + (index + 1) * GAMMA);
    }

    /** A uniform whole number in [0, bound); bound in [1, 2^31). The bias is below bound / 2^33. */
    public static int belowAt(long streamKey, long index, int bound) {
        return (int) ((bitsAt(streamKey, index) >>> 31) * bound >>> 33);
    }

    /** Shuffles in place (Fisher and Yates); the same key gives the same order. */
    public static void shuffle(int[] values, long streamKey) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = belowAt(streamKey, i, i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    /** A key from text, the same on every JVM: FNV-1a over the characters, mixed. */
    public static long keyOf(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
