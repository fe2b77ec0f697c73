package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.layer.join.Concat;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans and schedules of small networks, run kernel by kernel in the interpreter, against the definitions as the layers write
 * them: for every width of vectors, with parallel loops in a random order.
 */
class SchedulesTest {
    private static final List<Integer> WIDTHS = List.of(16, 8, 4, 1);

    static Stream<Arguments> networks() {
        Map<String, Network> networks = new LinkedHashMap<>();
        networks.put("conv", conv(18, 3, 1, 1, 3, 9));
        networks.put("strided conv", conv(20, 3, 2, 1, 5, 10));
        networks.put("1x1 conv", conv(33, 1, 1, 0, 17, 6));
        // Tiles that go on from row to row.
        networks.put("1x1 conv, flat", conv(33, 1, 1, 0, 17, 8));
        networks.put("residual block", residual());
        // Winograd's algorithm: tiles of 4 and of 2, windows of 5, the last tiles of a row and a column not whole.
        networks.put("F(4, 3)", conv(20, 3, 1, 1, 17, 15));
        networks.put("F(4, 3) without padding", conv(32, 3, 1, 0, 32, 11));
        networks.put("F(2, 3)", conv(64, 3, 1, 1, 64, 6));
        networks.put("F(2, 5)", conv(16, 5, 1, 2, 16, 13));
        networks.put("grouped, dilated conv", groups());
        // So few steps that the loop over its partial sums is unrolled.
        networks.put("short linear", linear(64, 10));
        networks.put("classifier", classifier());
        // Parts in the joined tensor, of 32, 20 and 12 channels: the last one begins within a block of 16.
        networks.put("joins", joins());
        // Lanes along the rows: whole vectors and not, with and without zeros around, pools with steps of one and two,
        // a map read by a sum.
        networks.put("rows", rows(6, 5, 2, 21, "MaxPool", 2, 2));
        networks.put("rows of whole vectors", rows(18, 3, 1, 32, "MaxPool", 2, 2));
        networks.put("rows without padding", rows(5, 3, 0, 18, "AvgPool", 3, 2));
        networks.put("rows of pools with stride 1", rows(3, 3, 1, 35, "MaxPool", 2, 1));
        // Pools that take the sums of a tile: of blocks of channels, of one block, of narrow windows, of means.
        // Tiles of one block: taps written out and ordered by their inputs, long rows, long columns.
        networks.put("one block, stride 2", conv(16, 3, 2, 1, 3, 33));
        networks.put("one block of 5x5", conv(10, 5, 1, 0, 6, 14));
        networks.put("7x7 with stride 2", conv(33, 7, 2, 3, 3, 30));
        networks.put("1x1 conv, 13 rows", conv(48, 1, 1, 0, 20, 13));
        networks.put("1x1 conv, 5 rows", conv(48, 1, 1, 0, 20, 5));
        networks.put("depthwise 3x3", depthwise(20, 3, 1, 15));
        networks.put("depthwise 3x3, stride 2", depthwise(36, 3, 2, 29));
        networks.put("depthwise 5x5", depthwise(20, 5, 1, 14));
        networks.put("depthwise 7x7", depthwise(17, 7, 1, 9));
        networks.put("pooled blocks", pooled(33, 12, "Relu", "MaxPool", 2));
        networks.put("pooled block", pooled(16, 17, "Sigmoid", "MaxPool", 2));
        networks.put("pooled threes", pooled(20, 10, "Relu6", "MaxPool", 3));
        networks.put("means", pooled(40, 8, "Relu", "AvgPool", 2));
        networks.put("pooled tiles", pooledTiles());
        // Small batches are tiled in another way than large ones, where there are no pixels to tile.
        return networks.entrySet().stream()
                .flatMap(e -> Stream.of(1, 3, 18)
                        .filter(batch -> batch < 18 || e.getKey().equals("classifier"))
                        .map(batch -> Arguments.of(e.getKey(), e.getValue(), batch)));
    }

    private static Network conv(int channels, int kernel, int stride, int padding, int inputs, int size) {
        Builder net = new Builder();
        Value x = net.input("image", inputs, size, size + 1);
        return net.build(net.add(
                "conv", "Conv", x, "out_channels", channels, "kernel", kernel, "stride", stride, "padding", padding));
    }

    private static Network depthwise(int channels, int kernel, int stride, int size) {
        Builder net = new Builder();
        Value x = net.input("image", channels, size, size);
        Value conv = net.add(
                "conv",
                "Conv",
                x,
                "out_channels",
                channels,
                "kernel",
                kernel,
                "stride",
                stride,
                "padding",
                kernel / 2,
                "groups",
                channels);
        return net.build(net.add("act", "Relu6", conv));
    }

    private static Network residual() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 8, 8);
        Value stem = net.add("stem", "Conv", x, "out_channels", 16, "kernel", 3, "padding", 1);
        Value conv = net.add("conv", "Conv", stem, "out_channels", 16, "kernel", 3, "padding", 1);
        Value norm = net.add("norm", "BatchNorm", conv);
        Value relu = net.add("relu", "Relu", norm);
        Value sum = net.add("sum", Add.of(relu.shape(), stem.shape()).orElseThrow(), relu, stem);
        return net.build(net.add("pool", "GlobalAvgPool", sum));
    }

    private static Network joins() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 6, 6);
        Value a = net.add("a", "Conv", x, "out_channels", 32, "kernel", 3, "padding", 1);
        Value b = net.add("b", "Conv", a, "out_channels", 20, "kernel", 3, "padding", 1);
        Value first = net.add("first", Concat.of(List.of(a.shape(), b.shape())).orElseThrow(), a, b);
        Value c = net.add("c", "Conv", first, "out_channels", 12, "kernel", 1);
        Value second =
                net.add("second", Concat.of(List.of(first.shape(), c.shape())).orElseThrow(), first, c);
        Value relu = net.add("relu", "Relu", second);
        Value d = net.add("d", "Conv", relu, "out_channels", 16, "kernel", 3, "padding", 1);
        return net.build(
                net.add("third", Concat.of(List.of(d.shape(), a.shape())).orElseThrow(), d, a));
    }

    private static Network rows(int channels, int kernel, int padding, int width, String pool, int window, int stride) {
        Builder net = new Builder();
        Value x = net.input("image", 2, 9, width);
        Value conv = net.add("conv", "Conv", x, "out_channels", channels, "kernel", kernel, "padding", padding);
        Value relu = net.add("relu", "Relu", conv);
        Value pooled = net.add("pool", pool, relu, "kernel", window, "stride", stride);
        Value next = net.add("next", "Conv", pooled, "out_channels", 16, "kernel", 2);
        Value flat = net.add("flat", "Flatten", next);
        return net.build(net.add("fc", "Linear", flat, "out_features", 10));
    }

    private static Network pooled(int channels, int size, String after, String pool, int window) {
        Builder net = new Builder();
        Value conv = net.add(
                "conv", "Conv", net.input("image", 3, size, size), "out_channels", channels, "kernel", 3, "padding", 1);
        return net.build(net.add("pool", pool, net.add("act", after, conv), "kernel", window));
    }

    /** By Winograd's algorithm; the last tile of a column has one row of windows, of a row none beside one that the pool drops. */
    private static Network pooledTiles() {
        Builder net = new Builder();
        Value x = net.input("image", 32, 10, 13);
        Value conv = net.add("conv", "Conv", x, "out_channels", 20, "kernel", 3, "padding", 1);
        return net.build(net.add("pool", "MaxPool", net.add("act", "Relu", conv), "kernel", 2));
    }

    private static Network groups() {
        Builder net = new Builder();
        Value x = net.input("image", 20, 7, 7);
        Value conv =
                net.add("conv", "Conv", x, "out_channels", 40, "kernel", 3, "padding", 2, "dilation", 2, "groups", 2);
        Value drop = net.add("drop", "Dropout", conv, "p", 0.25);
        Value pool = net.add("pool", "AvgPool", drop, "kernel", 3, "stride", 2, "padding", 1);
        return net.build(net.add("sigmoid", "Sigmoid", pool));
    }

    private static Network linear(int inputs, int outputs) {
        Builder net = new Builder();
        return net.build(net.add("linear", "Linear", net.input("x", inputs), "out_features", outputs));
    }

    private static Network classifier() {
        Builder net = new Builder();
        Value x = net.input("image", 1, 12, 12);
        Value conv = net.add("conv", "Conv", x, "out_channels", 6, "kernel", 5);
        Value act = net.add("tanh", "Tanh", conv);
        Value pool = net.add("pool", "MaxPool", act, "kernel", 2);
        Value flat = net.add("flat", "Flatten", pool);
        Value hidden = net.add("hidden", "Linear", flat, "out_features", 21);
        Value relu = net.add("relu", "Relu", hidden);
        Value scores = net.add("scores", "Linear", relu, "out_features", 10);
        return net.build(net.add("softmax", "LogSoftmax", scores));
    }

    private static Map<String, double[]> byName(Map<Value, double[]> values) {
        Map<String, double[]> named = new HashMap<>();
        values.forEach((value, elements) -> named.put(value.name(), elements));
        return named;
    }

    private static double[] rounded(double[] values) {
        return Evaluator.widen(Evaluator.narrow(values));
    }

    @ParameterizedTest(name = "{0}, batch {2}")
    @MethodSource("networks")
    void inferenceIsWhatTheLayersDefine(String name, Network network, int batch) {
        assertInference(network, batch, WIDTHS);
    }

    /** A pool with padding that reads a large tensor: the first band begins before it, the last one ends behind it. */
    @Test
    void bandsOfRowsAreWhatTheLayersDefine() {
        Builder net = new Builder();
        Value x = net.input("image", 1, 65, 66);
        Value conv = net.add("conv", "Conv", x, "out_channels", 64, "kernel", 3, "padding", 1);
        Value norm = net.add("norm", "BatchNorm", conv);
        Value pool = net.add("pool", "MaxPool", norm, "kernel", 3, "stride", 2, "padding", 1, "ceil_mode", true);
        assertInference(net.build(net.add("relu", "Relu", pool)), 2, List.of(16, 1));
    }

    private static void assertInference(Network network, int batch, List<Integer> widths) {
        Map<Value, double[]> values = Bench.values(network.graph(), batch, new Random(1));
        values.replaceAll((value, elements) -> rounded(elements));
        Map<Value, double[]> truth = new HashMap<>(values);
        Bench.run(network.graph().nodes(), 0, Evaluator.inDouble(batch), truth);
        Plan plan = BackEnd.plan(network);
        List<float[]> results = new ArrayList<>();
        for (int width : widths) {
            PlanRun run = new PlanRun(plan, width, batch);
            run.setState(byName(values));
            run.inputs[0] =
                    Evaluator.narrow(get(values, network.graph().inputs().get(0)));
            run.run(Phase.PREPARE, width);
            run.run(Phase.INFERENCE, width);
            results.add(run.outputs[0]);
        }
        assertClose(results.get(0), get(truth, network.graph().outputs().get(0)), 2e-5);
        results.forEach(result -> assertThat(result).containsExactly(results.get(0)));
    }

    @ParameterizedTest(name = "{0}, batch {2}")
    @MethodSource("networks")
    void trainingIsWhatTheLayersDefine(String name, Network network, int batch) {
        TrainingGraph training = Differentiate.of(network);
        Map<Value, double[]> values = Bench.values(training.graph(), batch, new Random(2));
        Random random = new Random(3);
        training.outputGradients()
                .forEach(gradient -> values.put(
                        gradient, Bench.random(random, batch * gradient.tensor().elements())));
        values.replaceAll((value, elements) -> rounded(elements));
        Map<Value, double[]> truth = new HashMap<>(values);
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(batch), truth);
        Plan plan = BackEnd.plan(network);
        List<PlanRun> runs = new ArrayList<>();
        for (int width : WIDTHS) {
            PlanRun run = new PlanRun(plan, width, batch);
            run.setState(byName(values));
            run.inputs[0] =
                    Evaluator.narrow(get(values, network.graph().inputs().get(0)));
            run.outputGradients[0] =
                    Evaluator.narrow(get(values, training.outputGradients().get(0)));
            run.run(Phase.FORWARD, width);
            run.run(Phase.BACKWARD, width);
            runs.add(run);
        }
        PlanRun first = runs.get(0);
        assertClose(first.outputs[0], get(truth, training.graph().outputs().get(0)), 1e-4);
        training.gradients().forEach((value, gradient) -> {
            if (value.kind() == Value.Kind.PARAMETER) {
                float[] found = first.elements(first.gradients, value.name(), value.tensor());
                assertClose(found, get(truth, gradient), 1e-4);
            } else {
                assertClose(first.inputGradients[0], get(truth, gradient), 1e-4);
            }
        });
        training.graph().updates().forEach((buffer, updated) -> {
            float[] found = first.elements(first.state, buffer.name(), buffer.tensor());
            assertClose(found, get(truth, updated), 1e-4);
        });
        for (PlanRun run : runs) {
            assertThat(run.outputs[0]).containsExactly(first.outputs[0]);
            assertThat(run.inputGradients[0]).containsExactly(first.inputGradients[0]);
            for (Value state : training.graph().states()) {
                assertThat(run.elements(run.gradients, state.name(), state.tensor()))
                        .as(state.name())
                        .containsExactly(first.elements(first.gradients, state.name(), state.tensor()));
                assertThat(run.elements(run.state, state.name(), state.tensor()))
                        .as(state.name())
                        .containsExactly(first.elements(first.state, state.name(), state.tensor()));
            }
        }
    }

    private static double[] get(Map<Value, double[]> values, Value value) {
        return Objects.requireNonNull(values.get(value));
    }

    /** Close in relation to the largest element. */
    private static void assertClose(float[] found, double[] truth, double tolerance) {
        assertThat(found).hasSize(truth.length);
        double scale = 1e-3;
        for (double element : truth) {
            scale = Math.max(scale, Math.abs(element));
        }
        for (int i = 0; i < truth.length; i++) {
            assertThat((double) found[i]).as("element %d", i).isCloseTo(truth[i], within(tolerance * scale));
        }
    }
}
