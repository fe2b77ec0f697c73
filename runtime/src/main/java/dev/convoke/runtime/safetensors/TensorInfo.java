package dev.convoke.runtime.safetensors;

import java.util.List;

/**
 * One entry of a safetensors header.
 *
 * @param name the tensor's name
 * @param type the type of its elements
 * @param shape extents; empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end byte after the last
 */
public record TensorInfo(String name, DType type, List<Long> shape, long begin, long end) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** The number of elements; 1 for a scalar. */
    public long elements() {
        return (end - begin) / type.bytes();
    }
}
