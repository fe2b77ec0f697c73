package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Tensor;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A convolution of each channel by itself, then one of each position by itself.
 *
 * @param depthwise of as many groups as there are channels
 * @param pointwise of windows of one position
 */
public record SeparableConv(Conv depthwise, Conv pointwise) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "SeparableConv",
                    LayerType.Group.CONVOLUTION,
                    "Convolution of each channel by itself, then of each position by itself.",
                    List.of(
                            WindowArguments.OUT_CHANNELS,
                            Argument.required(
                                    "kernel", new ArgumentType.Extents(1), "Extents of the depthwise window."),
                            WindowArguments.STRIDE,
                            WindowArguments.PADDING,
                            WindowArguments.DILATION,
                            WindowArguments.bias("Whether both convolutions add a number to each channel.")),
                    """
            Short for `depthwise: DepthwiseConv(kernel, stride, padding, dilation, bias) -> pointwise: Conv(out_channels, 1, bias=bias)`, without anything between
            the two. Parameters have the names that modules of PyTorch give these two: `depthwise.weight` `[c, 1, kernel...]`, `depthwise.bias` `[c]`, `pointwise.weight`
            `[out_channels, c, 1...]` and `pointwise.bias` `[out_channels]`, initialised as those of `Conv`. PyTorch has no such layer. Source: Chollet, "Xception: Deep
            Learning with Depthwise Separable Convolutions", 2016.
            """,
                    """
            net Separable {
              input image: [16, 32, 32]
              image -> conv1: SeparableConv(32, 3, stride=2, padding=1, bias=false)  is [32, 16, 16]
                    -> output features
            }
            """,
                    SeparableConv::build)
            .withState();

    private static Optional<SeparableConv> build(Arguments arguments, Shape input, Stage stage) {
        String name = TYPE.name();
        int channels = arguments.whole("out_channels");
        return Conv.of(name, arguments, input, input.channels(), input.channels(), stage)
                .flatMap(depthwise -> {
                    Shape between = depthwise.outputShape();
                    List<Integer> ones = Collections.nCopies(between.rank() - 1, 1);
                    List<Integer> zeros = Collections.nCopies(between.rank() - 1, 0);
                    if (!Geometry.isWeight(name, Axes.join(channels, between.channels(), ones), stage)) {
                        return Optional.empty();
                    }
                    List<Window> windows = Geometry.windows(ones, ones, zeros, ones);
                    return Geometry.shape(name, channels, between.spatial(), stage)
                            .map(shape -> new SeparableConv(
                                    depthwise, new Conv(between, windows, 1, arguments.flag("bias"), shape)));
                });
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return pointwise.outputShape();
    }

    @Override
    public List<Window> windows() {
        return depthwise.windows();
    }

    @Override
    public List<StateTensor> state() {
        return Stream.concat(
                        depthwise.state().stream().map(tensor -> tensor.under("depthwise")),
                        pointwise.state().stream().map(tensor -> tensor.under("pointwise")))
                .toList();
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return depthwise.multiplyAccumulates() + pointwise.multiplyAccumulates();
    }

    /** The position of the pointwise weight among the inputs. */
    private int pointwiseWeight() {
        return 1 + depthwise.state().size();
    }

    @Override
    public void lower(Lowering lowering) {
        Tensor between =
                lowering.temporary("depthwise", true, depthwise.outputShape().extents());
        depthwise.define(lowering, between, lowering.input(0), 1);
        pointwise.define(lowering, lowering.output(), between, pointwiseWeight());
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Trained first = depthwise.train(training, inputs.subList(0, pointwiseWeight()));
        List<Value> second = Axes.join(first.output(), inputs.subList(pointwiseWeight(), inputs.size()));
        Value y = training.apply(pointwise, second);
        return new Trained(y, gy -> {
            pointwise.parameterGradients(training, gy, second);
            first.backward().accept(training.apply(new ConvInputGradient(pointwise), List.of(gy, second.get(1))));
        });
    }
}
