package dev.convoke.runtime.generated;

import java.util.List;

/**
 * One tensor of a network's {@code state_dict}.
 *
 * @param name the name as PyTorch has it, {@code layer1.0.conv1.weight}
 * @param kind what it is
 * @param shape extents; empty for a scalar
 * @param offset where its elements begin in {@link Frame#state}, row-major; for a {@link Kind#COUNTER} its index among the counters
 * @param initialiser how a fresh network fills it
 * @param perStep what a training step adds to a {@link Kind#COUNTER}: how often its layer is used; of other tensors it means nothing
 */
public record TensorDescription(
        String name, Kind kind, List<Integer> shape, int offset, Initialiser initialiser, int perStep) {
    /** What a tensor of the state is. */
    public enum Kind {
        /** Trained by gradients, float32. */
        PARAMETER,
        /** Moved by training-mode forward passes (running statistics), float32. */
        BUFFER,
        /** Counts the batches that a layer has normalised in training ({@code num_batches_tracked}), int64. */
        COUNTER
    }

    public TensorDescription {
        shape = List.copyOf(shape);
    }

    /** Of a tensor of a layer that is used once; if it is a counter, it counts the training steps. */
    public TensorDescription(String name, Kind kind, List<Integer> shape, int offset, Initialiser initialiser) {
        this(name, kind, shape, offset, initialiser, 1);
    }

    /** The number of elements; 1 for a scalar. */
    public int elements() {
        int product = 1;
        for (int extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }
}
