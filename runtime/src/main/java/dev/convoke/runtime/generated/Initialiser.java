package dev.convoke.runtime.generated;

/**
 * How a fresh network fills a tensor: uniformly in {@code [low, high)}, or with one value where both are equal.
 *
 * <p>PyTorch's defaults are of this form: Kaiming-uniform with a = sqrt 5 is uniform within 1 / sqrt(fan in) for weights and
 * biases of Conv and Linear ({@code torch.nn.modules.conv}), norms are ones and zeros.
 */
public record Initialiser(float low, float high) {
    /** Every element is {@code value}. */
    public static Initialiser constant(float value) {
        return new Initialiser(value, value);
    }

    /** Uniform in {@code [-bound, bound)}. */
    public static Initialiser uniform(float bound) {
        return new Initialiser(-bound, bound);
    }
}
