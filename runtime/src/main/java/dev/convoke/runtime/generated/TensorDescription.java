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
 */
public record TensorDescription(String name, Kind kind, List<Integer> shape, int offset, Initialiser initialiser) {
    /** What a tensor of the state is. */
    public enum Kind {
        /** Trained by gradients, float32. */
        PARAMETER,
        /** Moved by training-mode forward passes (running statistics), float32. */
        BUFFER,
        /** Counts training steps ({@code num_batches_tracked}), int64. */
        COUNTER
    }

    public TensorDescription {
        shape = List.copyOf(shape);
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
