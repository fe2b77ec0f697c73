package dev.convoke.runtime.training;

import java.util.List;

/**
 * Adam with decoupled weight decay, {@code torch.optim.AdamW}: {@code m} and {@code v} are running means of gradient and squared gradient; {@code p -=
 * rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)}, where {@code p} is first multiplied by {@code 1 - rate * weightDecay}.
 *
 * @param learningRate step width
 * @param beta1 decay of the mean gradient
 * @param beta2 decay of the mean squared gradient
 * @param eps added to the divisor
 * @param weightDecay decay of the parameter itself
 */
public record AdamW(double learningRate, double beta1, double beta2, double eps, double weightDecay)
        implements Optimiser {
    public AdamW {
        Settings.atLeast0("learning rate", learningRate);
        Settings.from0below1("beta1", beta1);
        Settings.from0below1("beta2", beta2);
        Settings.atLeast0("eps", eps);
        Settings.atLeast0("weight decay", weightDecay);
    }

    /** With PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, weight decay 0.01. */
    public static AdamW of(double learningRate) {
        return new AdamW(learningRate, 0.9, 0.999, 1e-8, 0.01);
    }

    /** With other decays of the means. */
    public AdamW betas(double first, double second) {
        return new AdamW(learningRate, first, second, eps, weightDecay);
    }

    /** With another addend of the divisor. */
    public AdamW eps(double value) {
        return new AdamW(learningRate, beta1, beta2, value, weightDecay);
    }

    /** With another weight decay. */
    public AdamW weightDecay(double value) {
        return new AdamW(learningRate, beta1, beta2, eps, value);
    }

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public List<String> slots() {
        return AdamKernel.SLOTS;
    }

    @Override
    public void apply(Update update, int from, int to) {
        AdamKernel.apply(update, from, to, beta1, beta2, eps, 0f, (float) (1 - update.rate * weightDecay));
    }
}
