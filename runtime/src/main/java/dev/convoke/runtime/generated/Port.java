package dev.convoke.runtime.generated;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param name the name in the spec
 * @param shape extents of one sample, {@code [c, h, w]} or {@code [n]}
 * @param bytes whether callers give it as bytes; the kernels read {@code byte / 255f}, from 0 to 1
 */
public record Port(String name, List<Integer> shape, boolean bytes) {
    public Port {
        shape = List.copyOf(shape);
    }

    /** A port of floats. */
    public Port(String name, List<Integer> shape) {
        this(name, shape, false);
    }

    /** Elements of one sample. */
    public int elements() {
        int product = 1;
        for (int extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }
}
