package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.LogSoftmax;
import dev.convoke.compiler.layer.library.Softmax;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** An activation that another one in front of it leaves a part of its range: a sigmoid of numbers that are not negative is 0.5 or more. */
public final class HalfRange implements LayerLint {
    private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");

    /** Activations that grow with what they get. */
    private static final Map<String, DoubleUnaryOperator> GROWING = Map.of(
            "Sigmoid", x -> 1 / (1 + Math.exp(-x)),
            "Hardsigmoid", x -> Math.min(1, x / 6 + 0.5),
            "LogSigmoid", x -> -Math.log1p(Math.exp(-x)));

    private static final Set<String> UP_TO_ONE = Set.of("Sigmoid", "Hardsigmoid", "Softmax");
    private static final Set<String> PASSED = passed();

    private static Set<String> passed() {
        Set<String> passed = new HashSet<>(Chain.ARRANGING);
        passed.addAll(Chain.AVERAGING);
        passed.addAll(Chain.LARGEST);
        return Set.copyOf(passed);
    }

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.HALF_RANGE;
    }

    @Override
    public boolean looksAt(String kind) {
        return GROWING.containsKey(kind) || SOFTMAX.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        Optional<LayerUse> before =
                Chain.before(layer, PASSED).filter(each -> Chain.NEVER_NEGATIVE.contains(each.kind()));
        return before.flatMap(each -> Optional.ofNullable(GROWING.get(layer.kind()))
                .map(growing -> ofOne(layer, growing, each))
                .or(() -> choices(layer).filter(choices -> choices > 1).map(choices -> ofMany(layer, choices, each))));
    }

    /** How many numbers a softmax weighs against one another. */
    private static Optional<Integer> choices(LayerUse layer) {
        return layer.as(Softmax.class)
                .map(each -> each.outputShape().extent(each.axis()))
                .or(() -> layer.as(LogSoftmax.class)
                        .map(each -> each.outputShape().extent(each.axis())));
    }

    private static double largest(LayerUse before) {
        return UP_TO_ONE.contains(before.kind()) ? 1 : before.kind().equals("Relu6") ? 6 : Double.POSITIVE_INFINITY;
    }

    private static Diagnostic ofOne(LayerUse layer, DoubleUnaryOperator growing, LayerUse before) {
        return finding(
                layer,
                before,
                "`" + layer.kind() + "` behind `" + before.kind() + "` gives only numbers from "
                        + Figures.of(growing.applyAsDouble(0)) + " to "
                        + Figures.of(growing.applyAsDouble(largest(before))));
    }

    private static Diagnostic ofMany(LayerUse layer, int choices, LayerUse before) {
        double largest = largest(before);
        String base = "`" + layer.kind() + "` behind `" + before.kind() + "` gets no negative score";
        if (Double.isInfinite(largest)) {
            return finding(layer, before, base + ": nothing can speak against a class");
        }
        double most = 1 / (1 + (choices - 1) * Math.exp(-largest));
        return finding(
                layer,
                before,
                base + ": the largest probability of " + choices + " that it can give is " + Figures.of(most));
    }

    private static Diagnostic finding(LayerUse layer, LayerUse before, String message) {
        String range = Double.isInfinite(largest(before))
                ? "its results are never negative"
                : "its results are from 0 to " + Figures.of(largest(before));
        return Diagnostic.of(DiagnosticCode.HALF_RANGE, message, layer.span(), "made for numbers of either sign")
                .also(before.span(), range)
                .help("leave `" + before.kind() + "` out, or put a layer with weights between them");
    }
}
