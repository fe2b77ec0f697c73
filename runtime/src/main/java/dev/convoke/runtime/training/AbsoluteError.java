package dev.convoke.runtime.training;

/** Absolute differences, as PyTorch's {@code L1Loss}: {@code |x - t|}. Gradient: the sign of {@code x - t}, 0 where they are equal. */
public final class AbsoluteError extends ValueLoss {
    private AbsoluteError(Reduction reduction) {
        super("l1", reduction);
    }

    /** Averaged over batch and elements. */
    public static AbsoluteError mean() {
        return new AbsoluteError(Reduction.MEAN);
    }

    /** Summed. */
    public static AbsoluteError sum() {
        return new AbsoluteError(Reduction.SUM);
    }

    @Override
    double value(double x, double t, int channel) {
        return Math.abs(x - t);
    }

    @Override
    double slope(double x, double t, int channel) {
        return Math.signum(x - t);
    }
}
