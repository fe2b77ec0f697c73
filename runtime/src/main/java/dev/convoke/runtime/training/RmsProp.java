package dev.convoke.runtime.training;

import java.util.List;

/**
 * {@code torch.optim.RMSprop}: with {@code g} the gradient plus {@code weightDecay * p}, {@code v = alpha * v + (1 - alpha) * g^2}; {@code p -= rate * g /
 * (sqrt(v) + eps)}, or with momentum {@code b = momentum * b + g / (sqrt(v) + eps)}, {@code p -= rate * b}.
 *
 * @param learningRate step width
 * @param alpha decay of the mean squared gradient
 * @param eps added to the divisor
 * @param momentum 0 for none
 * @param weightDecay L2 penalty
 */
public record RmsProp(double learningRate, double alpha, double eps, double momentum, double weightDecay)
        implements Optimiser {
    public RmsProp {
        Settings.atLeast0("learning rate", learningRate);
        Settings.from0below1("alpha", alpha);
        Settings.atLeast0("eps", eps);
        Settings.from0below1("momentum", momentum);
        Settings.atLeast0("weight decay", weightDecay);
    }

    /** With PyTorch's defaults: alpha 0.99, eps 1e-8, no momentum, no weight decay. */
    public static RmsProp of(double learningRate) {
        return new RmsProp(learningRate, 0.99, 1e-8, 0, 0);
    }

    /** With another decay of the mean squared gradient. */
    public RmsProp alpha(double value) {
        return new RmsProp(learningRate, value, eps, momentum, weightDecay);
    }

    /** With another addend of the divisor. */
    public RmsProp eps(double value) {
        return new RmsProp(learningRate, alpha, value, momentum, weightDecay);
    }

    /** With momentum. */
    public RmsProp momentum(double value) {
        return new RmsProp(learningRate, alpha, eps, value, weightDecay);
    }

    /** With an L2 penalty. */
    public RmsProp weightDecay(double value) {
        return new RmsProp(learningRate, alpha, eps, momentum, value);
    }

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of("square_avg") : List.of("square_avg", "momentum_buffer");
    }

    @Override
    public void apply(Update update, int from, int to) {
        if (momentum == 0) {
            plain(update, from, to);
        } else {
            withMomentum(update, from, to);
        }
    }

    private void plain(Update update, int from, int to) {
        float[] p = update.parameters;
        float[] g = update.gradients;
        float[] square = update.slots[0];
        float rate = (float) update.rate;
        float keep = (float) alpha;
        float rise = (float) (1 - alpha);
        float e = (float) eps;
        float decay = (float) weightDecay;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + decay * p[i];
            float v = keep * square[i] + rise * gradient * gradient;
            square[i] = v;
            p[i] -= rate * (gradient / ((float) Math.sqrt(v) + e));
        }
    }

    private void withMomentum(Update update, int from, int to) {
        float[] p = update.parameters;
        float[] g = update.gradients;
        float[] square = update.slots[0];
        float[] b = update.slots[1];
        float rate = (float) update.rate;
        float keep = (float) alpha;
        float rise = (float) (1 - alpha);
        float e = (float) eps;
        float decay = (float) weightDecay;
        float m = (float) momentum;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + decay * p[i];
            float v = keep * square[i] + rise * gradient * gradient;
            square[i] = v;
            float moved = m * b[i] + gradient / ((float) Math.sqrt(v) + e);
            b[i] = moved;
            p[i] -= rate * moved;
        }
    }
}
