package dev.convoke.runtime.training;

import java.util.List;

/**
 * Stochastic gradient descent, {@code torch.optim.SGD}: with {@code g} the gradient plus {@code weightDecay * p}, {@code b = momentum * b +
 * g} ({@code b = g} in the first step), {@code p -= rate * b}, or {@code p -= rate * (g + momentum * b)} with Nesterov.
 *
 * @param learningRate step width
 * @param momentum 0 for none
 * @param lookAhead whether to look ahead, as Nesterov does
 * @param weightDecay L2 penalty
 */
public record Sgd(double learningRate, double momentum, boolean lookAhead, double weightDecay) implements Optimiser {
    public Sgd {
        Settings.atLeast0("learning rate", learningRate);
        Settings.from0below1("momentum", momentum);
        Settings.atLeast0("weight decay", weightDecay);
    }

    /** Plain, without momentum. */
    public static Sgd of(double learningRate) {
        return new Sgd(learningRate, 0, false, 0);
    }

    /** With momentum. */
    public Sgd momentum(double value) {
        return new Sgd(learningRate, value, lookAhead, weightDecay);
    }

    /** With Nesterov's momentum; without momentum it changes nothing. */
    public Sgd nesterov() {
        return new Sgd(learningRate, momentum, true, weightDecay);
    }

    /** With an L2 penalty. */
    public Sgd weightDecay(double value) {
        return new Sgd(learningRate, momentum, lookAhead, value);
    }

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum_buffer");
    }

    @Override
    public void apply(Update update, int from, int to) {
        float rate = (float) update.rate;
        float decay = (float) weightDecay;
        if (momentum == 0) {
            plain(update.parameters, update.gradients, from, to, rate, decay);
        } else if (lookAhead) {
            nesterov(update, from, to, rate, decay);
        } else {
            heavyBall(update, from, to, rate, decay);
        }
    }

    private static void plain(float[] p, float[] g, int from, int to, float rate, float decay) {
        for (int i = from; i < to; i++) {
            p[i] -= rate * (g[i] + decay * p[i]);
        }
    }

    private void heavyBall(Update update, int from, int to, float rate, float decay) {
        float[] p = update.parameters;
        float[] g = update.gradients;
        float[] b = update.slots[0];
        // The buffer begins as zeros, so the first step makes it the gradient, as PyTorch does.
        float m = (float) momentum;
        for (int i = from; i < to; i++) {
            float moved = m * b[i] + (g[i] + decay * p[i]);
            b[i] = moved;
            p[i] -= rate * moved;
        }
    }

    private void nesterov(Update update, int from, int to, float rate, float decay) {
        float[] p = update.parameters;
        float[] g = update.gradients;
        float[] b = update.slots[0];
        float m = (float) momentum;
        for (int i = from; i < to; i++) {
            float gradient = g[i] + decay * p[i];
            float moved = m * b[i] + gradient;
            b[i] = moved;
            p[i] -= rate * (gradient + m * moved);
        }
    }
}
