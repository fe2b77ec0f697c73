package dev.convoke.compiler.differentiate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.elaborate.Specs;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.layer.join.Maximum;
import dev.convoke.compiler.loop.Evaluator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferentiateTest {
    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(node -> node.output().name()).toList();
    }

    @Test
    void valuesHaveStableNames() {
        Builder net = new Builder();
        Value x = net.input("image", 1, 6, 6);
        Value conv = net.add("conv1", "Conv", x, "out_channels", 3, "kernel", 3);
        Value norm = net.add("bn1", "BatchNorm", conv);
        Value relu = net.add("relu", "Relu", norm);
        Value sum = net.add("sum", Add.of(relu.shape(), norm.shape()).orElseThrow(), relu, norm);
        TrainingGraph training = Differentiate.of(net.build(sum));
        assertThat(names(training.forward()))
                .containsExactly(
                        "conv1",
                        "bn1.channelMean",
                        "bn1.channelVariance",
                        "next.bn1.running_mean",
                        "next.bn1.running_var",
                        "bn1",
                        "relu",
                        "sum");
        assertThat(training.outputGradients()).extracting(Value::name).containsExactly("grad.sum");
        assertThat(names(training.backward()))
                .containsExactly(
                        "grad.bn1.2",
                        "grad.bn1",
                        "grad.bn1.bias",
                        "grad.bn1.weight",
                        "grad.conv1",
                        "grad.conv1.weight",
                        "grad.conv1.bias",
                        "grad.image");
        assertThat(training.gradients().keySet())
                .extracting(Value::name)
                .containsExactly("conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "image");
        assertThat(training.graph().updates()).hasSize(2);
    }

    /** Neither the gradient of the bytes nor what only it is made of is computed; the parameters' gradients are made as for an input of floats. */
    @Test
    void bytesHaveNoGradient() {
        String spec = """
                net Bytes {
                  input image: u8[3, 8, 8]
                  normal = image -> Normalize(0.5, 0.25)
                  a = normal -> conv1: Conv(4, 3) -> norm: BatchNorm -> Relu
                  b = normal -> conv2: Conv(4, 3, stride=1) -> Tanh
                  a + b -> output y
                }
                """;
        TrainingGraph bytes = Differentiate.of(Specs.network(spec));
        TrainingGraph floats = Differentiate.of(Specs.network(spec.replace("u8[", "[")));
        List<String> served = List.of("grad.normalize.1", "grad.normalize.2", "grad.normalize", "grad.image");
        assertThat(names(floats.backward())).containsAll(served.subList(1, 4));
        assertThat(names(bytes.backward()))
                .isEqualTo(names(floats.backward()).stream()
                        .filter(name -> !served.contains(name))
                        .toList());
        assertThat(bytes.gradients().keySet())
                .extracting(Value::name)
                .containsExactly(
                        "conv1.weight", "conv1.bias", "norm.weight", "norm.bias", "conv2.weight", "conv2.bias");
        assertThat(names(bytes.forward())).isEqualTo(names(floats.forward()));
    }

    @Test
    void resultsThatNothingNeedsHaveNoGradient() {
        Builder net = new Builder();
        Value x = net.input("x", 4);
        Value used = net.add("used", "Linear", x, "out_features", 2);
        net.add("unused", "Linear", x, "out_features", 2);
        TrainingGraph training = Differentiate.of(net.build(used));
        assertThat(training.gradients().keySet())
                .extracting(Value::name)
                .containsExactly("used.weight", "used.bias", "x");
        assertThat(names(training.forward())).containsExactly("used", "unused");
    }

    @Test
    void layersWithoutEffectPassGradientsOn() {
        Builder net = new Builder();
        Value x = net.input("x", 4);
        Value same = net.add("same", "Identity", x);
        Value kept = net.add("kept", "Dropout", same, "p", 0.0);
        Value sum = net.add("sum", Add.of(kept.shape(), x.shape()).orElseThrow(), kept, x);
        TrainingGraph training = Differentiate.of(net.build(sum, same));
        assertThat(training.graph().outputs()).extracting(Value::name).containsExactly("sum", "x");
        Map<Value, double[]> values = new HashMap<>();
        values.put(x, new double[] {1, 2, 3, 4});
        values.put(training.outputGradients().get(0), new double[] {1, 0, 2, 0});
        values.put(training.outputGradients().get(1), new double[] {0, 10, 10, 0});
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(1), values);
        assertThat(values.get(training.gradients().get(x))).containsExactly(2, 10, 14, 0);
    }

    @Test
    void namesStayUniqueWhenLabelsLookLikeOurs() {
        Builder net = new Builder();
        Value x = net.input("grad", 4);
        Value fc = net.add("grad.grad", "Linear", x, "out_features", 4);
        Value again = net.add("grad.grad.grad", "Tanh", fc);
        TrainingGraph training = Differentiate.of(net.build(again));
        Set<String> names = new HashSet<>(names(training.graph().nodes()));
        assertThat(names).hasSize(training.graph().nodes().size());
        assertThat(names).contains("grad.grad", "grad.grad.grad");
    }

    @Test
    void runningStatisticsFollowTheUnbiasedVariance() {
        Builder net = new Builder();
        Value x = net.input("x", 1, 2);
        Value y = net.add("bn", "BatchNorm", x, "momentum", 0.25);
        TrainingGraph training = Differentiate.of(net.build(y));
        Map<Value, double[]> values = new HashMap<>(Bench.values(net.build(y).graph(), 2, new Random(1)));
        values.put(x, new double[] {1, 2, 3, 6});
        values.put(training.outputGradients().get(0), new double[4]);
        training.graph().updates().keySet().forEach(buffer -> values.put(buffer, new double[] {4}));
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(2), values);
        List<double[]> updates =
                training.graph().updates().values().stream().map(values::get).toList();
        assertThat(updates.get(0)).containsExactly(0.75 * 4 + 0.25 * 3);
        assertThat(updates.get(1)[0]).isCloseTo(0.75 * 4 + 0.25 * 14 / 3, within(1e-12));
    }

    @Test
    void aNormThatIsUsedTwiceMovesItsStatisticsTwice() {
        Builder net = new Builder();
        Value x = net.input("x", 1, 2);
        Layer norm = Bench.layer("BatchNorm", x.shape(), "momentum", 0.5, "affine", false);
        List<Value> state = net.states("bn", norm);
        Value first = net.add("first", norm, state, x);
        Network network = net.build(net.add("second", norm, state, first));
        TrainingGraph training = Differentiate.of(network);
        Map<Value, double[]> values = new HashMap<>(Bench.values(network.graph(), 2, new Random(1)));
        values.put(x, new double[] {1, 2, 3, 6});
        values.put(state.get(0), new double[] {8});
        Bench.run(training.forward(), 0, Evaluator.inDouble(2), values);
        // The first moves 8 half of the way to the mean 3, the second that half of the way to 0.
        assertThat(values.get(training.graph().updates().get(state.get(0)))[0]).isCloseTo(2.75, within(1e-12));
        assertThat(training.graph().updates().keySet()).containsExactlyElementsOf(state);
    }

    @Test
    void backwardUsesTheMaskOfTheForwardPart() {
        Builder net = new Builder();
        Value x = net.input("x", 64);
        Value y = net.add("drop", "Dropout", x, "p", 0.25);
        TrainingGraph training = Differentiate.of(net.build(y));
        double[] ones = new double[128];
        Arrays.fill(ones, 1);
        Map<Value, double[]> values = new HashMap<>();
        values.put(x, ones);
        values.put(training.outputGradients().get(0), ones);
        Bench.run(training.graph().nodes(), 5, Evaluator.inDouble(2), values);
        double[] output = values.get(training.graph().outputs().get(0));
        assertThat(values.get(training.gradients().get(x))).containsExactly(output);
        assertThat(output).contains(0).contains((float) (1 / 0.75)).doesNotContain(1);
        long dropped = Arrays.stream(output).filter(v -> v == 0).count();
        assertThat(dropped).isBetween(16L, 48L);
    }

    private static double[] gradient(String layer, Shape shape, double[] x, double[] gy, Object... arguments) {
        Builder net = new Builder();
        Value input = net.input("x", shape.extents().toArray(Integer[]::new));
        TrainingGraph training = Differentiate.of(net.build(net.add("y", layer, input, arguments)));
        Map<Value, double[]> values = new HashMap<>();
        values.put(input, x);
        values.put(training.outputGradients().get(0), gy);
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(1), values);
        return values.get(training.gradients().get(input));
    }

    @Test
    void kinksAreTreatedAsPyTorchTreatsThem() {
        double[] x = {-1, 0, 3, 6, 7};
        double[] gy = {1, 2, 3, 4, 5};
        assertThat(gradient("Relu", Shape.of(5), x, gy)).containsExactly(0, 0, 3, 4, 5);
        assertThat(gradient("Relu6", Shape.of(5), x, gy)).containsExactly(0, 0, 3, 0, 0);
        assertThat(gradient("LeakyRelu", Shape.of(5), x, gy, "negative_slope", 0.5))
                .containsExactly(0.5, 1, 3, 4, 5);
        assertThat(gradient("LeakyRelu", Shape.of(5), x, gy, "negative_slope", -0.5))
                .containsExactly(-0.5, -1, 3, 4, 5);
    }

    /** {@code torch.amax} of the stacked streams; {@code torch.maximum} of two is the same. */
    @Test
    void equallyLargeStreamsGetEqualShares() {
        Builder net = new Builder();
        List<Value> parts = List.of(net.input("a", 4), net.input("b", 4), net.input("c", 4));
        Maximum layer = Maximum.of(parts.stream().map(Value::shape).toList()).orElseThrow();
        Value y = net.add("y", layer, parts.toArray(Value[]::new));
        TrainingGraph training = Differentiate.of(net.build(y));
        Map<Value, double[]> values = new HashMap<>();
        values.put(parts.get(0), new double[] {1, 5, 7, -2});
        values.put(parts.get(1), new double[] {2, 5, 7, -1});
        values.put(parts.get(2), new double[] {3, 4, 7, -1});
        values.put(training.outputGradients().get(0), new double[] {6, 6, 6, 6});
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(1), values);
        assertThat(values.get(y)).containsExactly(3, 5, 7, -1);
        assertThat(values.get(training.gradients().get(parts.get(0)))).containsExactly(0, 3, 2, 0);
        assertThat(values.get(training.gradients().get(parts.get(1)))).containsExactly(0, 3, 2, 3);
        assertThat(values.get(training.gradients().get(parts.get(2)))).containsExactly(6, 0, 2, 3);
    }

    @Test
    void theFirstOfEqualMaximaGetsTheGradient() {
        double[] flat = {0, 0, 0, 0, 0, 0, 0, 0, 0};
        double[] gy = {1, 2, 3, 4};
        assertThat(gradient("MaxPool", Shape.of(1, 3, 3), flat, gy, "kernel", 2, "stride", 1))
                .containsExactly(1, 2, 0, 3, 4, 0, 0, 0, 0);
        assertThat(gradient("MaxPool", Shape.of(1, 3, 3), flat, gy, "kernel", 2, "padding", 1))
                .containsExactly(1, 2, 0, 3, 4, 0, 0, 0, 0);
        assertThat(gradient("MaxPool", Shape.of(1, 3), new double[] {5, 7, 7}, new double[] {1}, "kernel", 3))
                .containsExactly(0, 1, 0);
    }
}
