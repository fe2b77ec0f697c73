package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where the elements of a tensor lie, relative to its start. Row-major, or in blocks of 16 along one axis: a blocked
 * {@code [c, h, w]} lies as {@code [c/16][h][w][16]}, so that 16 channels of one pixel are one vector. Every axis but the
 * blocked one can have a halo: positions before and after its extent that hold zeros, so that padded windows read without
 * conditions.
 *
 * @param tensor whose layout this is
 * @param blocked the axis in blocks, among {@link Tensor#extents()}; none if row-major
 * @param before positions before index 0 of each axis
 * @param after positions after the last index of each axis
 */
public record Layout(Tensor tensor, OptionalInt blocked, List<Integer> before, List<Integer> after) {
    public Layout {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    public static Layout rowMajor(Tensor tensor) {
        List<Integer> none = Collections.nCopies(tensor.extents().size(), 0);
        return new Layout(tensor, OptionalInt.empty(), none, none);
    }

    public static Layout blocked(Tensor tensor, int axis) {
        List<Integer> none = Collections.nCopies(tensor.extents().size(), 0);
        return new Layout(tensor, OptionalInt.of(axis), none, none);
    }

    /** Row-major, with room behind each row to whole vectors of 16. */
    public static Layout rows(Tensor tensor) {
        Layout plain = rowMajor(tensor);
        List<Integer> after = new ArrayList<>(plain.after());
        int last = after.size() - 1;
        int extent = tensor.extents().get(last);
        after.set(last, Math.toIntExact(roundUp(extent) - extent));
        return plain.withHalo(plain.before(), after);
    }

    public Layout withHalo(List<Integer> newBefore, List<Integer> newAfter) {
        return new Layout(tensor, blocked, newBefore, newAfter);
    }

    /** Whether elements lie in the order of their indices: always without blocks, and with blocks that follow each other. */
    public boolean isRowMajor() {
        return blocked.isEmpty() || strides().get(blocked.getAsInt()) == Lanes.WIDTH;
    }

    public boolean hasHalo() {
        return before.stream().anyMatch(h -> h > 0) || after.stream().anyMatch(h -> h > 0);
    }

    /** Floats of one sample, or of the whole if not batched; of a blocked tensor a multiple of 16. */
    public long floats() {
        long product = 1;
        for (int axis = 0; axis < tensor.extents().size(); axis++) {
            product = Math.multiplyExact(product, span(axis));
        }
        return product;
    }

    /** Positions along an axis as they lie in memory; along the blocked axis rounded up to whole blocks. */
    public long span(int axis) {
        long extent = (long) tensor.extents().get(axis) + before.get(axis) + after.get(axis);
        return blocked.isPresent() && blocked.getAsInt() == axis ? roundUp(extent) : extent;
    }

    /** The address of an element relative to the tensor's start. */
    public Index address(List<Index> at) {
        int batchAxes = tensor.batched() ? 1 : 0;
        Index address = tensor.batched() ? at.get(0).times(floats()) : Index.ZERO;
        List<Long> strides = strides();
        for (int axis = 0; axis < tensor.extents().size(); axis++) {
            Index index = at.get(axis + batchAxes).plus(before.get(axis));
            boolean inBlocks = blocked.isPresent() && blocked.getAsInt() == axis;
            if (inBlocks && strides.get(axis) == Lanes.WIDTH) {
                // Blocks follow each other without anything between: the same as row-major.
                address = address.plus(index);
            } else if (inBlocks) {
                address = address.plus(index.floorDivide(Lanes.WIDTH).times(strides.get(axis)))
                        .plus(index.modulo(Lanes.WIDTH));
            } else {
                address = address.plus(index.times(strides.get(axis)));
            }
        }
        return address;
    }

    /** Floats from one position of an axis to the next; along the blocked axis from one block to the next. */
    public List<Long> strides() {
        int rank = tensor.extents().size();
        List<Long> strides = new ArrayList<>(Collections.nCopies(rank, 0L));
        long stride = blocked.isPresent() ? Lanes.WIDTH : 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            if (blocked.isEmpty() || blocked.getAsInt() != axis) {
                strides.set(axis, stride);
                stride = Math.multiplyExact(stride, span(axis));
            }
        }
        blocked.ifPresent(axis -> strides.set(axis, 0L));
        if (blocked.isPresent()) {
            strides.set(blocked.getAsInt(), stride);
        }
        return strides;
    }

    static long roundUp(long floats) {
        return Math.multiplyExact((floats + Lanes.WIDTH - 1) / Lanes.WIDTH, Lanes.WIDTH);
    }

    @Override
    public String toString() {
        String order = blocked.isPresent() ? "blocked by 16 along axis " + blocked.getAsInt() : "row-major";
        return hasHalo() ? order + ", halo " + before + " " + after : order;
    }
}
