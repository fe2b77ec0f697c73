package dev.convoke.compiler.graph;

import dev.convoke.compiler.loop.Tensor;
import java.util.List;

/**
 * A tensor that flows through a graph.
 *
 * @param name unique within the graph; of a parameter its {@code state_dict} name
 * @param kind where it comes from
 * @param batched whether there is one for each sample
 * @param extents of one sample, or of the whole if not batched; empty for a scalar
 */
public record Value(String name, Kind kind, boolean batched, List<Integer> extents) {
    /** Where a value comes from. */
    public enum Kind {
        /** The caller. */
        INPUT,
        /** The state: trained by gradients. */
        PARAMETER,
        /** The state: moved by training-mode forward passes. */
        BUFFER,
        /** A node. */
        RESULT,
        /** The loss: the gradient with respect to an output. */
        OUTPUT_GRADIENT
    }

    public Value {
        extents = List.copyOf(extents);
    }

    /** Values are compared often, and names nearly always tell them apart. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Value value
                        && name.equals(value.name)
                        && kind == value.kind
                        && batched == value.batched
                        && extents.equals(value.extents);
    }

    /** Names tell the values of a graph apart; hashing all else costs time only. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** A value of one sample's shape for each sample. */
    public static Value batched(String name, Kind kind, Shape shape) {
        return new Value(name, kind, true, shape.extents());
    }

    /** A value without a batch. */
    public static Value single(String name, Kind kind, List<Integer> extents) {
        return new Value(name, kind, false, extents);
    }

    /** The shape of one sample; only of batched values and of those with at least one axis. */
    public Shape shape() {
        return new Shape(extents);
    }

    /** The value as kernels see it. */
    public Tensor tensor() {
        return new Tensor(name, batched, extents);
    }
}
