package dev.convoke.runtime.training;

/**
 * From the optimiser's rate down to {@code lowest} along half a cosine, {@code torch.optim.lr_scheduler.CosineAnnealingLR}: {@code
 * lowest + (base - lowest) * (1 + cos(pi * t / epochs)) / 2}, with {@code t} the epochs done, whole ones unless {@code everyStep}. Afterwards it stays at the
 * lowest.
 *
 * @param epochs until the lowest rate
 * @param lowest the rate at the end
 * @param everyStep whether the rate moves with every step rather than with every epoch
 */
public record Cosine(int epochs, double lowest, boolean everyStep) implements Schedule {
    public Cosine {
        Settings.atLeast1("epochs", epochs);
        Settings.atLeast0("lowest rate", lowest);
    }

    /** Down to 0, one rate for each epoch. */
    public static Cosine over(int epochs) {
        return new Cosine(epochs, 0, false);
    }

    /** Down to another rate. */
    public Cosine downTo(double rate) {
        return new Cosine(epochs, rate, everyStep);
    }

    /** Moving with every step. */
    public Cosine perStep() {
        return new Cosine(epochs, lowest, true);
    }

    @Override
    public double rate(double base, long step, int stepsPerEpoch) {
        double done = everyStep ? (double) step / stepsPerEpoch : (double) (step / stepsPerEpoch);
        return between(base, lowest, Math.min(1, done / epochs));
    }

    /** From {@code start} at 0 to {@code end} at 1 along half a cosine. */
    static double between(double start, double end, double share) {
        return end + (start - end) * (1 + StrictMath.cos(StrictMath.PI * share)) / 2;
    }
}
