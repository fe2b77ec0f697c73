package dev.convoke.compiler.loop;

/** A flat array of floats that a kernel is given, with a start; its name is unique within the kernel. */
public record Buffer(String name) {
    /**
     * A small array that belongs to the thread that runs a kernel, for the sums of one tile: an iteration of a parallel loop finds
     * nothing in it but what it has put there itself.
     */
    public static final Buffer SUMS = new Buffer("sums");

    /** The floats of {@link #SUMS}. */
    public static final int MOST_SUMS = 1024;

    @Override
    public String toString() {
        return name;
    }
}
