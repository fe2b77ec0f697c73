package dev.convoke.runtime.training;

import java.util.List;

/**
 * How far outputs are from targets, and which way is better. Implementations have no state, sum in a fixed order in double precision, and
 * use {@link StrictMath} only, so that they give the same bits everywhere, with any number of threads.
 */
public interface Loss {
    /** Passed as gradients where none are wanted. */
    float[] NO_GRADIENTS = {};

    /** The name in the command line: {@code cross-entropy}, {@code mse}. */
    String name();

    /** Whether targets are {@link Targets.Labels}; otherwise they are {@link Targets.Values}. */
    boolean wantsLabels();

    /** Whether the loss of a batch is a mean, so that of several batches the mean is meant, or a sum. */
    Reduction reduction();

    /** Whether samples or positions with this label are left out, of the loss and of the share that is right. */
    default boolean ignores(int label) {
        return false;
    }

    /**
     * The loss of a batch.
     *
     * @param outputs {@code [batch][shape...]}
     * @param shape of one sample's output; where labels are wanted the first extent is the number of classes, and there is a label for each
     *     position of the others, as PyTorch has it for {@code [N, C, d1, ...]}
     * @param batch samples
     * @param targets of the kind that {@link #wantsLabels()} says
     * @param gradients receives the derivative of the loss by each output; {@link #NO_GRADIENTS} if not wanted
     * @return the loss
     * @throws dev.convoke.runtime.problem.InputException if the targets are of the other kind or too few, or the loss's weights do not fit the shape
     * @throws dev.convoke.runtime.problem.DataException if a label is outside the classes
     */
    double evaluate(float[] outputs, List<Integer> shape, int batch, Targets targets, float[] gradients);
}
