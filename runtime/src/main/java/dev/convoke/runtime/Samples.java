package dev.convoke.runtime;

/** The samples of one input, one after the other, in floats or in bytes. The array is the caller's and is not copied. */
public final class Samples {
    private static final float[] NO_FLOATS = {};
    private static final byte[] NO_BYTES = {};

    private final float[] floats;
    private final byte[] bytes;
    private final boolean isBytes;

    private Samples(float[] floats, byte[] bytes, boolean isBytes) {
        this.floats = floats;
        this.bytes = bytes;
        this.isBytes = isBytes;
    }

    /** Samples in floats; for an input of bytes what these stand for, {@code byte / 255f}. */
    public static Samples of(float[] values) {
        return new Samples(values, NO_BYTES, false);
    }

    /** Samples in bytes from 0 to 255, although Java writes them from -128, for an input of bytes. */
    public static Samples of(byte[] values) {
        return new Samples(NO_FLOATS, values, true);
    }

    boolean isBytes() {
        return isBytes;
    }

    int length() {
        return isBytes ? bytes.length : floats.length;
    }

    /** The first {@code count} numbers as kernels read them; bytes are decoded into an array of the workspace for this input. */
    float[] floats(int input, int count, Workspace workspace) {
        return isBytes ? workspace.decoded(input, bytes, count) : floats;
    }
}
