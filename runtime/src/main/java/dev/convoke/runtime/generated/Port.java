package dev.convoke.runtime.generated;

import java.util.List;

/**
 * An input or output of a network.
 *
 * @param name the name in the spec
 * @param shape extents of one sample, {@code [c, h, w]} or {@code [n]}
 */
public record Port(String name, List<Integer> shape) {
    public Port {
        shape = List.copyOf(shape);
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
