package dev.convoke.compiler.loop;

import java.util.Arrays;

/** Finds an element of a tensor in its row-major array, and says so if there is no such element. */
final class Elements {
    private final Tensor tensor;
    private final Variables.Code[] indices;
    private final long[] extents;

    Elements(Tensor tensor, Variables.Code[] indices, long batch) {
        if (indices.length != tensor.rank()) {
            throw new IllegalArgumentException(tensor.name() + " has " + tensor.rank() + " axes and is accessed by "
                    + indices.length + " indices");
        }
        this.tensor = tensor;
        this.indices = indices;
        this.extents = new long[indices.length];
        for (int axis = 0; axis < extents.length; axis++) {
            Index extent = tensor.extent(axis);
            extents[axis] = extent.isConstant() ? extent.constant() : batch;
        }
    }

    int at(long[] values) {
        long position = 0;
        for (int axis = 0; axis < indices.length; axis++) {
            long index = indices[axis].at(values);
            if (index < 0 || index >= extents[axis]) {
                throw outside(values);
            }
            position = position * extents[axis] + index;
        }
        return Math.toIntExact(position);
    }

    private IndexOutOfBoundsException outside(long[] values) {
        return new IndexOutOfBoundsException("%s%s is accessed at %s"
                .formatted(
                        tensor.name(),
                        Arrays.toString(extents),
                        Arrays.toString(Arrays.stream(indices)
                                .mapToLong(index -> index.at(values))
                                .toArray())));
    }
}
