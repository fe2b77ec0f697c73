package dev.convoke.runtime.training;

/**
 * Absolute differences, rounded off where they are small, as PyTorch's {@code SmoothL1Loss}: with {@code d = |x - t|}, {@code d^2 / (2 beta)} below {@code
 * beta}, else {@code d - beta / 2}; with {@code beta} 0 the same as {@link AbsoluteError}. It is {@link Huber} divided by {@code delta}. Source: Girshick,
 * "Fast R-CNN", 2015.
 */
public final class SmoothL1 extends ValueLoss {
    private final double beta;

    private SmoothL1(Reduction reduction, double beta) {
        super("smooth-l1", reduction);
        this.beta = Settings.atLeast0("beta", beta);
    }

    /** Averaged over batch and elements, {@code beta} 1. */
    public static SmoothL1 mean() {
        return new SmoothL1(Reduction.MEAN, 1);
    }

    /** Summed, {@code beta} 1. */
    public static SmoothL1 sum() {
        return new SmoothL1(Reduction.SUM, 1);
    }

    /** With another difference from which on the loss is linear. */
    public SmoothL1 beta(double value) {
        return new SmoothL1(reduction(), value);
    }

    @Override
    double value(double x, double t, int channel) {
        double d = Math.abs(x - t);
        return d < beta ? 0.5 * d * d / beta : d - 0.5 * beta;
    }

    @Override
    double slope(double x, double t, int channel) {
        double d = x - t;
        return Math.abs(d) < beta ? d / beta : Math.signum(d);
    }
}
