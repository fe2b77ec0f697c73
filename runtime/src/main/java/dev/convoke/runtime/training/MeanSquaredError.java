package dev.convoke.runtime.training;

/** Squared differences, as PyTorch's {@code MSELoss}: {@code (x - t)^2}. Gradient: {@code 2 (x - t)}, divided by what the sum is divided by. */
public final class MeanSquaredError extends ValueLoss {
    private MeanSquaredError(Reduction reduction) {
        super("mse", reduction);
    }

    /** Averaged over batch and elements. */
    public static MeanSquaredError mean() {
        return new MeanSquaredError(Reduction.MEAN);
    }

    /** Summed. */
    public static MeanSquaredError sum() {
        return new MeanSquaredError(Reduction.SUM);
    }

    @Override
    double value(double x, double t, int channel) {
        return (x - t) * (x - t);
    }

    @Override
    double slope(double x, double t, int channel) {
        return 2 * (x - t);
    }
}
