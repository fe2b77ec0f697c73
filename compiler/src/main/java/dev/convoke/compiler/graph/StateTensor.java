package dev.convoke.compiler.graph;

import java.util.List;

/**
 * A tensor of the {@code state_dict}.
 *
 * @param name as PyTorch names it; {@link #OWN_NAME} for one that is called as its stage's label
 * @param kind what it is
 * @param extents empty for a scalar
 * @param low uniform initialisation from here ...
 * @param high ... up to here; equal for a constant
 * @param perStep what one training step adds to a counter; 0 for all others
 */
public record StateTensor(String name, Kind kind, List<Integer> extents, double low, double high, int perStep) {
    /** A tensor of this name takes the path of its layer as its name, as a parameter of the module around would. */
    public static final String OWN_NAME = "";

    /** What a tensor of the state is. */
    public enum Kind {
        /** Trained by gradients. */
        PARAMETER,
        /** Moved by training-mode forward passes, float32. */
        BUFFER,
        /** Counts training steps, int64; no value of the graph. */
        COUNTER
    }

    public StateTensor {
        extents = List.copyOf(extents);
    }

    public static StateTensor constant(String name, Kind kind, List<Integer> extents, double value) {
        return new StateTensor(name, kind, extents, value, value, 0);
    }

    /** A counter that a training-mode forward pass of its layer moves by so many. */
    public static StateTensor counter(String name, int perPass) {
        return new StateTensor(name, Kind.COUNTER, List.of(), 0, 0, perPass);
    }

    public static StateTensor uniform(String name, List<Integer> extents, double bound) {
        return new StateTensor(name, Kind.PARAMETER, extents, -bound, bound, 0);
    }

    public long elements() {
        return Shape.product(extents);
    }

    /** This tensor under a prefix: the path of its layer. */
    public StateTensor under(String path) {
        if (path.isEmpty()) {
            return this;
        }
        String full = name.equals(OWN_NAME) ? path : path + "." + name;
        return new StateTensor(full, kind, extents, low, high, perStep);
    }

    /** This tensor of a layer that is used once more in a step. */
    public StateTensor usedAgain(StateTensor byUse) {
        return new StateTensor(name, kind, extents, low, high, perStep + byUse.perStep);
    }
}
