package dev.convoke.compiler.emit.java;

/**
 * Where generated code begins in the arena and among the prepared weights, so that vectors do not cross cache lines.
 *
 * <p>HotSpot keeps 16 bytes before an array's floats (12 with {@code -XX:+UseCompactObjectHeaders}), and an array of half a region of G1's heap
 * or more (512 KiB where the heap may have 2 GiB, more where it may have more) begins with a region, so its 13th float is the first of a cache
 * line of 64 bytes. Tensors take whole lines. Vectors of 16 floats from the array's start would each lie on two lines: two to eight per
 * cent of a net's time, a quarter of a depthwise convolution's. Other arrays begin anywhere; there it changes nothing.
 */
final class LineStart {
    /** The index of the first float that generated code uses. */
    static final int INDEX = 12;

    private LineStart() {}

    /** The index of what lies {@code offset} floats behind the first. */
    static int index(int offset) {
        return INDEX + offset;
    }

    /** The length of an array that has room for so many floats. */
    static int length(int floats) {
        return Math.addExact(floats, INDEX);
    }
}
