package dev.convoke.runtime.training;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import java.util.List;

/**
 * A loss with a label for each sample, or for each position of a map. What it has of PyTorch's {@code CrossEntropyLoss} and {@code NLLLoss} alike: weights of
 * classes, a label that is ignored, and a mean that divides by the weights of the labels that count.
 */
abstract sealed class ClassLoss implements Loss permits CrossEntropy, NegativeLogLikelihood {
    /** The label that is ignored unless another one is set, as in PyTorch. */
    static final int IGNORED = -100;

    private final String name;
    private final Reduction reduction;
    private final List<Double> weights;
    private final int ignored;

    /** @param weights one for each class; empty if all are 1 */
    ClassLoss(String name, Reduction reduction, List<Double> weights, int ignored) {
        this.name = name;
        this.reduction = reduction;
        this.weights = weights;
        this.ignored = ignored;
    }

    /** Where the classes of one sample or position lie in the outputs: {@code at + c * stride}. */
    record Place(int at, int stride, int classes) {}

    /**
     * The loss of one label, not yet divided.
     *
     * @param gradients receives the derivatives by the outputs at the place, divided; {@link #NO_GRADIENTS} if not wanted
     */
    abstract double term(float[] x, Place place, int label, float[] gradients, double divisor);

    final List<Double> weights() {
        return weights;
    }

    final int ignored() {
        return ignored;
    }

    final double weight(int label) {
        return weights.isEmpty() ? 1 : weights.get(label);
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean wantsLabels() {
        return true;
    }

    @Override
    public final Reduction reduction() {
        return reduction;
    }

    @Override
    public final boolean ignores(int label) {
        return label == ignored;
    }

    /** A mean of labels that are all ignored is not a number, as in PyTorch. */
    @Override
    public final double evaluate(float[] outputs, List<Integer> shape, int batch, Targets targets, float[] gradients) {
        int classes = shape.get(0);
        int positions = Shapes.positions(shape);
        if (!weights.isEmpty() && weights.size() != classes) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE,
                    weights.size() + " weights of classes, but the net has " + classes + " classes",
                    "give one weight for each class");
        }
        int[] labels = labels(targets, batch, positions);
        double counted = 0;
        for (int i = 0; i < batch * positions; i++) {
            counted += ignores(labels[i]) ? 0 : weight(checked(labels[i], classes));
        }
        double divisor = switch (reduction) {
            case MEAN -> counted;
            case SUM -> 1;
        };
        double total = 0;
        for (int i = 0; i < batch * positions; i++) {
            Place place = new Place(i / positions * classes * positions + i % positions, positions, classes);
            if (!ignores(labels[i])) {
                total += term(outputs, place, labels[i], gradients, divisor);
            } else if (gradients.length > 0) {
                for (int c = 0; c < classes; c++) {
                    gradients[place.at + c * positions] = 0;
                }
            }
        }
        return total / divisor;
    }

    private int[] labels(Targets targets, int batch, int positions) {
        if (!(targets instanceof Targets.Labels)) {
            throw new InputException(
                    ProblemKind.NET_UNSUITABLE, name + " needs class labels, not " + targets.kind(), "use mse");
        }
        int[] labels = ((Targets.Labels) targets).labels();
        if (labels.length < Math.multiplyExact(batch, positions)) {
            throw new InputException(
                    ProblemKind.ARRAY_LENGTH,
                    labels.length + " labels for a batch of " + batch
                            + (positions == 1 ? "" : " with " + positions + " positions each"),
                    positions == 1 ? "give one label per sample" : "give one label per position of each sample");
        }
        return labels;
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
}
