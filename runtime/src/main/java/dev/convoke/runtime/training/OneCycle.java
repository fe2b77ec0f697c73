package dev.convoke.runtime.training;

/**
 * Up from a twenty-fifth of the optimiser's rate to the rate itself, then down to a 250,000th, along cosines, step by step: {@code
 * torch.optim.lr_scheduler.OneCycleLR} with its defaults, of which only the cycling of momentum is left out ({@code cycle_momentum=False}).
 *
 * @param epochs of the whole cycle
 * @param rising the share of steps that go up
 * @param startDivisor the highest rate over the first
 * @param endDivisor the first rate over the last
 */
public record OneCycle(int epochs, double rising, double startDivisor, double endDivisor) implements Schedule {
    public OneCycle {
        Settings.atLeast1("epochs", epochs);
        Settings.from0below1("rising share", rising);
        Settings.atLeast0("start divisor", startDivisor);
        Settings.atLeast0("end divisor", endDivisor);
    }

    /** With PyTorch's defaults: 30 % rising, divisors 25 and 10,000. */
    public static OneCycle over(int epochs) {
        return new OneCycle(epochs, 0.3, 25, 1e4);
    }

    @Override
    public double rate(double base, long step, int stepsPerEpoch) {
        double total = (double) epochs * stepsPerEpoch;
        double first = base / startDivisor;
        double top = rising * total - 1;
        if (top > 0 && step <= top) {
            return Cosine.between(first, base, step / top);
        }
        double share = Math.min(1, (step - top) / (total - 1 - top));
        return Cosine.between(base, first / endDivisor, share);
    }
}
