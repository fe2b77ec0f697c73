package dev.convoke.runtime.training;

import java.util.List;

/**
 * Cross-entropy of logits with class labels, as PyTorch's {@code CrossEntropyLoss}: {@code w[label] (log(sum(exp(x))) - x[label])}. With label smoothing {@code
 * e} the label has a share of {@code 1 - e} and each of the C classes one of {@code e / C}: {@code sum(q[c] (log(sum(exp(x))) - x[c]))} with {@code q[c] = w[c] (e / C + (1 -
 * e) [c = label])}. The mean divides by the sum of {@code w[label]}. Gradient: {@code sum(q) softmax(x) - q}. The largest logit is taken out first, so that nothing overflows.
 * Outputs that are maps {@code [C, d1, ...]} have a label for each position.
 */
public final class CrossEntropy extends ClassLoss {
    private final double smoothing;

    private CrossEntropy(Reduction reduction, double smoothing, List<Double> weights, int ignored) {
        super("cross-entropy", reduction, weights, ignored);
        this.smoothing = Settings.from0to1("label smoothing", smoothing);
    }

    /** Averaged over the batch. */
    public static CrossEntropy mean() {
        return new CrossEntropy(Reduction.MEAN, 0, List.of(), IGNORED);
    }

    /** Summed. */
    public static CrossEntropy sum() {
        return new CrossEntropy(Reduction.SUM, 0, List.of(), IGNORED);
    }

    /** With a share from 0 to 1 that all classes have in equal parts. */
    public CrossEntropy labelSmoothing(double value) {
        return new CrossEntropy(reduction(), value, weights(), ignored());
    }

    /** With a weight for each class. */
    public CrossEntropy classWeights(double... values) {
        return new CrossEntropy(reduction(), smoothing, Settings.weights("class weights", values), ignored());
    }

    /** With a label, -100 by default, that is left out. */
    public CrossEntropy ignoring(int label) {
        return new CrossEntropy(reduction(), smoothing, weights(), label);
    }

    @Override
    double term(float[] x, Place place, int label, float[] gradients, double divisor) {
        int classes = place.classes();
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            largest = Math.max(largest, x[place.at() + c * place.stride()]);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp((double) x[place.at() + c * place.stride()] - largest);
        }
        double log = StrictMath.log(sum) + largest;
        double value = 0;
        double shares = 0;
        if (smoothing == 0) {
            shares = weight(label);
            value = shares * (log - x[place.at() + label * place.stride()]);
        } else {
            for (int c = 0; c < classes; c++) {
                double share = share(c, label, classes);
                shares += share;
                value += share * (log - x[place.at() + c * place.stride()]);
            }
        }
        if (gradients.length > 0) {
            double scale = shares / (sum * divisor);
            for (int c = 0; c < classes; c++) {
                int at = place.at() + c * place.stride();
                double probability = StrictMath.exp((double) x[at] - largest) * scale;
                gradients[at] = (float) (probability - share(c, label, classes) / divisor);
            }
        }
        return value;
    }

    private double share(int c, int label, int classes) {
        double share = (c == label ? 1 - smoothing : 0) + smoothing / classes;
        return share * weight(c);
    }
}
