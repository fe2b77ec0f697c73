package dev.convoke.runtime.training;

/**
 * How far outputs are from targets, and which way is better. Implementations have no state, sum in a fixed order in double precision, and
 * use {@link StrictMath} only, so that they give the same bits everywhere.
 */
public interface Loss {
    /** Passed as gradients where none are wanted. */
    float[] NO_GRADIENTS = {};

    /** The name in the command line: {@code cross-entropy}, {@code mse}. */
    String name();

    /** Whether targets are {@link Targets.Labels}; otherwise they are {@link Targets.Values}. */
    boolean wantsLabels();

    /**
     * The loss of a batch.
     *
     * @param outputs {@code [batch][elements]}
     * @param elements floats of one sample's output
     * @param batch samples
     * @param targets of the kind that {@link #wantsLabels()} says
     * @param gradients receives the derivative of the loss by each output; {@link #NO_GRADIENTS} if not wanted
     * @return the loss
     * @throws dev.convoke.runtime.problem.InputException if the targets are of the other kind or too few
     * @throws dev.convoke.runtime.problem.DataException if a label is outside the classes
     */
    double evaluate(float[] outputs, int elements, int batch, Targets targets, float[] gradients);
}
