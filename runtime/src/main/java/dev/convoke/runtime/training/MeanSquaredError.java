package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;

/**
 * The mean of squared differences over all elements of a batch, as PyTorch's {@code MSELoss} with its defaults. Gradient: {@code 2 (x - t) / (batch *
 * elements)}.
 */
public final class MeanSquaredError implements Loss {
    private static final MeanSquaredError MEAN = new MeanSquaredError();

    private MeanSquaredError() {}

    /** Averaged over batch and elements. */
    public static MeanSquaredError mean() {
        return MEAN;
    }

    @Override
    public String name() {
        return "mse";
    }

    @Override
    public boolean wantsLabels() {
        return false;
    }

    @Override
    public double evaluate(float[] outputs, int elements, int batch, Targets targets, float[] gradients) {
        if (!(targets instanceof Targets.Values)) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE, "mse needs target values, not " + targets.kind(), "use cross-entropy");
        }
        float[] wanted = ((Targets.Values) targets).values();
        int count = Math.multiplyExact(elements, batch);
        if (wanted.length < count) {
            throw new InputException(
                    ProblemKind.ARRAY_LENGTH,
                    wanted.length + " target values for a batch of " + batch + " with " + elements + " outputs each",
                    "give " + count + " values");
        }
        double total = 0;
        for (int i = 0; i < count; i++) {
            double difference = (double) outputs[i] - wanted[i];
            total += difference * difference;
        }
        if (gradients.length > 0) {
            double scale = 2.0 / count;
            for (int i = 0; i < count; i++) {
                gradients[i] = (float) (((double) outputs[i] - wanted[i]) * scale);
            }
        }
        return total / count;
    }
}
