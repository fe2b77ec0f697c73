package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

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

    /** Nobody means more of them in a row; a hostile net may have ten thousand, each of which would be asked for what is before it. */
    private static final int MOST_PASSED = 100;

    private Chain() {}

    /** The first layer before this one that is of no passed kind, if all between them take one stream. */
    static Optional<LayerUse> before(LayerUse layer, Set<String> passed) {
        return first(layer.onlyBefore(), each -> !passed.contains(each.kind()), LayerUse::onlyBefore);
    }

    /** The first layer behind this one that is of no passed kind, if the results of all between them go nowhere else. */
    static Optional<LayerUse> after(LayerUse layer, Set<String> passed) {
        return first(layer.onlyAfter(), each -> !passed.contains(each.kind()), LayerUse::onlyAfter);
    }

    /** The layer whose result is an output of the net, if it is this one or follows it with passed kinds alone between them. */
    static Optional<LayerUse> output(LayerUse layer, Set<String> passed) {
        return first(
                Optional.of(layer),
                LayerUse::isOutput,
                each -> each.onlyAfter().filter(next -> passed.contains(next.kind())));
    }

    /** The first of some layers that is looked for, if it is not too far away. */
    private static Optional<LayerUse> first(
            Optional<LayerUse> start, Predicate<LayerUse> wanted, Function<LayerUse, Optional<LayerUse>> next) {
        Optional<LayerUse> layer = start;
        for (int passed = 0; layer.isPresent() && passed <= MOST_PASSED; passed++) {
            if (wanted.test(layer.orElseThrow())) {
                return layer;
            }
            layer = layer.flatMap(next);
        }
        return Optional.empty();
    }
}
