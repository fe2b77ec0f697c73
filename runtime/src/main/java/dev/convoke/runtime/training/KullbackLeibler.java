package dev.convoke.runtime.training;

/**
 * The Kullback-Leibler divergence of log-probabilities {@code x}, such as {@code LogSoftmax} makes, from target probabilities, as PyTorch's {@code KLDivLoss}:
 * {@code t (log t - x)}, 0 where {@code t} is 0; with targets that are log-probabilities themselves {@code exp(t) (t - x)}. Gradient: {@code -t} or {@code
 * -exp(t)}.
 */
public final class KullbackLeibler extends ValueLoss {
    private final boolean perSample;
    private final boolean logTargets;

    private KullbackLeibler(Reduction reduction, boolean perSample, boolean logTargets) {
        super("kl", reduction);
        this.perSample = perSample;
        this.logTargets = logTargets;
    }

    /** The sum divided by the number of samples, which is the divergence as mathematics has it; PyTorch's {@code batchmean}. */
    public static KullbackLeibler batchMean() {
        return new KullbackLeibler(Reduction.MEAN, true, false);
    }

    /** Averaged over batch and elements, as PyTorch does unless told otherwise. */
    public static KullbackLeibler mean() {
        return new KullbackLeibler(Reduction.MEAN, false, false);
    }

    /** Summed. */
    public static KullbackLeibler sum() {
        return new KullbackLeibler(Reduction.SUM, false, false);
    }

    /** With targets that are log-probabilities, PyTorch's {@code log_target}. */
    public KullbackLeibler logTargets() {
        return new KullbackLeibler(reduction(), perSample, true);
    }

    @Override
    double divisor(int batch, int elements) {
        return perSample ? batch : super.divisor(batch, elements);
    }

    @Override
    double value(double x, double t, int channel) {
        if (logTargets) {
            return StrictMath.exp(t) * (t - x);
        }
        return t == 0 ? 0 : t * (StrictMath.log(t) - x);
    }

    @Override
    double slope(double x, double t, int channel) {
        return logTargets ? -StrictMath.exp(t) : -t;
    }
}
