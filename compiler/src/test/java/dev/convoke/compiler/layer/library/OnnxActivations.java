package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.library.OnnxConformanceTest.Case;
import java.util.Optional;

/** How ONNX's activations are said here; nothing of those that cannot be. */
final class OnnxActivations {
    private OnnxActivations() {}

    private static Optional<Object[]> of(Object... arguments) {
        return Optional.of(arguments);
    }

    static Optional<Object[]> arguments(Case one, int rank) {
        Onnx.Node node = one.node();
        return switch (node.operator()) {
            case "LeakyRelu" -> of("negative_slope", node.real("alpha", 0.01));
            case "Elu", "Celu" -> of("alpha", node.real("alpha", 1));
            case "Selu" -> selu(node);
            case "Gelu" -> of("approximate", node.text("approximate", "none"));
            case "Swish" -> node.real("alpha", 1) == 1 ? of() : Optional.empty();
            case "ThresholdedRelu" -> of("threshold", node.real("alpha", 1), "value", 0.0);
            case "Clip" -> clip(one);
            case "Softmax", "LogSoftmax" -> softmax(node, rank);
            default -> of();
        };
    }

    private static Optional<Object[]> selu(Onnx.Node node) {
        boolean usual = Math.abs(node.real("alpha", 1.67326319) - 1.67326324) < 1e-6
                && Math.abs(node.real("gamma", 1.05070102) - 1.05070099) < 1e-6;
        return usual ? of() : Optional.empty();
    }

    private static Optional<Object[]> clip(Case one) {
        boolean attributes = one.node().attributes().containsKey("min")
                && one.node().attributes().containsKey("max");
        if (!attributes && !(one.has(1) && one.has(2))) {
            return Optional.empty();
        }
        double low = attributes ? one.node().real("min", 0) : one.input(1).values()[0];
        double high = attributes ? one.node().real("max", 0) : one.input(2).values()[0];
        return low < high ? of("min_val", low, "max_val", high) : Optional.empty();
    }

    private static Optional<Object[]> softmax(Onnx.Node node, int rank) {
        int axis = Math.floorMod((int) node.whole("axis", -1), rank);
        return axis > 0 ? of("dim", axis) : Optional.empty();
    }
}
