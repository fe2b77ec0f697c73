package dev.convoke.runtime.training;

/**
 * The rate times {@code factor} after every {@code epochs} epochs, {@code torch.optim.lr_scheduler.StepLR}.
 *
 * @param epochs between two changes
 * @param factor what the rate is multiplied by
 */
public record StepDecay(int epochs, double factor) implements Schedule {
    public StepDecay {
        Settings.atLeast1("epochs between steps", epochs);
        Settings.atLeast0("factor", factor);
    }

    /** A tenth after every {@code epochs} epochs. */
    public static StepDecay every(int epochs) {
        return new StepDecay(epochs, 0.1);
    }

    /** With another factor. */
    public StepDecay times(double value) {
        return new StepDecay(epochs, value);
    }

    @Override
    public double rate(double base, long step, int stepsPerEpoch) {
        return base * StrictMath.pow(factor, step / stepsPerEpoch / epochs);
    }
}
