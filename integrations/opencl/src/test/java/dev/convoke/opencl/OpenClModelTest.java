package dev.convoke.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.opencl.OpenClInference;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.compiler.plan.Plan;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whole networks on a device, against the definitions of their layers in double precision. */
class OpenClModelTest {
    private static Network residual() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 8, 8);
        Value stem = net.add("stem", "Conv", x, "out_channels", 18, "kernel", 3, "padding", 1, "stride", 2);
        Value conv = net.add("conv", "Conv", stem, "out_channels", 18, "kernel", 3, "padding", 1);
        Value norm = net.add("norm", "BatchNorm", conv);
        Value relu = net.add("relu", "Relu", norm);
        Value sum = net.add("sum", Add.of(relu.shape(), stem.shape()).orElseThrow(), relu, stem);
        return net.build(net.add("pool", "GlobalAvgPool", sum), stem);
    }

    private static Network classifier() {
        Builder net = new Builder();
        Value x = net.input("image", 1, 12, 12);
        Value conv = net.add("conv", "Conv", x, "out_channels", 6, "kernel", 5);
        Value act = net.add("tanh", "Tanh", conv);
        Value pool = net.add("pool", "MaxPool", act, "kernel", 2);
        Value flat = net.add("flat", "Flatten", pool);
        Value hidden = net.add("hidden", "Linear", flat, "out_features", 21);
        Value sigmoid = net.add("sigmoid", "Sigmoid", hidden);
        Value drop = net.add("drop", "Dropout", sigmoid);
        Value scores = net.add("scores", "Linear", drop, "out_features", 10);
        return net.build(net.add("softmax", "LogSoftmax", scores));
    }

    private static float[] state(Plan plan, Map<Value, double[]> values) {
        float[] state = new float[plan.stateFloats()];
        for (Value value : plan.network().graph().states()) {
            float[] elements = Evaluator.narrow(get(values, value));
            int offset = Objects.requireNonNull(plan.stateOffsets().get(value.name()));
            System.arraycopy(elements, 0, state, offset, elements.length);
        }
        return state;
    }

    private static double[] get(Map<Value, double[]> values, Value value) {
        return Objects.requireNonNull(values.get(value));
    }

    private static void check(Network network) {
        Plan plan = BackEnd.plan(network, Numerics.EXACT);
        OpenClInference inference = OpenClInference.of(plan);
        Map<Value, double[]> weights = Bench.values(network.graph(), 1, new Random(1));
        try (OpenClDevice device = Device.openOrSkip();
                OpenClModel model = new OpenClModel(device, inference, state(plan, weights))) {
            // A larger batch needs other memory; a smaller one after it runs in that.
            for (int batch : new int[] {1, 5, 2}) {
                Map<Value, double[]> values = new HashMap<>(weights);
                float[][] inputs = network.graph().inputs().stream()
                        .map(input -> {
                            double[] samples = Bench.random(
                                    new Random(batch), input.tensor().elements() * batch);
                            values.put(input, samples);
                            return Evaluator.narrow(samples);
                        })
                        .toArray(float[][]::new);
                float[][] outputs = network.graph().outputs().stream()
                        .map(output -> new float[(int) output.tensor().elements() * batch])
                        .toArray(float[][]::new);
                model.predict(inputs, outputs, batch);
                Bench.run(network.graph().nodes(), 0, Evaluator.inDouble(batch), values);
                for (int i = 0; i < outputs.length; i++) {
                    double[] truth = get(values, network.graph().outputs().get(i));
                    assertThat(Evaluator.widen(outputs[i])).containsExactly(truth, within(1e-4));
                }
            }
        }
    }

    @Test
    void aResidualNetworkWithTwoOutputs() {
        check(residual());
    }

    @Test
    void aClassifier() {
        check(classifier());
    }

    @Test
    void theTextSaysWhereKernelsComeFrom() {
        String text = OpenClInference.of(BackEnd.plan(classifier(), Numerics.EXACT))
                .source()
                .text();
        assertThat(text)
                .startsWith("// Bench\n// OpenCL C 1.2, generated by Convoke.")
                .containsPattern("// conv[^\n]*\n// \\[6, 4, 4\\] a sample\n// line 1: Conv\n");
        assertThat(OpenClInference.of(BackEnd.plan(classifier(), Numerics.EXACT))
                        .source()
                        .text())
                .isEqualTo(text);
    }

    @Test
    void wrongArraysAreRefused() {
        Network network = classifier();
        Plan plan = BackEnd.plan(network, Numerics.EXACT);
        OpenClInference inference = OpenClInference.of(plan);
        try (OpenClDevice device = Device.openOrSkip()) {
            assertThatThrownBy(() -> new OpenClModel(device, inference, new float[3]))
                    .hasMessage("the state has %d floats, not 3".formatted(plan.stateFloats()));
            try (OpenClModel model = new OpenClModel(device, inference, new float[plan.stateFloats()])) {
                float[][] out = {new float[10]};
                assertThatThrownBy(() -> model.predict(new float[][] {new float[143]}, out, 1))
                        .hasMessage("the input image has 144 floats for a batch of 1, not 143");
                assertThatThrownBy(() -> model.predict(new float[0][], out, 1))
                        .hasMessage("1 inputs are needed, not 0");
                assertThatThrownBy(() -> model.predict(new float[][] {new float[288]}, out, 2))
                        .hasMessage("the output softmax has 20 floats for a batch of 2, not 10");
                assertThatThrownBy(() -> model.predict(new float[0][], out, 0)).hasMessage("a batch of 0");
            }
        }
    }
}
