package dev.convoke.compiler.loop;

import java.util.List;

/**
 * A named multi-dimensional array as kernels see it, before a layout decides where its elements lie.
 *
 * @param name unique within a program
 * @param batched whether the first axis is the samples of the call; it is not among the extents
 * @param extents extents of one sample, or of the whole tensor if it is not batched; empty for a scalar
 */
public record Tensor(String name, boolean batched, List<Integer> extents) {
    public Tensor {
        extents = List.copyOf(extents);
        if (extents.stream().anyMatch(e -> e < 1)) {
            throw new IllegalArgumentException(name + " has the extents " + extents);
        }
    }

    /** The number of indices that an access takes. */
    public int rank() {
        return extents.size() + (batched ? 1 : 0);
    }

    /** The extent of axis {@code axis}, the batch counted if there is one. */
    public Index extent(int axis) {
        if (batched) {
            return axis == 0 ? Index.of(Axis.BATCH) : Index.of(extents.get(axis - 1));
        }
        return Index.of(extents.get(axis));
    }

    /** The element at those indices. */
    public Expression at(List<Index> indices) {
        return new Expression.Load(this, indices);
    }

    public Expression at(Index... indices) {
        return at(List.of(indices));
    }

    /** The element at those indices, or {@code outside} where one of them is out of range: padding. */
    public Expression at(List<Index> indices, Expression outside) {
        Guard guard = Guard.ALWAYS;
        for (int axis = 0; axis < indices.size(); axis++) {
            Index extent = extent(axis);
            if (extent.isConstant()) {
                guard = guard.and(Guard.within(indices.get(axis), extent.constant()));
            }
        }
        return Expression.where(guard, at(indices), outside);
    }

    /** Elements of one sample, or of the whole tensor if it is not batched. */
    public long elements() {
        return extents.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
