package dev.convoke.runtime.training;

import java.util.List;

/**
 * Adam with an L2 penalty in the gradient, {@code torch.optim.Adam}: {@code m} and {@code v} are running means of gradient and squared gradient; {@code p -=
 * rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)}, where {@code g} includes {@code weightDecay * p}.
 *
 * @param learningRate step width
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param eps added to the divisor
 * @param weightDecay L2 penalty, added to the gradient
 */
public record Adam(double learningRate, double beta1, double beta2, double eps, double weightDecay)
        implements Optimiser {
    public Adam {
        Settings.atLeast0("learning rate", learningRate);
        Settings.from0below1("beta1", beta1);
        Settings.from0below1("beta2", beta2);
        Settings.atLeast0("eps", eps);
        Settings.atLeast0("weight decay", weightDecay);
    }

    /** With PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, weight decay 0. */
    public static Adam of(double learningRate) {
        return new Adam(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    /** With other decays of the means. */
    public Adam betas(double first, double second) {
        return new Adam(learningRate, first, second, eps, weightDecay);
    }

    /** With another addend of the divisor. */
    public Adam eps(double value) {
        return new Adam(learningRate, beta1, beta2, value, weightDecay);
    }

    /** With another weight decay. */
    public Adam weightDecay(double value) {
        return new Adam(learningRate, beta1, beta2, eps, value);
    }

    @Override
    public String name() {
        return "adam";
    }

    @Override
    public List<String> slots() {
        return AdamKernel.SLOTS;
    }

    @Override
    public void apply(Update update, int from, int to) {
        AdamKernel.apply(update, from, to, beta1, beta2, eps, (float) weightDecay, 1f);
    }
}
