package dev.convoke.compiler.differentiate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.loop.Evaluator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whole training steps in double precision against PyTorch's, which lie in {@code shared} beside the repository. */
class PyTorchGradientsTest {
    private static final int BATCH = 7;
    private static final int CLASSES = 10;

    @Test
    void lenet5() throws IOException {
        Builder net = new Builder();
        Value x = net.input("image", 1, 28, 28);
        x = net.add("conv1", "Conv", x, "out_channels", 6, "kernel", 5, "padding", 2);
        x = net.add("pool1", "MaxPool", net.add("relu1", "Relu", x), "kernel", 2);
        x = net.add("conv2", "Conv", x, "out_channels", 16, "kernel", 5);
        x = net.add("pool2", "MaxPool", net.add("relu2", "Relu", x), "kernel", 2);
        x = net.add("fc1", "Linear", net.add("flatten", "Flatten", x), "out_features", 120);
        x = net.add("fc2", "Linear", net.add("relu3", "Relu", x), "out_features", 84);
        x = net.add("fc3", "Linear", net.add("relu4", "Relu", x), "out_features", CLASSES);
        check("LeNet5", net.build(x));
    }

    /** With batch norm; its convolutions take the evaluator many minutes, so it runs on demand: {@code -Dconvoke.slow=true}. */
    @Test
    void vggSmall() throws IOException {
        assumeTrue(Boolean.getBoolean("convoke.slow"), "skipped: takes minutes; -Dconvoke.slow=true runs it");
        Builder net = new Builder();
        Value x = net.input("image", 3, 32, 32);
        int number = 0;
        for (int channels : new int[] {64, 128, 256}) {
            for (int i = 0; i < 2; i++) {
                String name = "features.";
                x = net.add(
                        name + number++, "Conv", x, "out_channels", channels, "kernel", 3, "padding", 1, "bias", false);
                x = net.add(name + number++, "BatchNorm", x);
                x = net.add(name + number++, "Relu", x);
            }
            x = net.add("features." + number++, "MaxPool", x, "kernel", 2);
        }
        x = net.add("classifier.0", "Linear", net.add("flatten", "Flatten", x), "out_features", 256);
        x = net.add("classifier.1", "Relu", x);
        check("VggSmall", net.build(net.add("classifier.3", "Linear", x, "out_features", CLASSES)));
    }

    private static void check(String name, Network network) throws IOException {
        Path folder = golden(name);
        assumeTrue(Files.exists(folder), "skipped: there is no shared/goldens/" + name + " beside the repository");
        Map<String, double[]> weights = safetensors(folder.resolve("weights.safetensors"));
        Map<String, double[]> expected = safetensors(folder.resolve("gradients.safetensors"));
        TrainingGraph training = Differentiate.of(network);
        Map<Value, double[]> values = new HashMap<>();
        values.put(network.graph().inputs().get(0), expected.get("image"));
        network.graph().states().forEach(state -> values.put(state, weights.get(state.name())));
        Evaluator evaluator = Evaluator.inDouble(BATCH);
        Bench.run(training.forward(), 0, evaluator, values);
        double[] logits = values.get(training.graph().outputs().get(0));
        values.put(training.outputGradients().get(0), crossEntropy(logits, expected.get("labels")));
        Bench.run(training.backward(), training.forwardNodes(), evaluator, values);
        assertThat(training.gradients()).hasSize((int) expected.keySet().stream()
                .filter(key -> key.startsWith("grad."))
                .count());
        training.gradients()
                .forEach((value, gradient) ->
                        compare("grad." + value.name(), values.get(gradient), expected.get("grad." + value.name())));
        training.graph()
                .updates()
                .forEach((buffer, value) ->
                        compare("after." + buffer.name(), values.get(value), expected.get("after." + buffer.name())));
    }

    /** The gradient of the mean cross-entropy with respect to the scores. */
    private static double[] crossEntropy(double[] logits, double[] labels) {
        double[] gradient = new double[logits.length];
        for (int n = 0; n < BATCH; n++) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                sum += Math.exp(logits[n * CLASSES + c]);
            }
            for (int c = 0; c < CLASSES; c++) {
                double probability = Math.exp(logits[n * CLASSES + c]) / sum;
                gradient[n * CLASSES + c] = (probability - (labels[n] == c ? 1 : 0)) / BATCH;
            }
        }
        return gradient;
    }

    /** Equal but for the rounding of the file to float32, and of constants such as eps, which kernels have in float32. */
    private static void compare(String name, double[] actual, double[] expected) {
        double error = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        assertThat(Math.sqrt(error)).as("%s", name).isLessThanOrEqualTo(2e-6 * Math.sqrt(norm));
    }

    private static Path golden(String name) {
        String named = System.getenv("CONVOKE_SHARED");
        if (named != null) {
            return Path.of(named, "goldens", name);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared/goldens").resolve(name);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared/goldens", name);
    }

    private static final Pattern TENSOR = Pattern.compile(
            "\"([^\"]+)\":\\{\"dtype\":\"(\\w+)\",\"shape\":\\[[^]]*],\"data_offsets\":\\[(\\d+),(\\d+)]}");

    private static Map<String, double[]> safetensors(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) bytes.getLong();
        String text = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
        Map<String, double[]> tensors = new HashMap<>();
        Matcher each = TENSOR.matcher(text);
        while (each.find()) {
            int start = 8 + header + Integer.parseInt(each.group(3));
            int end = 8 + header + Integer.parseInt(each.group(4));
            boolean wide = each.group(2).equals("I64") || each.group(2).equals("F64");
            double[] values = new double[(end - start) / (wide ? 8 : 4)];
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (each.group(2)) {
                    case "F32" -> bytes.getFloat(start + 4 * i);
                    case "F64" -> bytes.getDouble(start + 8 * i);
                    case "I64" -> bytes.getLong(start + 8 * i);
                    default -> throw new IllegalArgumentException(each.group());
                };
            }
            tensors.put(each.group(1), values);
        }
        return tensors;
    }
}
