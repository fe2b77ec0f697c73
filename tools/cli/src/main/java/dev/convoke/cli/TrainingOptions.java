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
            paramLabel = "sgd|adam|adamw|rmsprop",
            description =
                    "The default is sgd. If neither this nor --lr, --momentum and --schedule is given, training follows a recipe that"
                            + " suits most nets: sgd, rate 0.05, momentum 0.9, cosine.")
    private Optional<OptimiserName> optimiserName = Optional.empty();

    @Option(
            names = "--lr",
            paramLabel = "L",
            description = "The learning rate; by default 0.01 (sgd, rmsprop) or 0.001.")
    private Optional<Double> rate = Optional.empty();

    @Option(names = "--momentum", paramLabel = "M", description = "Momentum of sgd and rmsprop; 0 by default.")
    private Optional<Double> givenMomentum = Optional.empty();

    @Option(names = "--nesterov", description = "Nesterov's momentum, for sgd.")
    private boolean nesterov;

    @Option(names = "--weight-decay", paramLabel = "D", description = "0 by default, 0.01 for adamw.")
    private Optional<Double> weightDecay = Optional.empty();

    @Option(names = "--alpha", paramLabel = "A", description = "Decay of rmsprop's mean squares; 0.9 by default.")
    private double alpha = 0.9;

    @Option(
            names = "--schedule",
            paramLabel = "constant|step|cosine|onecycle",
            description =
                    "How the learning rate changes; constant by default. step: a tenth after every third of the epochs.")
    private Optional<ScheduleName> scheduleName = Optional.empty();

    @Option(names = "--warmup", paramLabel = "STEPS", description = "Steps over which the rate rises from 0.")
    private Optional<Integer> warmUp = Optional.empty();

    @Option(
            names = "--augment",
            paramLabel = "flip|shift=N",
            split = ",",
            description =
                    "Random changes of training pictures: mirrored, moved by up to N pixels; separated by commas.")
    private List<String> augmentations = List.of();

    /** Whether nothing was said of how the weights move: then the recipe decides. */
    private boolean followsRecipe() {
        return optimiserName.isEmpty() && rate.isEmpty() && givenMomentum.isEmpty() && scheduleName.isEmpty();
    }

    Optimiser optimiser() throws UsageProblem {
        OptimiserName optimiser = optimiserName.orElse(OptimiserName.SGD);
        double momentum = givenMomentum.orElse(followsRecipe() ? 0.9 : 0.0);
        if (nesterov && optimiser != OptimiserName.SGD) {
            throw new UsageProblem("--nesterov is for --optimizer sgd only");
        }
        if (momentum != 0 && optimiser != OptimiserName.SGD && optimiser != OptimiserName.RMSPROP) {
            throw new UsageProblem("--momentum is for --optimizer sgd and rmsprop only");
        }
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
                RmsProp.of(rate.orElse(0.01)).alpha(alpha).momentum(momentum).weightDecay(decay);
        };
    }

    Schedule schedule(int epochs) {
        int length = Math.max(1, epochs);
        Schedule shape = switch (scheduleName.orElse(followsRecipe() ? ScheduleName.COSINE : ScheduleName.CONSTANT)) {
            case CONSTANT -> Schedule.constant();
            case STEP -> StepDecay.every(Math.max(1, length / 3));
            case COSINE -> Cosine.over(length).perStep();
            case ONECYCLE -> OneCycle.over(length);
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
