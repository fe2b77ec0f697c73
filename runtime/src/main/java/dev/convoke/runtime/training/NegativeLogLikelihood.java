package dev.convoke.runtime.training;

import java.util.List;

/**
 * The negative log likelihood of class labels, given log-probabilities such as {@code LogSoftmax} makes, as PyTorch's {@code NLLLoss}: {@code -w[label] x[label]}. The mean
 * divides by the sum of {@code w[label]}. Gradient: {@code -w[label]} at the label. Outputs that are maps {@code [C, d1, ...]} have a label for each position.
 */
public final class NegativeLogLikelihood extends ClassLoss {
    private NegativeLogLikelihood(Reduction reduction, List<Double> weights, int ignored) {
        super("nll", reduction, weights, ignored);
    }

    /** Averaged over the batch. */
    public static NegativeLogLikelihood mean() {
        return new NegativeLogLikelihood(Reduction.MEAN, List.of(), IGNORED);
    }

    /** Summed. */
    public static NegativeLogLikelihood sum() {
        return new NegativeLogLikelihood(Reduction.SUM, List.of(), IGNORED);
    }

    /** With a weight for each class. */
    public NegativeLogLikelihood classWeights(double... values) {
        return new NegativeLogLikelihood(reduction(), Settings.weights("class weights", values), ignored());
    }

    /** With a label, -100 by default, that is left out. */
    public NegativeLogLikelihood ignoring(int label) {
        return new NegativeLogLikelihood(reduction(), weights(), label);
    }

    @Override
    double term(float[] x, Place place, int label, float[] gradients, double divisor) {
        if (gradients.length > 0) {
            for (int c = 0; c < place.classes(); c++) {
                gradients[place.at() + c * place.stride()] = c == label ? (float) (-weight(label) / divisor) : 0;
            }
        }
        return -weight(label) * x[place.at() + label * place.stride()];
    }
}
