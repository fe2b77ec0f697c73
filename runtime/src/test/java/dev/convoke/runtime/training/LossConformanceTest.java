package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Cross-entropy and negative log likelihood give what ONNX's conformance cases of both say, which follow PyTorch's definitions. */
class LossConformanceTest {
    /** Fields of a protobuf message by number: bytes, or numbers as they lie there. */
    private static Map<Integer, List<Object>> message(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, List<Object>> fields = new HashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 2 -> {
                    byte[] part = new byte[(int) varint(in)];
                    in.get(part);
                    yield part;
                }
                case 5 -> (long) in.getInt();
                default -> throw new IllegalArgumentException("wire type " + (key & 7));
            };
            fields.computeIfAbsent((int) (key >>> 3), number -> new ArrayList<>())
                    .add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** A tensor as numbers; of the types that the cases have: float, int32 and int64, in raw bytes. */
    private record Tensor(List<Integer> shape, double[] values) {
        static Tensor read(Path file) throws IOException {
            Map<Integer, List<Object>> fields = message(Files.readAllBytes(file));
            List<Integer> shape = new ArrayList<>();
            for (Object extent : fields.getOrDefault(1, List.of())) {
                shape.add(((Long) extent).intValue());
            }
            long type = (Long) fields.get(2).get(0);
            ByteBuffer raw = ByteBuffer.wrap((byte[]) fields.get(9).get(0)).order(ByteOrder.LITTLE_ENDIAN);
            double[] values = new double[raw.remaining() / (type == 7 ? 8 : 4)];
            for (int i = 0; i < values.length; i++) {
                values[i] = type == 1 ? raw.getFloat() : type == 7 ? raw.getLong() : raw.getInt();
            }
            return new Tensor(shape, values);
        }

        double sum() {
            double sum = 0;
            for (double each : values) {
                sum += each;
            }
            return sum;
        }
    }

    /** The case's only node: its operator and its attributes. */
    private record Node(String operator, Map<String, Object> attributes) {
        static Node read(Path model) throws IOException {
            byte[] graph = (byte[]) message(Files.readAllBytes(model)).get(7).get(0);
            Map<Integer, List<Object>> node =
                    message((byte[]) message(graph).get(1).get(0));
            Map<String, Object> attributes = new HashMap<>();
            for (Object each : node.getOrDefault(5, List.of())) {
                Map<Integer, List<Object>> attribute = message((byte[]) each);
                Object value = attribute.containsKey(4)
                        ? text(attribute.get(4).get(0))
                        : attribute.get(3).get(0);
                attributes.put(text(attribute.get(1).get(0)), value);
            }
            return new Node(text(node.get(4).get(0)), attributes);
        }

        private static String text(Object bytes) {
            return new String((byte[]) bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void lossesAreThoseOfTheCases() throws IOException {
        Path cases = SharedData.path("data/onnx-conformance/node");
        int passed = 0;
        try (Stream<Path> folders = Files.list(cases)) {
            for (Path folder : folders.sorted()
                    .filter(each -> each.getFileName().toString().matches("test_(nllloss|sce)_.*"))
                    .toList()) {
                check(folder);
                passed++;
            }
        }
        assertThat(passed).isGreaterThanOrEqualTo(26);
    }

    private static void check(Path folder) throws IOException {
        Node node = Node.read(folder.resolve("model.onnx"));
        Path data = folder.resolve("test_data_set_0");
        Tensor scores = Tensor.read(data.resolve("input_0.pb"));
        Tensor labels = Tensor.read(data.resolve("input_1.pb"));
        Tensor expected = Tensor.read(data.resolve("output_0.pb"));
        float[] x = new float[scores.values().length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) scores.values()[i];
        }
        int[] targets = new int[labels.values().length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (int) labels.values()[i];
        }
        boolean mean = node.attributes().getOrDefault("reduction", "mean").equals("mean");
        Path weights = data.resolve("input_2.pb");
        double[] classWeights = Files.exists(weights)
                ? Tensor.read(weights).values()
                : Stream.generate(() -> 1.0)
                        .limit(scores.shape().get(1))
                        .mapToDouble(each -> each)
                        .toArray();
        int ignored = ((Long) node.attributes().getOrDefault("ignore_index", -100L)).intValue();
        Loss loss = switch (node.operator()) {
            case "SoftmaxCrossEntropyLoss" ->
                (mean ? CrossEntropy.mean() : CrossEntropy.sum())
                        .classWeights(classWeights)
                        .ignoring(ignored);
            case "NegativeLogLikelihoodLoss" ->
                (mean ? NegativeLogLikelihood.mean() : NegativeLogLikelihood.sum())
                        .classWeights(classWeights)
                        .ignoring(ignored);
            default -> throw new AssertionError(node.operator());
        };
        // What is not reduced is compared by its sum.
        List<Integer> shape = scores.shape().subList(1, scores.shape().size());
        double value = loss.evaluate(x, shape, scores.shape().get(0), new Targets.Labels(targets), Loss.NO_GRADIENTS);
        assertThat(value)
                .as(folder.getFileName().toString())
                .isCloseTo(expected.sum(), within(1e-5 * Math.max(1, Math.abs(expected.sum()))));
    }
}
