package dev.convoke.cli;

import dev.convoke.runtime.training.Adam;
import dev.convoke.runtime.training.AdamW;
import dev.convoke.runtime.training.Augmentation;
import dev.convoke.runtime.training.Cosine;
import dev.convoke.runtime.training.OneCycle;
import dev.convoke.runtime.training.Optimiser;
import dev.convoke.runtime.training.RmsProp;
import dev.convoke.runtime.training.Schedule;
import dev.convoke.runtime.training.Sgd;
import dev.convoke.runtime.training.StepDecay;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The optimiser, the schedule of its rate and the changes of the samples. What is not given is as in PyTorch. */
final class TrainingOptions {
    /** Optimisers by their names on the command line. */
    enum OptimiserName {
        SGD,
        ADAM,
        ADAMW,
        RMSPROP
    }

    /** Schedules by their names on the command line. */
    enum ScheduleName {
        CONSTANT,
        STEP,
        COSINE,
        ONECYCLE
    }

    @Option(
            names = "--optimizer",
            order = OptionOrder.TRAINING,
            paramLabel = "sgd|adam|adamw|rmsprop",
            description =
                    "The default is sgd. If neither this nor --lr, --momentum and --schedule is given, training follows a recipe that"
                            + " suits most nets: sgd, rate 0.05, momentum 0.9, cosine.")
    private Optional<OptimiserName> optimiserName = Optional.empty();

    @Option(
            names = "--lr",
            order = OptionOrder.TRAINING,
            paramLabel = "L",
            description = "The learning rate; by default 0.01 (sgd, rmsprop) or 0.001.")
    private Optional<Double> rate = Optional.empty();

    @Option(
            names = "--momentum",
            order = OptionOrder.TRAINING,
            paramLabel = "M",
            description = "Momentum of sgd and rmsprop; 0 by default.")
    private Optional<Double> givenMomentum = Optional.empty();

    @Option(
            names = "--nesterov",
            order = OptionOrder.TRAINING,
            description = "Nesterov's momentum, for sgd with --momentum.")
    private boolean nesterov;

    @Option(
            names = "--weight-decay",
            order = OptionOrder.TRAINING,
            paramLabel = "D",
            description = "0 by default, 0.01 for adamw.")
    private Optional<Double> weightDecay = Optional.empty();

    @Option(
            names = "--alpha",
            order = OptionOrder.TRAINING,
            paramLabel = "A",
            description = "Decay of rmsprop's mean squares; 0.9 by default.")
    private Optional<Double> alpha = Optional.empty();

    @Option(
            names = "--schedule",
            order = OptionOrder.TRAINING,
            paramLabel = "constant|step|cosine|onecycle",
            description =
                    "How the learning rate changes; constant by default. step: a tenth after every third of the epochs.")
    private Optional<ScheduleName> scheduleName = Optional.empty();

    @Option(
            names = "--warmup",
            order = OptionOrder.TRAINING,
            paramLabel = "STEPS",
            description = "Steps over which the rate rises from 0.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--augment",
            order = OptionOrder.TRAINING,
            paramLabel = "flip|shift=N",
            split = ",",
            description =
                    "Random changes of training pictures: mirrored, moved by up to N pixels; separated by commas.")
    private List<String> augmentations = List.of();

    /** Whether nothing was said of how the weights move: then the recipe decides. */
    private boolean followsRecipe() {
        return optimiserName.isEmpty() && rate.isEmpty() && givenMomentum.isEmpty() && scheduleName.isEmpty();
    }

    /** What the options say of optimiser and schedule can be done. */
    void check() throws UsageProblem {
        OptimiserName optimiser = optimiserName.orElse(OptimiserName.SGD);
        within("--lr", rate, value -> value >= 0 && value < Double.POSITIVE_INFINITY, "0 or more");
        within("--momentum", givenMomentum, value -> value >= 0 && value < 1, "at least 0 and below 1");
        within("--weight-decay", weightDecay, value -> value >= 0 && value < Double.POSITIVE_INFINITY, "0 or more");
        within("--alpha", alpha, value -> value >= 0 && value < 1, "at least 0 and below 1");
        within("--warmup", warmUp, steps -> steps >= 0, "0 or more");
        if (nesterov && optimiser != OptimiserName.SGD) {
            throw new UsageProblem("--nesterov is for --optimizer sgd only");
        }
        if (nesterov && momentum() == 0) {
            throw new UsageProblem("--nesterov is a kind of momentum: it needs --momentum M, 0.9 for instance");
        }
        if (momentum() != 0 && optimiser != OptimiserName.SGD && optimiser != OptimiserName.RMSPROP) {
            throw new UsageProblem("--momentum is for --optimizer sgd and rmsprop only");
        }
        if (alpha.isPresent() && optimiser != OptimiserName.RMSPROP) {
            throw new UsageProblem("--alpha is for --optimizer rmsprop only");
        }
        augmentation();
    }

    private static <N extends Number> void within(String option, Optional<N> value, Predicate<N> good, String range)
            throws UsageProblem {
        if (value.isPresent() && !good.test(value.get())) {
            throw new UsageProblem(option + " must be " + range + ", not " + value.get());
        }
    }

    private double momentum() {
        return givenMomentum.orElse(followsRecipe() ? 0.9 : 0.0);
    }

    Optimiser optimiser() {
        OptimiserName optimiser = optimiserName.orElse(OptimiserName.SGD);
        double momentum = momentum();
        double decay = weightDecay.orElse(0.0);
        return switch (optimiser) {
            case SGD -> {
                Sgd sgd = Sgd.of(rate.orElse(followsRecipe() ? 0.05 : 0.01))
                        .momentum(momentum)
                        .weightDecay(decay);
                yield nesterov ? sgd.nesterov() : sgd;
            }
            case ADAM -> Adam.of(rate.orElse(0.001)).weightDecay(decay);
            case ADAMW -> AdamW.of(rate.orElse(0.001)).weightDecay(weightDecay.orElse(0.01));
            case RMSPROP ->
                RmsProp.of(rate.orElse(0.01))
                        .alpha(alpha.orElse(0.9))
                        .momentum(momentum)
                        .weightDecay(decay);
        };
    }

    Schedule schedule(int epochs) {
        Schedule shape = switch (scheduleName.orElse(followsRecipe() ? ScheduleName.COSINE : ScheduleName.CONSTANT)) {
            case CONSTANT -> Schedule.constant();
            case STEP -> StepDecay.every(Math.max(1, epochs / 3));
            case COSINE -> Cosine.over(epochs).perStep();
            case ONECYCLE -> OneCycle.over(epochs);
        };
        return warmUp.isPresent() ? shape.warmUp(warmUp.get()) : shape;
    }

    Augmentation augmentation() throws UsageProblem {
        Augmentation all = Augmentation.none();
        for (String each : augmentations) {
            if (each.equals("flip")) {
                all = all.then(Augmentation.flip());
            } else if (each.matches("shift=[1-9][0-9]{0,3}")) {
                all = all.then(Augmentation.shift(Integer.parseInt(each.substring("shift=".length()))));
            } else {
                throw new UsageProblem("--augment knows flip and shift=N, not '" + each + "'");
            }
        }
        return all;
    }
}
