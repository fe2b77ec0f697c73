package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Optional;

/**
 * Normalises each channel of each sample over its positions.
 *
 * @param tracked whether running statistics are kept, which take the place of the samples' own in evaluation mode
 */
public record InstanceNorm(Shape outputShape, double eps, double momentum, boolean affine, boolean tracked)
        implements Layer {
    public static final LayerType TYPE = new Facts(
            "InstanceNorm",
            LayerType.Group.NORMALISATION,
            "Normalisation of each channel of each sample over its positions.",
            List.of(
                    Argument.optional(
                            "eps",
                            new ArgumentType.Real(Float.MIN_NORMAL, 1),
                            new ArgumentValue.Real(1e-5),
                            "Added to the variance, so that nothing is divided by 0."),
                    Argument.optional(
                            "momentum",
                            new ArgumentType.Real(0, 1),
                            new ArgumentValue.Real(0.1),
                            "The part of the running statistics that each training step replaces."),
                    Argument.optional(
                            "affine",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(false),
                            "Whether the result is scaled and shifted by learned numbers."),
                    Argument.optional(
                            "track_running_stats",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(false),
                            "Whether running statistics are kept, and used in evaluation mode.")),
            """
            `y[c] = (x[c] - mean[c]) / sqrt(variance[c] + eps) * weight[c] + bias[c]`

            Mean and (biased) variance are those of the channel of a sample over its positions, of which there must be more than one. With
            `track_running_stats` they are the running statistics in evaluation mode, where one position will do; each training step moves these toward
            the mean over the batch of the samples' means and unbiased variances: `running = (1 - momentum) * running + momentum * new`.

            With `affine`, parameters `weight` (ones) and `bias` (zeros); with `track_running_stats`, buffers `running_mean` (zeros), `running_var`
            (ones) and `num_batches_tracked`, which stays 0. The same as PyTorch's `InstanceNorm1d`, `InstanceNorm2d` and
            `InstanceNorm3d`. Formula: Ulyanov, Vedaldi and Lempitsky, "Instance Normalization", 2016.
            """,
            """
            net Stylised {
              input image: [3, 32, 32]
              image -> conv1: Conv(16, 3, padding=1, bias=false) -> norm1: InstanceNorm(affine=true) -> Relu
                    -> output features
            }
            """,
            InstanceNorm::build);

    private static Optional<InstanceNorm> build(Arguments arguments, Shape input, Stage stage) {
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        if (Axes.product(input.spatial()) == 1 && !arguments.flag("track_running_stats")) {
            stage.report(ShapeProblems.onePosition(input, stage));
            return Optional.empty();
        }
        return Optional.of(new InstanceNorm(
                input,
                arguments.real("eps"),
                arguments.real("momentum"),
                arguments.flag("affine"),
                arguments.flag("track_running_stats")));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    /** One value has no variance, in whatever batch; running statistics do without it in evaluation mode. */
    @Override
    public int smallestTrainingBatch() {
        return Axes.product(outputShape.spatial()) > 1 ? 1 : UNTRAINABLE;
    }

    private Normalisation normalisation() {
        return new Normalisation(
                new ChannelGroups(outputShape, outputShape.channels()), eps, List.of(0), affine, affine);
    }

    /** What this is in evaluation mode if running statistics are kept. */
    private BatchNorm byRunningStatistics() {
        return new BatchNorm(outputShape, eps, momentum, affine);
    }

    @Override
    public List<StateTensor> state() {
        return tracked
                ? byRunningStatistics().state().stream()
                        .map(InstanceNorm::uncounted)
                        .toList()
                : normalisation().state();
    }

    /** PyTorch's instance normalisation has the counter of a batch normalisation, but does not move it. */
    private static StateTensor uncounted(StateTensor tensor) {
        return tensor.kind() == StateTensor.Kind.COUNTER ? StateTensor.counter(tensor.name(), 0) : tensor;
    }

    @Override
    public void lower(Lowering lowering) {
        if (tracked) {
            byRunningStatistics().lower(lowering);
        } else {
            normalisation().lower(lowering);
        }
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Normalisation normalisation = normalisation();
        Normalisation.Moments moments = normalisation.moments(training, inputs.get(0));
        if (tracked) {
            move(training, inputs.get(inputs.size() - 2), moments.mean(), 1);
            long positions = Axes.product(outputShape.spatial());
            move(training, inputs.get(inputs.size() - 1), moments.variance(), positions / Math.max(1, positions - 1.0));
        }
        return normalisation.train(training, inputs, moments);
    }

    private void move(Training training, Value running, Value statistics, double factor) {
        RunningAverage average = new RunningAverage(outputShape.channels(), momentum, factor);
        training.update(running, training.apply(average, List.of(running, statistics)));
    }

    /** {@code (1 - momentum) * running + momentum * factor * (mean over the batch of the samples' statistics)}. */
    public record RunningAverage(int channels, double momentum, double factor) implements Operator {
        @Override
        public String kind() {
            return "RunningAverage";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return List.of(channels);
        }

        @Override
        public void lower(Lowering lowering) {
            Axis n = Axis.batch("n");
            Axis c = Axis.of("c", channels);
            Expression sum = Expression.sum(List.of(n), lowering.input(1).at(n.index(), c.index()));
            Expression mean = sum.dividedBy(new Expression.IndexValue(Index.of(Axis.BATCH)));
            Expression kept = lowering.input(0).at(c.index()).times(Expression.constant(1 - momentum));
            lowering.define(
                    lowering.output(),
                    List.of(c),
                    mean.times(Expression.constant(momentum * factor)).plus(kept));
        }
    }
}
