package dev.convoke.cli;

import dev.convoke.runtime.problem.TrainingException;
import dev.convoke.runtime.training.AbsoluteError;
import dev.convoke.runtime.training.BinaryCrossEntropy;
import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.Huber;
import dev.convoke.runtime.training.KullbackLeibler;
import dev.convoke.runtime.training.Loss;
import dev.convoke.runtime.training.MeanSquaredError;
import dev.convoke.runtime.training.NegativeLogLikelihood;
import dev.convoke.runtime.training.SmoothL1;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The loss and its settings. What is not given is as in PyTorch. */
final class LossOptions {
    /** Losses by their names on the command line. */
    enum LossName {
        CROSS_ENTROPY,
        MSE,
        L1,
        HUBER,
        SMOOTH_L1,
        BCE,
        NLL,
        KL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What becomes of the losses of samples and elements. */
    enum ReductionName {
        MEAN,
        SUM,
        BATCHMEAN
    }

    /** Names as they are written, with hyphens. */
    static final class LossNames implements ITypeConverter<LossName> {
        @Override
        public LossName convert(String name) {
            for (LossName loss : LossName.values()) {
                if (loss.toString().equals(name)) {
                    return loss;
                }
            }
            throw new TypeConversionException("there is no loss '" + name + "'");
        }
    }

    @Option(
            names = "--loss",
            paramLabel = "cross-entropy|mse|l1|huber|smooth-l1|bce|nll|kl",
            converter = LossNames.class,
            description = "What is made small; cross-entropy by default. bce: binary cross-entropy of logits.")
    private LossName name = LossName.CROSS_ENTROPY;

    @Option(
            names = "--loss-on",
            paramLabel = "OUTPUT[=WEIGHT]",
            split = ",",
            description =
                    "The output that the loss is on, for nets with several; several are added up, each times its weight (1), "
                            + "and the net is judged by the first.")
    private List<String> outputs = List.of();

    @Option(
            names = "--reduction",
            paramLabel = "mean|sum|batchmean",
            description = "Of the losses of samples and elements; mean by default, batchmean (of kl only) for kl.")
    private Optional<ReductionName> reduction = Optional.empty();

    @Option(
            names = "--label-smoothing",
            paramLabel = "E",
            description = "The share that all classes have in a label, for cross-entropy; 0 by default.")
    private Optional<Double> labelSmoothing = Optional.empty();

    @Option(
            names = "--class-weights",
            paramLabel = "W",
            split = ",",
            description = "A weight for each class, separated by commas, for cross-entropy and nll.")
    private List<Double> classWeights = List.of();

    @Option(
            names = "--ignore-index",
            paramLabel = "LABEL",
            description = "The label that is left out, for cross-entropy and nll; -100 by default.")
    private Optional<Integer> ignoredLabel = Optional.empty();

    @Option(
            names = "--pos-weight",
            paramLabel = "W",
            split = ",",
            description = "The weight of what is positive, or one for each channel, for bce; 1 by default.")
    private List<Double> positiveWeights = List.of();

    @Option(
            names = "--delta",
            paramLabel = "D",
            description = "From which difference on huber is linear; 1 by default.")
    private Optional<Double> delta = Optional.empty();

    @Option(
            names = "--beta",
            paramLabel = "B",
            description = "From which difference on smooth-l1 is linear; 1 by default.")
    private Optional<Double> beta = Optional.empty();

    @Option(names = "--log-target", description = "The targets of kl are log-probabilities.")
    private boolean logTargets;

    Loss loss() throws UsageProblem {
        requireFor("--label-smoothing", labelSmoothing.isPresent(), Set.of(LossName.CROSS_ENTROPY));
        requireFor("--class-weights", !classWeights.isEmpty(), Set.of(LossName.CROSS_ENTROPY, LossName.NLL));
        requireFor("--ignore-index", ignoredLabel.isPresent(), Set.of(LossName.CROSS_ENTROPY, LossName.NLL));
        requireFor("--pos-weight", !positiveWeights.isEmpty(), Set.of(LossName.BCE));
        requireFor("--delta", delta.isPresent(), Set.of(LossName.HUBER));
        requireFor("--beta", beta.isPresent(), Set.of(LossName.SMOOTH_L1));
        requireFor("--log-target", logTargets, Set.of(LossName.KL));
        requireFor(
                "--reduction batchmean", reduction.equals(Optional.of(ReductionName.BATCHMEAN)), Set.of(LossName.KL));
        try {
            return set();
        } catch (TrainingException e) {
            throw new UsageProblem(e.detail() + ", but " + e.hint());
        }
    }

    /** The outputs that the loss is on, in their order with their weights; none if they are not named. */
    Map<String, Double> outputs() throws UsageProblem {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String each : outputs) {
            int equals = each.indexOf('=');
            String output = equals < 0 ? each : each.substring(0, equals);
            String weight = equals < 0 ? "1" : each.substring(equals + 1);
            if (output.isEmpty() || !weight.matches("[0-9]+(\\.[0-9]+)?") || weights.containsKey(output)) {
                throw new UsageProblem("--loss-on takes outputs, each once, such as logits,aux=0.3, not '"
                        + String.join(",", outputs) + "'");
            }
            weights.put(output, Double.parseDouble(weight));
        }
        return weights;
    }

    private void requireFor(String option, boolean given, Set<LossName> losses) throws UsageProblem {
        if (given && !losses.contains(name)) {
            throw new UsageProblem(option + " is for --loss "
                    + losses.stream().sorted().map(LossName::toString).collect(Collectors.joining(" and ")) + " only");
        }
    }

    private Loss set() {
        boolean sum = reduction.equals(Optional.of(ReductionName.SUM));
        return switch (name) {
            case CROSS_ENTROPY -> crossEntropy(sum ? CrossEntropy.sum() : CrossEntropy.mean());
            case NLL -> likelihood(sum ? NegativeLogLikelihood.sum() : NegativeLogLikelihood.mean());
            case MSE -> sum ? MeanSquaredError.sum() : MeanSquaredError.mean();
            case L1 -> sum ? AbsoluteError.sum() : AbsoluteError.mean();
            case HUBER -> (sum ? Huber.sum() : Huber.mean()).delta(delta.orElse(1.0));
            case SMOOTH_L1 -> (sum ? SmoothL1.sum() : SmoothL1.mean()).beta(beta.orElse(1.0));
            case BCE ->
                (sum ? BinaryCrossEntropy.sum() : BinaryCrossEntropy.mean())
                        .positiveWeight(positiveWeights.isEmpty() ? new double[] {1} : array(positiveWeights));
            case KL -> logTargets ? divergence().logTargets() : divergence();
        };
    }

    private CrossEntropy crossEntropy(CrossEntropy plain) {
        CrossEntropy smooth = plain.labelSmoothing(labelSmoothing.orElse(0.0));
        CrossEntropy weighted = classWeights.isEmpty() ? smooth : smooth.classWeights(array(classWeights));
        return ignoredLabel.map(weighted::ignoring).orElse(weighted);
    }

    private NegativeLogLikelihood likelihood(NegativeLogLikelihood plain) {
        NegativeLogLikelihood weighted = classWeights.isEmpty() ? plain : plain.classWeights(array(classWeights));
        return ignoredLabel.map(weighted::ignoring).orElse(weighted);
    }

    private KullbackLeibler divergence() {
        return switch (reduction.orElse(ReductionName.BATCHMEAN)) {
            case MEAN -> KullbackLeibler.mean();
            case SUM -> KullbackLeibler.sum();
            case BATCHMEAN -> KullbackLeibler.batchMean();
        };
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
