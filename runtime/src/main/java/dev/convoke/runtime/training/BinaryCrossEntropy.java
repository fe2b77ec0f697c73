package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.List;

/**
 * Binary cross-entropy of logits, each output a question of its own, as PyTorch's {@code BCEWithLogitsLoss}: {@code -(w t log s(x) + (1 - t) log(1 -
 * s(x)))} with the sigmoid {@code s}, targets from 0 to 1 and {@code w} the weight of what is positive. Gradient: {@code (1 - t) - (1 + (w - 1) t) s(-x)}.
 * Computed as {@code (1 - t) x + (1 + (w - 1) t) log(1 + exp(-x))}, so that nothing overflows.
 */
public final class BinaryCrossEntropy extends ValueLoss {
    private final List<Double> positiveWeights;

    private BinaryCrossEntropy(Reduction reduction, List<Double> positiveWeights) {
        super("bce", reduction);
        this.positiveWeights = positiveWeights;
    }

    /** Averaged over batch and elements. */
    public static BinaryCrossEntropy mean() {
        return new BinaryCrossEntropy(Reduction.MEAN, List.of(1.0));
    }

    /** Summed. */
    public static BinaryCrossEntropy sum() {
        return new BinaryCrossEntropy(Reduction.SUM, List.of(1.0));
    }

    /** With weights of what is positive, PyTorch's {@code pos_weight}: one for all outputs, or one for each channel, the first axis of a sample. */
    public BinaryCrossEntropy positiveWeight(double... weights) {
        return new BinaryCrossEntropy(reduction(), Settings.weights("weights of what is positive", weights));
    }

    @Override
    void checkChannels(int channels) {
        if (positiveWeights.size() != 1 && positiveWeights.size() != channels) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    positiveWeights.size() + " weights of what is positive, but the net's output has " + channels
                            + " channels",
                    "give one weight, or one for each channel");
        }
    }

    private double logWeight(double t, int channel) {
        double positive = positiveWeights.get(positiveWeights.size() == 1 ? 0 : channel);
        return 1 + (positive - 1) * t;
    }

    @Override
    double value(double x, double t, int channel) {
        double softplus = StrictMath.log1p(StrictMath.exp(-Math.abs(x))) + Math.max(-x, 0);
        return (1 - t) * x + logWeight(t, channel) * softplus;
    }

    @Override
    double slope(double x, double t, int channel) {
        double small = StrictMath.exp(-Math.abs(x));
        double sigmoidOfMinusX = (x > 0 ? small : 1) / (1 + small);
        return (1 - t) - logWeight(t, channel) * sigmoidOfMinusX;
    }
}
