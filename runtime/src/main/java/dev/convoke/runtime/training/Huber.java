package dev.convoke.runtime.training;

/**
 * Squared where differences are small, linear beyond, as PyTorch's {@code HuberLoss}: with {@code d = |x - t|}, {@code d^2 / 2} below {@code delta}, else
 * {@code delta (d - delta / 2)}. Gradient: {@code x - t}, held within {@code -delta} and {@code delta}. Source: Huber, "Robust estimation of a
 * location parameter", 1964.
 */
public final class Huber extends ValueLoss {
    private final double delta;

    private Huber(Reduction reduction, double delta) {
        super("huber", reduction);
        this.delta = Settings.above0("delta", delta);
    }

    /** Averaged over batch and elements, {@code delta} 1. */
    public static Huber mean() {
        return new Huber(Reduction.MEAN, 1);
    }

    /** Summed, {@code delta} 1. */
    public static Huber sum() {
        return new Huber(Reduction.SUM, 1);
    }

    /** With another difference from which on the loss is linear. */
    public Huber delta(double value) {
        return new Huber(reduction(), value);
    }

    @Override
    double value(double x, double t, int channel) {
        double d = Math.abs(x - t);
        return d < delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
    }

    @Override
    double slope(double x, double t, int channel) {
        return Math.max(-delta, Math.min(delta, x - t));
    }
}
