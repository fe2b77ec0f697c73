package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.List;

/** A loss that compares each output with a target value of its own. */
abstract sealed class ValueLoss implements Loss
        permits AbsoluteError, BinaryCrossEntropy, Huber, KullbackLeibler, MeanSquaredError, SmoothL1 {
    private final String name;
    private final Reduction reduction;

    ValueLoss(String name, Reduction reduction) {
        this.name = name;
        this.reduction = reduction;
    }

    /** The loss of an output {@code x} with the target {@code t} in a channel, an index of the first axis of a sample. */
    abstract double value(double x, double t, int channel);

    /** The derivative of {@link #value} by {@code x}. */
    abstract double slope(double x, double t, int channel);

    /** By what the sum over a batch is divided. */
    double divisor(int batch, int elements) {
        return switch (reduction) {
            case MEAN -> (double) batch * elements;
            case SUM -> 1;
        };
    }

    /** Refuses outputs with another number of channels than the loss has settings for. */
    void checkChannels(int channels) {}

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean wantsLabels() {
        return false;
    }

    @Override
    public final Reduction reduction() {
        return reduction;
    }

    @Override
    public final double evaluate(float[] outputs, List<Integer> shape, int batch, Targets targets, float[] gradients) {
        int elements = Shapes.elements(shape);
        int count = Math.multiplyExact(elements, batch);
        float[] wanted = values(targets, elements, batch, count);
        int channels = shape.get(0);
        checkChannels(channels);
        int positions = elements / channels;
        double divisor = divisor(batch, elements);
        double total = 0;
        for (int i = 0; i < count; i++) {
            int channel = i / positions % channels;
            total += value(outputs[i], wanted[i], channel);
            if (gradients.length > 0) {
                gradients[i] = (float) (slope(outputs[i], wanted[i], channel) / divisor);
            }
        }
        return total / divisor;
    }

    private float[] values(Targets targets, int elements, int batch, int count) {
        if (!(targets instanceof Targets.Values)) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    name + " needs target values, not " + targets.kind(),
                    "use cross-entropy, or nll");
        }
        float[] wanted = ((Targets.Values) targets).values();
        if (wanted.length < count) {
            throw new InputException(
                    ProblemKind.ARRAY_LENGTH,
                    wanted.length + " target values for a batch of " + batch + " with " + elements + " outputs each",
                    "give " + count + " values");
        }
        return wanted;
    }
}
