package dev.convoke.compiler.graph;

import java.util.List;

/**
 * What a node computes: a record with everything about it that is fixed while compiling, valid by construction. Layers are
 * operators that a spec can name; gradients and joins are operators too, so that all that follows the graph is shared.
 */
public interface Operator {
    /** What it is called in tables and comments: {@code Conv}, {@code ConvInputGradient}, {@code +}. */
    String kind();

    /**
     * The extents of the result, the batch not counted.
     *
     * @throws IllegalArgumentException if the inputs do not fit; specs are checked before, so that is a fault of the compiler
     */
    List<Integer> output(List<Value> inputs);

    /** Whether the result has a batch axis; most have. */
    default boolean batched() {
        return true;
    }

    /** Says what each element of the result is. Streams come first among the inputs, then parameters in their order. */
    void lower(Lowering lowering);

    /** What {@link #smallestTrainingBatch} says of something that no batch can be trained with. */
    int UNTRAINABLE = Integer.MAX_VALUE;

    /** How many samples a batch needs at least to train with: 2 where statistics of the batch are taken of a single value a sample. */
    default int smallestTrainingBatch() {
        return 1;
    }

    /** Multiply-accumulates for one sample, counted as torchvision counts them (convolutions and matrix products). */
    default long multiplyAccumulates(List<Value> inputs) {
        return 0;
    }
}
