package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
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
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.WindowProblems;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.ChannelSum;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A convolution over one, two or three spatial axes.
 *
 * @param input {@code [c, ...]}
 * @param windows one for each spatial axis; of {@code padding="same"} the padding before
 * @param outputShape {@code [k, ...]}
 */
public record Conv(Shape input, List<Window> windows, int groups, boolean bias, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "Conv",
                    LayerType.Group.CONVOLUTION,
                    "Convolution over one, two or three spatial axes.",
                    List.of(
                            WindowArguments.OUT_CHANNELS,
                            WindowArguments.KERNEL,
                            WindowArguments.STRIDE,
                            WindowArguments.PADDING,
                            WindowArguments.DILATION,
                            WindowArguments.GROUPS,
                            WindowArguments.bias("Whether a number is added to each channel of the result."),
                            Argument.optional(
                                    "padding_mode",
                                    new ArgumentType.Choice(List.of("zeros", "reflect", "replicate", "circular")),
                                    new ArgumentValue.Text("zeros"),
                                    "What the padding is made of.")),
                    """
            The cross-correlation of the input with a learned window for each channel of the result:

            `y[k, i, j] = bias[k] + sum over c, u, v of weight[k, c, u, v] * x[c, i*stride - padding + u*dilation, ...]`

            with zeros outside the input. Each spatial extent becomes
            `floor((extent + 2*padding - dilation*(kernel - 1) - 1) / stride) + 1`. With groups, `c` runs over the channels of
            the part that `k` belongs to. `groups` equal to the number of channels is a depthwise convolution.

            Under `padding="same"` the extents stay; where an odd number of zeros is needed, the one more stands behind. With another `padding_mode`
            the padding is no zeros but something of the input, as [`Pad`](Pad.md) has it.

            Parameters: `weight` `[out_channels, c / groups, kernel...]` and `bias` `[out_channels]`, both initialised uniformly in
            ±1/sqrt(c / groups * taps). The same as PyTorch's `Conv1d`, `Conv2d` and `Conv3d`. Formula: Dumoulin and Visin,
            "A guide to convolution arithmetic for deep learning", 2016.
            """,
                    """
            net Edges {
              input image: [3, 32, 32]
              image -> conv1: Conv(16, 3, padding=1) -> Relu
                    -> conv2: Conv(32, (3, 5), stride=2, padding=(1, 2), bias=false)  is [32, 16, 16]
                    -> output features
            }
            """,
                    Conv::build)
            .withState();

    public Conv {
        windows = List.copyOf(windows);
        if (input.channels() % groups != 0
                || outputShape.channels() % groups != 0
                || windows.size() != input.rank() - 1
                || outputShape.rank() != input.rank()) {
            throw new IllegalArgumentException("no convolution of " + input + " to " + outputShape);
        }
    }

    private static Optional<? extends Layer> build(Arguments arguments, Shape input, Stage stage) {
        Optional<Conv> conv =
                of(TYPE.name(), arguments, input, arguments.whole("out_channels"), arguments.whole("groups"), stage);
        String mode = arguments.text("padding_mode");
        return mode.equals("zeros") ? conv : conv.flatMap(padded -> BorderedConv.of(padded, mode, stage));
    }

    /** A convolution whose windows are the arguments {@code kernel}, {@code stride}, {@code padding} and {@code dilation}. */
    static Optional<Conv> of(String name, Arguments arguments, Shape input, int channels, int groups, Stage stage) {
        if (!Geometry.isFeatureMap(name, input, stage)) {
            return Optional.empty();
        }
        boolean same = arguments.isSame("padding");
        var kernel = Geometry.extents(arguments, "kernel", input, stage);
        var stride = Geometry.extents(arguments, "stride", input, stage);
        var dilation = Geometry.extents(arguments, "dilation", input, stage);
        var padding = same ? Optional.of(input.spatial()) : Geometry.extents(arguments, "padding", input, stage);
        boolean divides = input.channels() % groups == 0 && channels % groups == 0;
        if (!divides) {
            stage.report(ShapeProblems.groupsDoNotDivide(name, input, channels, groups, stage));
        }
        if (kernel.isEmpty() || stride.isEmpty() || dilation.isEmpty() || padding.isEmpty() || !divides) {
            return Optional.empty();
        }
        List<Integer> weight = Axes.join(channels, input.channels() / groups, kernel.get());
        if (!Geometry.isWeight(name, weight, stage)) {
            return Optional.empty();
        }
        Optional<List<Integer>> outputs;
        List<Window> windows;
        if (same) {
            if (stride.get().stream().anyMatch(s -> s != 1)) {
                stage.report(WindowProblems.sameWithStride(name, stride.get(), stage));
                return Optional.empty();
            }
            List<Integer> before = IntStream.range(0, kernel.get().size())
                    .mapToObj(i -> (int) Math.min(
                            Integer.MAX_VALUE,
                            dilation.get().get(i) * (kernel.get().get(i) - 1L) / 2))
                    .toList();
            windows = Geometry.windows(kernel.get(), stride.get(), before, dilation.get());
            outputs = Optional.of(input.spatial());
        } else {
            windows = Geometry.windows(kernel.get(), stride.get(), padding.get(), dilation.get());
            outputs = Geometry.outputs(name, input, windows, false, stage);
        }
        return outputs.flatMap(spatial -> Geometry.shape(name, channels, spatial, stage))
                .map(shape -> new Conv(input, windows, groups, arguments.flag("bias"), shape));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    /** Channels of the input that one channel of the result sees. */
    public int groupInputs() {
        return input.channels() / groups;
    }

    /** Channels of the result that see the same channels of the input. */
    public int groupOutputs() {
        return outputShape.channels() / groups;
    }

    /** Extents of the window. */
    public List<Integer> kernel() {
        return windows.stream().map(Window::kernel).toList();
    }

    /** Extents of the weight: {@code [out_channels, c / groups, kernel...]}. */
    List<Integer> weight() {
        return Axes.join(outputShape.channels(), groupInputs(), kernel());
    }

    @Override
    public List<StateTensor> state() {
        double bound = 1 / Math.sqrt((double) groupInputs() * Axes.product(kernel()));
        StateTensor weight = StateTensor.uniform("weight", weight(), bound);
        return bias
                ? List.of(weight, StateTensor.uniform("bias", List.of(outputShape.channels()), bound))
                : List.of(weight);
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return multiplyAccumulates();
    }

    long multiplyAccumulates() {
        return outputShape.elements() * groupInputs() * Axes.product(kernel());
    }

    @Override
    public void lower(Lowering lowering) {
        define(lowering, lowering.output(), lowering.input(0), 1);
    }

    /**
     * Defines the result of the convolution of a stream.
     *
     * @param weight the position of the weight among the inputs; the bias, if there is one, follows it
     */
    void define(Lowering lowering, Tensor output, Tensor x, int weight) {
        Tensor w = lowering.input(weight);
        Axis n = Axis.batch("n");
        Axis k = Axis.of("k", outputShape.channels());
        List<Axis> positions = Axes.spatial("o", outputShape.spatial());
        List<Axis> taps = Axes.spatial("k", kernel());
        GroupBlocks blocks = new GroupBlocks(groups, groupInputs(), groupOutputs());
        ChannelPart c = ChannelPart.of("c", blocks.needed() ? blocks.channels() : groupInputs(), groups);
        Index first = blocks.needed()
                ? blocks.first(k.index())
                : k.index().floorDivide(groupOutputs()).times(groupInputs());
        Tensor weights = blocks.needed() ? weightsOfBlocks(lowering, w, blocks) : w;
        Expression product = read(x, n, first.plus(c.index()), positions, taps)
                .times(weights.at(Axes.join(k.index(), c.index(), Axes.indices(taps))));
        Expression start = bias ? lowering.input(weight + 1).at(k.index()) : Expression.constant(0);
        lowering.define(output, Axes.join(n, k, positions), Expression.sum(c.then(taps), start, product));
    }

    /** {@code [out_channels, what a block reads, kernel...]}, 0 where a channel does not see what its block reads. */
    private Tensor weightsOfBlocks(Lowering lowering, Tensor w, GroupBlocks blocks) {
        Tensor weights = lowering.temporary(
                "weight of blocks", false, Axes.join(outputShape.channels(), blocks.channels(), kernel()));
        List<Axis> axes = Lowering.axes(weights);
        Index k = axes.get(0).index();
        Index place = axes.get(1).index();
        List<Index> taps = Axes.indices(axes.subList(2, axes.size()));
        Expression weight = w.at(Axes.join(k, blocks.within(k, place), taps));
        lowering.define(weights, axes, Expression.where(blocks.sees(k, place), weight, Expression.constant(0)));
        return weights;
    }

    /** The element of the input that a tap reads, or 0 in the padding. */
    Expression read(Tensor x, Axis n, Index channel, List<Axis> positions, List<Axis> taps) {
        List<Index> at = IntStream.range(0, windows.size())
                .mapToObj(i -> windows.get(i)
                        .position(positions.get(i).index(), taps.get(i).index()))
                .toList();
        return x.at(Axes.join(n.index(), channel, at), Expression.constant(0));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value w = inputs.get(1);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            parameterGradients(training, gy, inputs);
            if (training.needsGradient(x)) {
                training.gradient(x, training.apply(new ConvInputGradient(this), List.of(gy, w)));
            }
        });
    }

    /** Adds the gradients of the weight and the bias, which follow the stream among the inputs. */
    void parameterGradients(Training training, Value gy, List<Value> inputs) {
        training.gradient(inputs.get(1), training.apply(new ConvWeightGradient(this), List.of(gy, inputs.get(0))));
        if (bias) {
            training.gradient(inputs.get(2), training.apply(new ChannelSum(outputShape), List.of(gy)));
        }
    }
}
