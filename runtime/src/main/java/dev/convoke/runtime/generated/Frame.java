package dev.convoke.runtime.generated;

/**
 * Everything that a step of a generated program reads and writes. One frame belongs to one call at a time.
 *
 * <p>The arena holds {@code perSample * batch} floats, then {@code fixed} floats for tensors without a batch dimension: a
 * batched tensor with the static offset {@code o} lies at {@code o * batch} as {@code [batch][size]}, another at
 * {@code perSample * batch + o}. For the steps of a {@link Tail} it is as much shorter as they need less of it. Kernels in Java may leave some floats free at the start of the arena and of what is prepared, the same for all
 * widths, so that tensors begin with cache lines; the lengths that a class tells include them.
 */
public final class Frame {
    /** All parameters and float buffers, row-major, at the offsets of {@link TensorDescription#offset()}. */
    public float[] state = {};

    /** Weights as the inference kernels want them, made by {@link Phase#PREPARE}. */
    public float[] prepared = {};

    /** Gradients of the parameters, at the offsets of {@link #state}. */
    public float[] gradients = {};

    /** Activations and temporaries. */
    public float[] arena = {};

    /** The caller's inputs, row-major {@code [batch][c][h][w]}, in the order of declaration. */
    public float[][] inputs = {};

    /** The caller's outputs, row-major, in the order of declaration. */
    public float[][] outputs = {};

    /** Gradients of the loss with respect to the outputs, laid out as {@link #outputs}. */
    public float[][] outputGradients = {};

    /** Gradients with respect to the inputs, laid out as {@link #inputs}; written only if {@link #wantsInputGradients}. */
    public float[][] inputGradients = {};

    /** Whether {@link Phase#BACKWARD} is to compute {@link #inputGradients}; steps that only serve them have no parts otherwise. */
    public boolean wantsInputGradients;

    /** Samples in this call. */
    public int batch;

    /** The first sample of {@link #inputs} and {@link #outputs} that this call is about: large batches run in pieces. */
    public int firstSample;

    /**
     * Whether steps that gain from it ({@link Twin#turns}) and that one thread computes go through their parts from last to first: with every second call, or group of
     * samples of a call.
     */
    public boolean backwards;

    /** Key of this step's random numbers (dropout masks); the same key gives the same masks. */
    public long randomKey;
}
