package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;

/**
 * Cross-entropy of logits with class labels, averaged over the batch: {@code log(sum(exp(x))) - x[label]}, as PyTorch's {@code
 * CrossEntropyLoss} with its defaults. Gradient: {@code (softmax(x) - onehot(label)) / batch}. The largest logit is taken out first, so that nothing
 * overflows.
 */
public final class CrossEntropy implements Loss {
    private static final CrossEntropy MEAN = new CrossEntropy();

    private CrossEntropy() {}

    /** Averaged over the batch. */
    public static CrossEntropy mean() {
        return MEAN;
    }

    @Override
    public String name() {
        return "cross-entropy";
    }

    @Override
    public boolean wantsLabels() {
        return true;
    }

    @Override
    public double evaluate(float[] outputs, int elements, int batch, Targets targets, float[] gradients) {
        if (!(targets instanceof Targets.Labels)) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE, "cross-entropy needs class labels, not " + targets.kind(), "use mse");
        }
        int[] labels = ((Targets.Labels) targets).labels();
        if (labels.length < batch) {
            throw new InputException(
                    ProblemKind.ARRAY_LENGTH,
                    labels.length + " labels for a batch of " + batch,
                    "give one label per sample");
        }
        double total = 0;
        for (int sample = 0; sample < batch; sample++) {
            total += sample(outputs, sample * elements, elements, checked(labels[sample], elements), batch, gradients);
        }
        return total / batch;
    }

    private static int checked(int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new DataException(
                    ProblemKind.DATA_LABEL_OUT_OF_RANGE,
                    "the labels",
                    "a label is " + label + ", but the net has " + classes + " outputs: labels must be 0 to "
                            + (classes - 1),
                    "give the net as many outputs as there are classes, and count classes from 0");
        }
        return label;
    }

    private static double sample(float[] x, int at, int classes, int label, int batch, float[] gradients) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < classes; i++) {
            largest = Math.max(largest, x[at + i]);
        }
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += StrictMath.exp((double) x[at + i] - largest);
        }
        if (gradients.length > 0) {
            double scale = 1 / (sum * batch);
            for (int i = 0; i < classes; i++) {
                double probability = StrictMath.exp((double) x[at + i] - largest) * scale;
                gradients[at + i] = (float) (i == label ? probability - 1.0 / batch : probability);
            }
        }
        return StrictMath.log(sum) + largest - x[at + label];
    }
}
