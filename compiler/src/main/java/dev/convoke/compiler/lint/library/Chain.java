package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;

/** Steps along a chain of layers, past those that do not matter. Kinds are those of {@link LayerUse#kind()}. */
final class Chain {
    /** Layers that change where numbers stand, and no number. */
    static final Set<String> ARRANGING = Set.of("Flatten", "Identity", "Permute", "Reshape");

    /** Layers that take the mean of some positions. */
    static final Set<String> AVERAGING = Set.of("AvgPool", "AdaptiveAvgPool", "GlobalAvgPool");

    /** Layers that take the largest of some positions. */
    static final Set<String> LARGEST = Set.of("MaxPool", "AdaptiveMaxPool", "GlobalMaxPool");

    /** Layers of weights that numbers are multiplied by and summed up. */
    static final Set<String> WEIGHTED = Set.of("Conv", "ConvTranspose", "DepthwiseConv", "SeparableConv", "Linear");

    /** Activations whose results are never negative. */
    static final Set<String> NEVER_NEGATIVE = Set.of("Relu", "Relu6", "Sigmoid", "Hardsigmoid", "Softmax", "Softplus");

    /** Activations that work on each number by itself. */
    static final Set<String> ACTIVATIONS = Set.of(
            "Relu",
            "Relu6",
            "LeakyRelu",
            "PRelu",
            "Elu",
            "Selu",
            "Celu",
            "Gelu",
            "Silu",
            "Mish",
            "Hardswish",
            "Hardsigmoid",
            "Hardtanh",
            "Tanh",
            "Sigmoid",
            "LogSigmoid",
            "Softplus",
            "Softsign",
            "Threshold");

    private Chain() {}

    /** The first layer before this one that is of no passed kind, if all between them take one stream. */
    static Optional<LayerUse> before(LayerUse layer, Set<String> passed) {
        Optional<LayerUse> found = layer.onlyBefore();
        while (found.isPresent() && passed.contains(found.orElseThrow().kind())) {
            found = found.orElseThrow().onlyBefore();
        }
        return found;
    }

    /** The first layer behind this one that is of no passed kind, if the results of all between them go nowhere else. */
    static Optional<LayerUse> after(LayerUse layer, Set<String> passed) {
        Optional<LayerUse> found = layer.onlyAfter();
        while (found.isPresent() && passed.contains(found.orElseThrow().kind())) {
            found = found.orElseThrow().onlyAfter();
        }
        return found;
    }

    /** The layer whose result is an output of the net, if it is this one or follows it with passed kinds alone between them. */
    static Optional<LayerUse> output(LayerUse layer, Set<String> passed) {
        Optional<LayerUse> found = Optional.of(layer);
        while (found.isPresent() && !found.orElseThrow().isOutput()) {
            found = found.orElseThrow().onlyAfter().filter(each -> passed.contains(each.kind()));
        }
        return found;
    }
}
