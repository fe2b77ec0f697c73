package dev.convoke.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.layer.join.Concat;
import dev.convoke.compiler.layer.join.Maximum;
import dev.convoke.compiler.layer.join.Mean;
import dev.convoke.compiler.layer.join.Multiply;
import dev.convoke.compiler.layer.join.Subtract;
import dev.convoke.compiler.loop.Evaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every gradient rule against finite differences, in double precision, on awkward sizes. */
class GradientTest {
    private static final double STEP = 1e-5;
    private static final int BATCH = 3;

    private record Case(String layer, Shape input, Object... arguments) {
        @Override
        public String toString() {
            return layer + List.of(arguments) + " on " + input;
        }
    }

    private static Case of(String layer, Shape input, Object... arguments) {
        return new Case(layer, input, arguments);
    }

    private static final Shape VECTOR = Shape.of(5);
    private static final Shape LINE = Shape.of(3, 7);
    private static final Shape IMAGE = Shape.of(3, 5, 4);
    private static final Shape VOLUME = Shape.of(2, 3, 4, 3);
    private static final Shape POINT = Shape.of(5, 1, 1);

    private static final List<Case> CASES = List.of(
            of("Conv", IMAGE, "out_channels", 4, "kernel", 3),
            of("Conv", IMAGE, "out_channels", 2, "kernel", 1, "bias", false),
            of(
                    "Conv",
                    IMAGE,
                    "out_channels",
                    2,
                    "kernel",
                    List.of(3, 2),
                    "stride",
                    List.of(2, 1),
                    "padding",
                    List.of(1, 0)),
            of("Conv", IMAGE, "out_channels", 2, "kernel", 3, "stride", 3, "padding", 2),
            of("Conv", IMAGE, "out_channels", 2, "kernel", 2, "stride", 2, "dilation", 2, "padding", 1),
            of("Conv", IMAGE, "out_channels", 3, "kernel", 3, "padding", 1, "groups", 3),
            of("Conv", IMAGE, "out_channels", 6, "kernel", 3, "padding", 1, "groups", 3, "stride", 2),
            of("Conv", Shape.of(4, 3, 3), "out_channels", 6, "kernel", 2, "groups", 2),
            of("Conv", Shape.of(4, 3, 3), "out_channels", 2, "kernel", 2, "groups", 2, "bias", false),
            of("Conv", IMAGE, "out_channels", 2, "kernel", List.of(2, 3), "padding", "same", "dilation", List.of(3, 1)),
            of("Conv", POINT, "out_channels", 2, "kernel", 5, "padding", 2),
            of("Conv", POINT, "out_channels", 3, "kernel", 1, "stride", 2),
            of("Conv", LINE, "out_channels", 2, "kernel", 3, "stride", 2, "padding", 1),
            of("Conv", VOLUME, "out_channels", 2, "kernel", 2, "stride", List.of(1, 2, 1), "padding", List.of(0, 1, 1)),
            of("Conv", Shape.of(1, 4, 4), "out_channels", 1, "kernel", 3),
            of("Conv", VOLUME, "out_channels", 4, "kernel", 3, "padding", "same", "groups", 2),
            of("Conv", LINE, "out_channels", 2, "kernel", 4, "padding", "same", "dilation", 3),
            of("Conv", IMAGE, "out_channels", 2, "kernel", 3, "padding", 2, "stride", 2, "padding_mode", "reflect"),
            of(
                    "Conv",
                    IMAGE,
                    "out_channels",
                    3,
                    "kernel",
                    2,
                    "padding",
                    "same",
                    "groups",
                    3,
                    "padding_mode",
                    "circular"),
            of("Conv", LINE, "out_channels", 2, "kernel", 3, "padding", 4, "padding_mode", "replicate", "bias", false),
            of("Conv", VOLUME, "out_channels", 2, "kernel", 3, "padding", "same", "padding_mode", "reflect"),
            of("ConvTranspose", IMAGE, "out_channels", 2, "kernel", 3),
            of("ConvTranspose", IMAGE, "out_channels", 2, "kernel", 3, "stride", 2, "padding", 1, "output_padding", 1),
            of("ConvTranspose", Shape.of(2, 2, 3), "out_channels", 2, "kernel", 2, "stride", 3, "output_padding", 2),
            of("ConvTranspose", Shape.of(4, 2, 2), "out_channels", 6, "kernel", 3, "stride", 2, "groups", 2),
            of("ConvTranspose", IMAGE, "out_channels", 3, "kernel", 2, "groups", 3, "bias", false),
            of("ConvTranspose", POINT, "out_channels", 2, "kernel", List.of(4, 3), "padding", 1),
            of(
                    "ConvTranspose",
                    Shape.of(2, 2, 2),
                    "out_channels",
                    2,
                    "kernel",
                    2,
                    "dilation",
                    3,
                    "stride",
                    2,
                    "padding",
                    1),
            of("ConvTranspose", LINE, "out_channels", 2, "kernel", 4, "stride", 2, "padding", 1),
            of(
                    "ConvTranspose",
                    Shape.of(2, 2, 1, 2),
                    "out_channels",
                    2,
                    "kernel",
                    2,
                    "stride",
                    List.of(1, 2, 2),
                    "output_padding",
                    List.of(0, 1, 0)),
            of("DepthwiseConv", IMAGE, "kernel", 3, "padding", 1),
            of("DepthwiseConv", LINE, "kernel", 3, "stride", 2, "bias", false),
            of("DepthwiseConv", VOLUME, "kernel", 2, "padding", "same"),
            of("SeparableConv", IMAGE, "out_channels", 4, "kernel", 3, "padding", 1, "stride", 2),
            of("SeparableConv", LINE, "out_channels", 2, "kernel", 3, "dilation", 2, "bias", false),
            of("SeparableConv", VOLUME, "out_channels", 3, "kernel", 2, "padding", "same"),
            of("Linear", VECTOR, "out_features", 3),
            of("Linear", VECTOR, "out_features", 1, "bias", false),
            of("Linear", Shape.of(1), "out_features", 4),
            of("Linear", IMAGE, "out_features", 2, "dim", 1),
            of("Linear", IMAGE, "out_features", 3, "dim", -1),
            of("Linear", VOLUME, "out_features", 2, "dim", 2, "bias", false),
            of("MaxPool", IMAGE, "kernel", 2),
            of("MaxPool", IMAGE, "kernel", 2, "ceil_mode", true),
            of("MaxPool", IMAGE, "kernel", 3, "stride", 2, "padding", 1),
            of("MaxPool", IMAGE, "kernel", 3, "stride", 2, "padding", 1, "ceil_mode", true),
            of("MaxPool", IMAGE, "kernel", List.of(2, 1), "stride", List.of(1, 3)),
            of("MaxPool", IMAGE, "kernel", 2, "dilation", 2, "stride", 1),
            of("MaxPool", IMAGE, "kernel", 2, "dilation", 2, "stride", 2, "padding", 1),
            of("MaxPool", IMAGE, "kernel", 1, "stride", 2),
            of("MaxPool", LINE, "kernel", 3, "stride", 2, "ceil_mode", true),
            of("MaxPool", VOLUME, "kernel", 2, "stride", 1),
            of("MaxPool", POINT, "kernel", 3, "padding", 1),
            of("LpPool", IMAGE, "norm_type", 2.0, "kernel", 2),
            of("LpPool", IMAGE, "norm_type", 2.0, "kernel", 3, "stride", 2, "ceil_mode", true),
            of("LpPool", IMAGE, "norm_type", 1.0, "kernel", List.of(2, 3), "stride", 1),
            of("LpPool", IMAGE, "norm_type", 4.0, "kernel", 3, "stride", 1),
            of("LpPool", LINE, "norm_type", 6.0, "kernel", 3, "stride", 2, "ceil_mode", true),
            of("LpPool", VOLUME, "norm_type", 2.0, "kernel", 2, "stride", 1),
            of("LpPool", POINT, "norm_type", 2.0, "kernel", 1),
            of("AdaptiveMaxPool", IMAGE, "output_size", 1),
            of("AdaptiveMaxPool", IMAGE, "output_size", List.of(3, 3)),
            of("AdaptiveMaxPool", IMAGE, "output_size", List.of(5, 2)),
            of("AdaptiveMaxPool", IMAGE, "output_size", List.of(7, 9)),
            of("AdaptiveMaxPool", LINE, "output_size", 5),
            of("AdaptiveMaxPool", VOLUME, "output_size", 2),
            of("GlobalMaxPool", IMAGE),
            of("GlobalMaxPool", LINE),
            of("GlobalMaxPool", VOLUME),
            of("GlobalMaxPool", POINT),
            of("AvgPool", IMAGE, "kernel", 2),
            of("AvgPool", IMAGE, "kernel", 2, "ceil_mode", true),
            of("AvgPool", IMAGE, "kernel", 3, "stride", 2, "padding", 1),
            of("AvgPool", IMAGE, "kernel", 3, "stride", 2, "padding", 1, "ceil_mode", true),
            of("AvgPool", IMAGE, "kernel", 3, "stride", 2, "padding", 1, "count_include_pad", false),
            of("AvgPool", IMAGE, "kernel", 3, "stride", 2, "padding", 1, "ceil_mode", true, "count_include_pad", false),
            of("AvgPool", IMAGE, "kernel", List.of(1, 2), "stride", List.of(2, 3), "ceil_mode", true),
            of("AvgPool", LINE, "kernel", 4, "stride", 1, "padding", 2),
            of("AvgPool", VOLUME, "kernel", 2, "stride", 1, "padding", 1, "count_include_pad", false),
            of("AdaptiveAvgPool", IMAGE, "output_size", 1),
            of("AdaptiveAvgPool", IMAGE, "output_size", List.of(3, 3)),
            of("AdaptiveAvgPool", IMAGE, "output_size", List.of(5, 2)),
            of("AdaptiveAvgPool", IMAGE, "output_size", List.of(7, 9)),
            of("AdaptiveAvgPool", LINE, "output_size", 5),
            of("AdaptiveAvgPool", VOLUME, "output_size", 2),
            of("GlobalAvgPool", IMAGE),
            of("GlobalAvgPool", LINE),
            of("GlobalAvgPool", VOLUME),
            of("GlobalAvgPool", POINT),
            of("BatchNorm", IMAGE),
            of("BatchNorm", IMAGE, "affine", false, "eps", 0.1),
            of("BatchNorm", VECTOR),
            of("BatchNorm", LINE, "momentum", 0.3),
            of("BatchNorm", VOLUME, "affine", false),
            of("BatchNorm", POINT),
            of("LayerNorm", IMAGE),
            of("LayerNorm", IMAGE, "normalized_shape", 4, "eps", 0.1),
            of("LayerNorm", IMAGE, "normalized_shape", List.of(5, 4), "bias", false),
            of("LayerNorm", IMAGE, "normalized_shape", List.of(3, 5, 4)),
            of("LayerNorm", IMAGE, "elementwise_affine", false),
            of("LayerNorm", Shape.of(32, 2), "eps", 1e-6),
            of("LayerNorm", Shape.of(2, 2, 32), "normalized_shape", 32),
            of("LayerNorm", Shape.of(32, 3), "normalized_shape", List.of(32, 3)),
            of("LayerNorm", VECTOR),
            of("LayerNorm", Shape.of(48), "normalized_shape", 48),
            of("LayerNorm", POINT),
            of("LayerNorm", LINE),
            of("LayerNorm", VOLUME, "eps", 0.1),
            of("GroupNorm", Shape.of(6, 3, 2), "num_groups", 3),
            of("GroupNorm", IMAGE, "num_groups", 1),
            of("GroupNorm", IMAGE, "num_groups", 3, "affine", false),
            of("GroupNorm", Shape.of(6), "num_groups", 2, "eps", 0.1),
            of("GroupNorm", LINE, "num_groups", 1),
            of("GroupNorm", VOLUME, "num_groups", 1),
            of("GroupNorm", POINT, "num_groups", 1),
            of("InstanceNorm", IMAGE),
            of("InstanceNorm", IMAGE, "affine", true, "track_running_stats", true),
            of("InstanceNorm", LINE, "affine", true, "eps", 0.1),
            of("InstanceNorm", VOLUME, "track_running_stats", true),
            of("LocalResponseNorm", IMAGE, "size", 2, "alpha", 0.5),
            of("LocalResponseNorm", Shape.of(7, 2, 2), "size", 5, "alpha", 2.0, "beta", 0.5, "k", 2.0),
            of("LocalResponseNorm", VECTOR, "size", 3, "alpha", 1.0, "beta", 0.7),
            of("LocalResponseNorm", LINE, "size", 9, "alpha", 1.0, "beta", 1.0),
            of("LocalResponseNorm", VOLUME, "size", 4, "alpha", 1.0),
            of("LocalResponseNorm", POINT, "size", 1, "alpha", 1.0),
            of("Relu", IMAGE),
            of("Relu6", IMAGE),
            of("LeakyRelu", IMAGE),
            of("LeakyRelu", IMAGE, "negative_slope", -0.5),
            of("LeakyRelu", VECTOR, "negative_slope", 0.0),
            of("PRelu", IMAGE),
            of("PRelu", IMAGE, "num_parameters", 3),
            of("PRelu", VECTOR, "num_parameters", 5),
            of("PRelu", VECTOR),
            of("PRelu", LINE),
            of("PRelu", Shape.of(1, 3)),
            of("Elu", IMAGE),
            of("Elu", VECTOR, "alpha", 0.0),
            of("Elu", VECTOR, "alpha", -0.7),
            of("Selu", IMAGE),
            of("Celu", IMAGE),
            of("Celu", LINE, "alpha", 0.3),
            of("Gelu", IMAGE),
            of("Gelu", VOLUME, "approximate", "tanh"),
            of("Silu", IMAGE),
            of("Mish", IMAGE),
            of("Hardswish", IMAGE),
            of("Hardsigmoid", IMAGE),
            of("Hardtanh", IMAGE),
            of("Hardtanh", IMAGE, "min_val", -0.4, "max_val", 0.3),
            of("LogSigmoid", IMAGE),
            of("Softplus", IMAGE),
            of("Softplus", IMAGE, "beta", 2.5, "threshold", 1.0),
            of("Softsign", IMAGE),
            of("Threshold", IMAGE, "threshold", 0.2, "value", -3.0),
            of("Tanh", IMAGE),
            of("Sigmoid", VECTOR),
            of("Softmax", VECTOR),
            of("Softmax", IMAGE),
            of("Softmax", POINT),
            of("Softmax", IMAGE, "dim", -1),
            of("LogSoftmax", VOLUME, "dim", 3),
            of("LogSoftmax", VECTOR),
            of("LogSoftmax", LINE),
            of("Flatten", VECTOR),
            of("Flatten", LINE),
            of("Flatten", IMAGE),
            of("Flatten", VOLUME),
            of("Flatten", POINT),
            of("Pad", IMAGE, "padding", 1),
            of("Pad", IMAGE, "padding", List.of(2, 0), "value", 3.0),
            of("Pad", IMAGE, "padding", List.of(0, 1, 2, 3)),
            of("Pad", IMAGE, "channels", List.of(1, 2)),
            of("Pad", LINE, "padding", List.of(1, 2), "channels", 1),
            of("Pad", IMAGE, "padding", List.of(2, 1, 3, 4), "mode", "reflect"),
            of("Pad", IMAGE, "padding", List.of(2, 5, 0, 3), "mode", "replicate"),
            of("Pad", IMAGE, "padding", List.of(4, 1, 2, 5), "mode", "circular"),
            of("Pad", LINE, "padding", List.of(6, 0), "mode", "reflect"),
            of("Pad", VOLUME, "padding", 1, "mode", "replicate"),
            of("Pad", VOLUME, "padding", 2, "mode", "reflect"),
            of("Reshape", IMAGE, "shape", List.of(4, -1)),
            of("Reshape", IMAGE, "shape", List.of(2, 3, 2, 5)),
            of("Reshape", VECTOR, "shape", List.of(1, 5, 1)),
            of("Reshape", VOLUME, "shape", -1),
            of("Permute", IMAGE, "dims", List.of(0, 2, 3, 1)),
            of("Permute", VOLUME, "dims", List.of(0, 4, 1, 3, 2)),
            of("Permute", LINE, "dims", List.of(0, 2, 1)),
            of("Permute", VECTOR, "dims", List.of(0, 1)),
            of("Slice", IMAGE, "start", 1),
            of("Slice", IMAGE, "start", 1, "end", -1, "step", 2, "dim", 2),
            of("Slice", IMAGE, "end", 3, "dim", -1),
            of("Slice", VECTOR, "start", -4, "step", 3),
            of("Crop", IMAGE, "size", List.of(2, 3)),
            of("Crop", LINE, "size", 7),
            of("Crop", VOLUME, "size", List.of(1, 4, 2)),
            of("ChannelShuffle", Shape.of(6, 2, 3), "groups", 3),
            of("ChannelShuffle", LINE, "groups", 1),
            of("PixelShuffle", Shape.of(8, 2, 3), "upscale_factor", 2),
            of("PixelShuffle", Shape.of(6, 4), "upscale_factor", 3),
            of("PixelUnshuffle", Shape.of(2, 4, 6), "downscale_factor", 2),
            of("PixelUnshuffle", Shape.of(1, 2, 4, 2), "downscale_factor", 2),
            of("Upsample", IMAGE, "scale_factor", List.of(2.0)),
            of("Upsample", IMAGE, "size", List.of(7, 3)),
            of("Upsample", IMAGE, "scale_factor", List.of(1.5, 0.7), "mode", "nearest-exact"),
            of("Upsample", Shape.of(1, 2), "size", 82),
            of("Upsample", IMAGE, "scale_factor", List.of(2.0), "mode", "bilinear"),
            of("Upsample", IMAGE, "size", List.of(3, 11), "mode", "bilinear"),
            of("Upsample", IMAGE, "size", List.of(9, 1), "mode", "bilinear", "align_corners", true),
            of("Upsample", IMAGE, "scale_factor", List.of(1.3, 1.1), "mode", "bilinear"),
            of("Upsample", POINT, "size", List.of(3, 2), "mode", "bilinear"),
            of("Upsample", POINT, "size", 3, "mode", "bilinear", "align_corners", true),
            of("Upsample", LINE, "scale_factor", List.of(3.0), "mode", "linear"),
            of("Upsample", VOLUME, "size", List.of(4, 3, 5), "mode", "trilinear"),
            of("Upsample", VOLUME, "scale_factor", List.of(2.0)),
            of("DropPath", IMAGE, "p", 0.5),
            of("DropPath", VECTOR, "p", 0.4, "mode", "batch"),
            of("DropPath", VECTOR, "p", 0.0),
            of("DropPath", VECTOR, "p", 1.0),
            of("Scale", IMAGE),
            of("Scale", VECTOR, "init", 0.5),
            of("Scale", VOLUME),
            of("Dropout", IMAGE),
            of("Dropout", IMAGE, "channels", true),
            of("Dropout", VECTOR, "p", 0.2),
            of("Dropout", VECTOR, "p", 0.0),
            of("Dropout", VECTOR, "p", 1.0),
            of("Identity", IMAGE),
            of("Normalize", IMAGE, "mean", List.of(0.5), "std", List.of(0.25)),
            of("Normalize", IMAGE, "mean", List.of(0.5, 0.4, 0.3), "std", List.of(0.25, 0.5, 2.0)),
            of("Normalize", VECTOR, "mean", List.of(0.0), "std", List.of(1.0, 2.0, 3.0, 4.0, 5.0)));

    @TestFactory
    Stream<DynamicTest> layers() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(each.toString(), () -> {
                    Builder net = new Builder();
                    Value x = net.input("x", each.input.extents().toArray(Integer[]::new));
                    // Between two others, so that what flows into the layer is no input and what flows out no output.
                    Value before = net.add("before", "Tanh", x);
                    Value y = net.add("layer", each.layer, before, each.arguments);
                    check(net.build(net.add("after", "Sigmoid", y)));
                }));
    }

    @Test
    void everyLayerIsChecked() {
        Set<String> checked = new HashSet<>();
        CASES.forEach(each -> checked.add(each.layer));
        assertThat(checked).containsExactlyInAnyOrderElementsOf(Catalogue.names());
    }

    @Test
    void joins() {
        Builder net = new Builder();
        Value a = net.input("a", 3, 2, 4);
        Value b = net.input("b", 3, 2, 4);
        Value scale = net.input("scale", 3, 1, 1);
        Value sum = net.add("sum", Add.of(a.shape(), b.shape()).orElseThrow(), a, b);
        Value difference =
                net.add("difference", Subtract.of(sum.shape(), b.shape()).orElseThrow(), sum, b);
        Value product =
                net.add("product", Multiply.of(difference.shape(), sum.shape()).orElseThrow(), difference, sum);
        Value scaled =
                net.add("scaled", Multiply.of(scale.shape(), product.shape()).orElseThrow(), scale, product);
        Value shifted = net.add("shifted", Add.of(scaled.shape(), scale.shape()).orElseThrow(), scaled, scale);
        Value lowered =
                net.add("lowered", Subtract.of(shifted.shape(), scale.shape()).orElseThrow(), shifted, scale);
        Value all = net.add(
                "all",
                Concat.of(List.of(lowered.shape(), a.shape(), lowered.shape())).orElseThrow(),
                lowered,
                a,
                lowered);
        check(net.build(all));
    }

    @Test
    void largestAndMean() {
        Builder net = new Builder();
        Value a = net.input("a", 3, 2, 4);
        Value b = net.input("b", 3, 2, 4);
        Value c = net.input("c", 3, 2, 4);
        List<Shape> shapes = List.of(a.shape(), b.shape(), c.shape());
        Value largest = net.add("largest", Maximum.of(shapes).orElseThrow(), a, b, c);
        Value mean = net.add("mean", Mean.of(shapes).orElseThrow(), largest, b, c);
        check(net.build(mean));
    }

    @Test
    void joinsOfVectors() {
        Builder net = new Builder();
        Value a = net.input("a", 3);
        Value b = net.input("b", 2);
        Value all = net.add("all", Concat.of(List.of(a.shape(), b.shape())).orElseThrow(), a, b);
        check(net.build(net.add("square", Multiply.of(all.shape(), all.shape()).orElseThrow(), all, all)));
    }

    @Test
    void weightsUsedTwice() {
        Builder net = new Builder();
        Value x = net.input("x", 2, 4, 4);
        Layer conv = Bench.layer("Conv", x.shape(), "out_channels", 2, "kernel", 3, "padding", 1);
        Layer norm = Bench.layer("BatchNorm", x.shape());
        List<Value> convState = net.states("conv", conv);
        List<Value> normState = net.states("norm", norm);
        Value first = net.add("norm1", norm, normState, net.add("conv1", conv, convState, x));
        Value second = net.add("norm2", norm, normState, net.add("conv2", conv, convState, first));
        check(net.build(net.add("sum", Add.of(first.shape(), second.shape()).orElseThrow(), first, second)));
    }

    /** All gradients of a network against the differences of a weighted sum of its outputs. */
    private static void check(Network network) {
        TrainingGraph training = Differentiate.of(network);
        Random random = new Random(42);
        Map<Value, double[]> given = Bench.values(network.graph(), BATCH, random);
        List<double[]> weights = new ArrayList<>();
        for (Value gradient : training.outputGradients()) {
            weights.add(Bench.random(random, BATCH * gradient.tensor().elements()));
            given.put(gradient, weights.get(weights.size() - 1));
        }
        Map<Value, double[]> values = new HashMap<>(given);
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(BATCH), values);
        List<Value> variables = new ArrayList<>(network.graph().inputs());
        network.graph().states().stream()
                .filter(state -> state.kind() == Value.Kind.PARAMETER)
                .forEach(variables::add);
        assertThat(training.gradients().keySet()).containsExactlyInAnyOrderElementsOf(variables);
        for (Value variable : variables) {
            double[] gradient = values.get(training.gradients().get(variable));
            double[] elements = given.get(variable);
            for (int i = 0; i < elements.length; i++) {
                double here = elements[i];
                elements[i] = here + STEP;
                double above = loss(training, weights, given);
                elements[i] = here - STEP;
                double below = loss(training, weights, given);
                elements[i] = here;
                double expected = (above - below) / (2 * STEP);
                assertThat(gradient[i])
                        .as("gradient of %s[%d]", variable.name(), i)
                        .isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    private static double loss(TrainingGraph training, List<double[]> weights, Map<Value, double[]> given) {
        Map<Value, double[]> values = new HashMap<>(given);
        Bench.run(training.forward(), 0, Evaluator.inDouble(BATCH), values);
        double loss = 0;
        for (int output = 0; output < weights.size(); output++) {
            double[] y = values.get(training.graph().outputs().get(output));
            for (int i = 0; i < y.length; i++) {
                loss += y[i] * weights.get(output)[i];
            }
        }
        return loss;
    }
}
