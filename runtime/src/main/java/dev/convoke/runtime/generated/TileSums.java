package dev.convoke.runtime.generated;

/** Where generated code keeps the sums of the tile that it computes, for a moment. */
public final class TileSums {
    /** The floats of an array: more than any tile has, and a vector behind them of which a function is computed. */
    private static final int FLOATS = 1024 + 16;

    private static final ThreadLocal<float[]> SUMS = ThreadLocal.withInitial(() -> new float[FLOATS]);

    private TileSums() {}

    /** The array of the calling thread, always the same, with whatever the tile before has left in it. */
    public static float[] ofThread() {
        return SUMS.get();
    }
}
