package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.StateTensor.Kind;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.ChannelSum;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Normalises each channel to mean 0 and variance 1, then scales and shifts it. As an operator it takes the mean and the variance
 * as its last two inputs: the running ones in evaluation mode, the batch's in training mode.
 */
public record BatchNorm(Shape outputShape, double eps, double momentum, boolean affine) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "BatchNorm",
                    LayerType.Group.NORMALISATION,
                    "Batch normalisation of each channel.",
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
                                    new ArgumentValue.Flag(true),
                                    "Whether the result is scaled and shifted by learned numbers.")),
                    """
            `y[c] = (x[c] - mean[c]) / sqrt(variance[c] + eps) * weight[c] + bias[c]`

            In training mode mean and variance are those of the channel over the batch and all positions (the biased variance), and
            the running statistics move toward them: `running = (1 - momentum) * running + momentum * new`, with the unbiased
            variance. In evaluation mode they are the running statistics. Where an input has one value of each channel, a vector or maps of 1 by 1,
            training needs batches of at least 2 samples, the last of an epoch too.

            Parameters `weight` (ones) and `bias` (zeros) unless `affine=false`; buffers `running_mean` (zeros), `running_var` (ones)
            and the counter `num_batches_tracked`. The same as PyTorch's `BatchNorm1d`, `BatchNorm2d` and `BatchNorm3d`. Formula: Ioffe and
            Szegedy, "Batch Normalization", 2015.
            """,
                    """
            net Normalised {
              input image: [3, 32, 32]
              image -> conv1: Conv(16, 3, padding=1, bias=false) -> bn1: BatchNorm -> Relu
                    -> output features
            }
            """,
                    BatchNorm::build)
            .withState();

    private static Optional<BatchNorm> build(Arguments arguments, Shape input, Stage stage) {
        return Optional.of(
                new BatchNorm(input, arguments.real("eps"), arguments.real("momentum"), arguments.flag("affine")));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    /** The variance of a single value is zero, and what is divided by it no normal value; PyTorch refuses it too. */
    @Override
    public int smallestTrainingBatch() {
        return outputShape.elements() > outputShape.channels() ? 1 : 2;
    }

    private List<Integer> channels() {
        return List.of(outputShape.channels());
    }

    @Override
    public List<StateTensor> state() {
        List<StateTensor> statistics = List.of(
                StateTensor.constant("running_mean", Kind.BUFFER, channels(), 0),
                StateTensor.constant("running_var", Kind.BUFFER, channels(), 1),
                StateTensor.counter("num_batches_tracked", 1));
        if (!affine) {
            return statistics;
        }
        return Axes.join(
                StateTensor.constant("weight", Kind.PARAMETER, channels(), 1),
                StateTensor.constant("bias", Kind.PARAMETER, channels(), 0),
                statistics);
    }

    @Override
    public void lower(Lowering lowering) {
        Axis c = channelAxis();
        Expression deviation = deviation(lowering.input(variance()).at(c.index()));
        Tensor scale = lowering.temporary("scale", false, channels());
        Tensor shift = lowering.temporary("shift", false, channels());
        Expression weight = affine ? lowering.input(1).at(c.index()) : Expression.constant(1);
        Expression bias = affine ? lowering.input(2).at(c.index()) : Expression.constant(0);
        Expression mean = lowering.input(variance() - 1).at(c.index());
        lowering.define(scale, List.of(c), weight.dividedBy(deviation));
        lowering.define(shift, List.of(c), bias.minus(mean.times(scale.at(c.index()))));
        List<Axis> axes = Lowering.axes(lowering.output());
        Index channel = axes.get(1).index();
        lowering.define(
                lowering.output(),
                axes,
                new Expression.Fma(lowering.input(0).at(Axes.indices(axes)), scale.at(channel), shift.at(channel)));
    }

    /** The position of the variance among the inputs, that of the mean before it. */
    private int variance() {
        return affine ? 4 : 2;
    }

    private Axis channelAxis() {
        return Axis.of("c", outputShape.channels());
    }

    private Expression deviation(Expression variance) {
        return variance.plus(Expression.constant(eps)).apply(Expression.UnaryOperation.SQRT);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value mean = training.apply(new Mean(outputShape), List.of(x));
        Value variance = training.apply(new Variance(outputShape), List.of(x, mean));
        Value runningMean = inputs.get(variance() - 1);
        Value runningVariance = inputs.get(variance());
        training.update(
                runningMean,
                training.apply(new RunningAverage(outputShape, momentum, false), List.of(runningMean, mean)));
        training.update(
                runningVariance,
                training.apply(new RunningAverage(outputShape, momentum, true), List.of(runningVariance, variance)));
        List<Value> parameters = inputs.subList(1, variance() - 1);
        Value y = training.apply(this, Axes.join(Axes.join(x, parameters), List.of(mean, variance)));
        return new Trained(y, gy -> {
            Value shiftGradient = training.apply(new ChannelSum(outputShape), List.of(gy));
            Value scaleGradient = training.apply(new WeightGradient(this), List.of(gy, x, mean, variance));
            if (affine) {
                training.gradient(parameters.get(0), scaleGradient);
                training.gradient(parameters.get(1), shiftGradient);
            }
            if (training.needsGradient(x)) {
                List<Value> statistics = List.of(mean, variance, scaleGradient, shiftGradient);
                List<Value> scale = affine ? parameters.subList(0, 1) : List.of();
                training.gradient(
                        x, training.apply(new InputGradient(this), Axes.join(gy, x, Axes.join(statistics, scale))));
            }
        });
    }

    /** {@code mean[c] = (sum over n and positions of x[n, c, ...]) / count}. */
    public record Mean(Shape input) implements Operator {
        @Override
        public String kind() {
            return "ChannelMean";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return List.of(input.channels());
        }

        @Override
        public void lower(Lowering lowering) {
            Tensor x = lowering.input(0);
            Axis c = Axis.of("c", input.channels());
            Expression sum = ChannelSum.overBatch(
                    lowering, "sums", input, c, (n, position) -> x.at(Axes.join(n, c.index(), position)));
            lowering.define(lowering.output(), List.of(c), sum.dividedBy(count(input)));
        }
    }

    /** {@code variance[c] = (sum over n and positions of (x[n, c, ...] - mean[c])^2) / count}: the biased variance. */
    public record Variance(Shape input) implements Operator {
        @Override
        public String kind() {
            return "ChannelVariance";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return List.of(input.channels());
        }

        @Override
        public void lower(Lowering lowering) {
            Tensor x = lowering.input(0);
            Axis c = Axis.of("c", input.channels());
            Expression mean = lowering.input(1).at(c.index());
            Expression sum = ChannelSum.overBatch(lowering, "sums", input, c, (n, position) -> {
                Expression difference = x.at(Axes.join(n, c.index(), position)).minus(mean);
                return difference.times(difference);
            });
            lowering.define(lowering.output(), List.of(c), sum.dividedBy(count(input)));
        }
    }

    private static Expression count(Shape shape) {
        return new Expression.IndexValue(ChannelSum.count(shape));
    }

    /** {@code (1 - momentum) * running + momentum * new}; of a variance the unbiased one, {@code new * count / (count - 1)}. */
    public record RunningAverage(Shape input, double momentum, boolean unbiased) implements Operator {
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
            return List.of(input.channels());
        }

        @Override
        public void lower(Lowering lowering) {
            Axis c = Axis.of("c", input.channels());
            Expression running = lowering.input(0).at(c.index());
            Expression current = lowering.input(1).at(c.index());
            if (unbiased) {
                // One element has no unbiased variance, and PyTorch refuses to train on it; its biased one, 0, is
                // taken.
                Index others = ChannelSum.count(input).minus(1).max(Index.ONE);
                current = current.times(count(input).dividedBy(new Expression.IndexValue(others)));
            }
            Expression kept = running.times(Expression.constant(1 - momentum));
            lowering.define(
                    lowering.output(),
                    List.of(c),
                    current.times(Expression.constant(momentum)).plus(kept));
        }
    }

    /** {@code gw[c] = (sum over n and positions of gy * (x - mean[c])) / sqrt(variance[c] + eps)}; inputs gy, x, mean, variance. */
    public record WeightGradient(BatchNorm norm) implements Operator {
        @Override
        public String kind() {
            return "BatchNormWeightGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.channels();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis c = norm.channelAxis();
            Expression mean = lowering.input(2).at(c.index());
            Expression sum = ChannelSum.overBatch(lowering, "sums", norm.outputShape, c, (n, position) -> {
                List<Index> at = Axes.join(n, c.index(), position);
                return lowering.input(0).at(at).times(lowering.input(1).at(at).minus(mean));
            });
            Expression deviation = norm.deviation(lowering.input(3).at(c.index()));
            lowering.define(lowering.output(), List.of(c), sum.dividedBy(deviation));
        }
    }

    /**
     * With {@code s = sqrt(variance + eps)}: {@code gx = weight / s * (gy - gb / count - (x - mean) / s * gw / count)}; inputs gy, x,
     * mean, variance, gw, gb and weight, if there is one.
     */
    public record InputGradient(BatchNorm norm) implements Operator {
        @Override
        public String kind() {
            return "BatchNormInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.outputShape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis c = norm.channelAxis();
            Expression deviation = norm.deviation(lowering.input(3).at(c.index()));
            Expression weight = norm.affine ? lowering.input(6).at(c.index()) : Expression.constant(1);
            Tensor scale = lowering.temporary("scale", false, norm.channels());
            Tensor slope = lowering.temporary("slope", false, norm.channels());
            Tensor shift = lowering.temporary("shift", false, norm.channels());
            Expression part = scale.at(c.index()).dividedBy(count(norm.outputShape));
            lowering.define(scale, List.of(c), weight.dividedBy(deviation));
            lowering.define(
                    slope,
                    List.of(c),
                    part.times(lowering.input(4).at(c.index()))
                            .dividedBy(deviation)
                            .apply(Expression.UnaryOperation.NEGATE));
            lowering.define(
                    shift,
                    List.of(c),
                    part.times(lowering.input(5).at(c.index())).apply(Expression.UnaryOperation.NEGATE));
            List<Axis> axes = Lowering.axes(lowering.output());
            Index channel = axes.get(1).index();
            Expression gy = lowering.input(0).at(Axes.indices(axes));
            Expression difference = lowering.input(1)
                    .at(Axes.indices(axes))
                    .minus(lowering.input(2).at(channel));
            lowering.define(
                    lowering.output(),
                    axes,
                    new Expression.Fma(
                            difference,
                            slope.at(channel),
                            new Expression.Fma(gy, scale.at(channel), shift.at(channel))));
        }
    }
}
