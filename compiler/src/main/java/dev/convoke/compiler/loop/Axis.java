package dev.convoke.compiler.loop;

/**
 * A loop over {@code 0 <= variable < extent}: one axis of a tensor or of a reduction.
 *
 * @param extent a constant, or {@link #BATCH}
 */
public record Axis(Atom.Variable variable, Index extent) {
    /** The largest batch of one call; it bounds index arithmetic, memory ends long before. */
    public static final long MAX_BATCH = 1 << 20;

    /** The number of samples of a call: the one extent that is not known when code is generated. */
    public static final Atom.Variable BATCH = new Atom.Variable("batch", 1, MAX_BATCH);

    public static Axis of(String name, long extent) {
        return new Axis(new Atom.Variable(name, 0, extent - 1), Index.of(extent));
    }

    /** The axis of samples. */
    public static Axis batch(String name) {
        return new Axis(new Atom.Variable(name, 0, MAX_BATCH - 1), Index.of(BATCH));
    }

    public Index index() {
        return Index.of(variable);
    }

    public boolean isBatch() {
        return !extent.isConstant();
    }

    public String name() {
        return variable.name();
    }
}
