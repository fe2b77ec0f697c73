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
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.WindowProblems;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.ChannelSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of a convolution with respect to its input, taken as a layer.
 *
 * @param conv the convolution, from the result of this layer to its input
 */
public record ConvTranspose(Conv conv, boolean bias) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "ConvTranspose",
                    LayerType.Group.CONVOLUTION,
                    "Transposed convolution over one, two or three spatial axes, which enlarges by its stride.",
                    List.of(
                            WindowArguments.OUT_CHANNELS,
                            WindowArguments.KERNEL,
                            Argument.optional(
                                    "stride",
                                    new ArgumentType.Extents(1),
                                    new ArgumentValue.Whole(1),
                                    "Positions of the result from one window to the next."),
                            WindowArguments.padding("Positions of the result that are left out on both sides."),
                            Argument.optional(
                                    "output_padding",
                                    new ArgumentType.Extents(0),
                                    new ArgumentValue.Whole(0),
                                    "Positions that the result has more at its end; fewer than the stride or the dilation."),
                            WindowArguments.GROUPS,
                            WindowArguments.bias("Whether a number is added to each channel of the result."),
                            WindowArguments.DILATION),
                    """
            Each element of the input adds a window, multiplied by itself, to the result, the windows `stride` apart:

            `y[k, i*stride - padding + u*dilation, ...] = bias[k] + sum of x[c, i, j] * weight[c, k, u, v]`, over all that come to the same place

            Each spatial extent becomes `(extent - 1)*stride - 2*padding + dilation*(kernel - 1) + output_padding + 1`: with a kernel that is a multiple of the stride and
            `padding=(kernel - stride) / 2` it is multiplied by the stride. With groups, `c` runs over the channels of the part that `k` belongs to.

            Parameters: `weight` `[c, out_channels / groups, kernel...]` and `bias` `[out_channels]`, both initialised uniformly in
            ±1/sqrt(out_channels / groups * taps). The same as PyTorch's `ConvTranspose1d`, `ConvTranspose2d` and `ConvTranspose3d`, also the order of the arguments. Formula: Dumoulin
            and Visin, "A guide to convolution arithmetic for deep learning", 2016.
            """,
                    """
            net Generator {
              input noise: [100, 1, 1]
              noise -> up1: ConvTranspose(64, 4)                       is [64, 4, 4]
                    -> up2: ConvTranspose(32, 4, stride=2, padding=1)  is [32, 8, 8]
                    -> up3: ConvTranspose(3, 3, stride=2, padding=1, output_padding=1)
                    -> output image
            }
            """,
                    ConvTranspose::build)
            .withState();

    private static Optional<ConvTranspose> build(Arguments arguments, Shape input, Stage stage) {
        String name = TYPE.name();
        if (!Geometry.isFeatureMap(name, input, stage)) {
            return Optional.empty();
        }
        var kernel = Geometry.extents(arguments, "kernel", input, stage);
        var stride = Geometry.extents(arguments, "stride", input, stage);
        var padding = Geometry.extents(arguments, "padding", input, stage);
        var outputPadding = Geometry.extents(arguments, "output_padding", input, stage);
        var dilation = Geometry.extents(arguments, "dilation", input, stage);
        int channels = arguments.whole("out_channels");
        int groups = arguments.whole("groups");
        boolean divides = input.channels() % groups == 0 && channels % groups == 0;
        if (!divides) {
            stage.report(ShapeProblems.groupsDoNotDivide("ConvTranspose", input, channels, groups, stage));
        }
        if (kernel.isEmpty()
                || stride.isEmpty()
                || padding.isEmpty()
                || outputPadding.isEmpty()
                || dilation.isEmpty()
                || !divides
                || !Geometry.isWeight(name, Axes.join(input.channels(), channels / groups, kernel.get()), stage)) {
            return Optional.empty();
        }
        List<Window> windows = Geometry.windows(kernel.get(), stride.get(), padding.get(), dilation.get());
        return outputs(name, input, windows, outputPadding.get(), stage)
                .flatMap(spatial -> Geometry.shape(name, channels, spatial, stage))
                .map(shape ->
                        new ConvTranspose(new Conv(shape, windows, groups, false, input), arguments.flag("bias")));
    }

    private static Optional<List<Integer>> outputs(
            String name, Shape input, List<Window> windows, List<Integer> outputPadding, Stage stage) {
        List<Integer> outputs = new ArrayList<>();
        for (int axis = 0; axis < windows.size(); axis++) {
            Window window = windows.get(axis);
            int more = outputPadding.get(axis);
            if (more >= Math.max(window.stride(), window.dilation())) {
                stage.report(WindowProblems.outputPadding(name, input, axis, more, window, stage));
                return Optional.empty();
            }
            long extent = (input.spatial().get(axis) - 1L) * window.stride()
                    - 2L * window.padding()
                    + Geometry.span(window)
                    + more;
            if (extent < 1) {
                stage.report(WindowProblems.transposedToNothing(name, input, axis, more, window, stage));
                return Optional.empty();
            }
            if (extent > Integer.MAX_VALUE) {
                stage.report(ShapeProblems.dimensionTooLarge(name, extent, stage));
                return Optional.empty();
            }
            outputs.add((int) extent);
        }
        return Optional.of(outputs);
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return conv.input();
    }

    @Override
    public List<StateTensor> state() {
        double bound = 1 / Math.sqrt((double) conv.groupInputs() * Axes.product(conv.kernel()));
        StateTensor weight = StateTensor.uniform("weight", conv.weight(), bound);
        return bias
                ? List.of(
                        weight,
                        StateTensor.uniform("bias", List.of(outputShape().channels()), bound))
                : List.of(weight);
    }

    @Override
    public List<Taps> taps() {
        return Taps.all(conv.windows().stream().map(Taps::transposed).toList());
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return conv.multiplyAccumulates();
    }

    @Override
    public void lower(Lowering lowering) {
        new ConvInputGradient(conv).define(lowering, bias);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value w = inputs.get(1);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            training.gradient(w, training.apply(new ConvWeightGradient(conv), List.of(x, gy)));
            if (bias) {
                training.gradient(inputs.get(2), training.apply(new ChannelSum(outputShape()), List.of(gy)));
            }
            if (training.needsGradient(x)) {
                training.gradient(x, training.apply(new InputGradient(conv), List.of(gy, w)));
            }
        });
    }

    /** The convolution itself: {@code gx[n, c, i, j] = sum over k, u, v of gy[n, k, i*stride - padding + u*dilation, ...] * w[c, k, u, v]}. */
    public record InputGradient(Conv conv) implements Operator {
        @Override
        public String kind() {
            return "ConvTransposeInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return conv.outputShape().extents();
        }

        @Override
        public long multiplyAccumulates(List<Value> inputs) {
            return conv.multiplyAccumulates();
        }

        @Override
        public void lower(Lowering lowering) {
            conv.lower(lowering);
        }
    }
}
