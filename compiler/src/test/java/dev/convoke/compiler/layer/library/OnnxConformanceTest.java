package dev.convoke.compiler.layer.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.loop.Evaluator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * ONNX's own test cases of single layers that the catalogue can express. They lie in {@code shared} beside the repository, or where
 * CONVOKE_SHARED says.
 */
class OnnxConformanceTest {
    /** Fewer would mean that cases were silently left out. */
    private static final int EXPECTED = 124;

    record Case(Path folder, Onnx.Node node, Map<String, Onnx.Tensor> tensors, Onnx.Tensor expected) {
        Onnx.Tensor input(int position) {
            return tensors.get(node.inputs().get(position));
        }

        boolean has(int position) {
            return node.inputs().size() > position
                    && !node.inputs().get(position).isEmpty();
        }

        Shape shape() {
            List<Integer> extents = input(0).extents();
            return new Shape(extents.size() == 1 ? extents : extents.subList(1, extents.size()));
        }

        /** A tensor of one axis is one sample. */
        int batch() {
            return input(0).extents().size() == 1 ? 1 : input(0).extents().get(0);
        }
    }

    @Test
    void casesPass() throws IOException {
        Path root = root();
        assumeTrue(Files.exists(root), "skipped: there is no shared/data/onnx-conformance beside the repository");
        List<String> passed = new ArrayList<>();
        Set<String> layers = new HashSet<>();
        for (String group : List.of("node", "pytorch-converted", "pytorch-operator")) {
            for (Path folder : folders(root.resolve(group))) {
                Optional<Case> one = read(folder);
                Optional<Object[]> arguments = one.flatMap(OnnxConformanceTest::arguments);
                if (arguments.isPresent()) {
                    check(one.get(), arguments.get());
                    passed.add(folder.getFileName().toString());
                    layers.add(LAYERS.get(one.get().node().operator()));
                }
            }
        }
        assertThat(passed).hasSizeGreaterThanOrEqualTo(EXPECTED);
        assertThat(layers).containsAll(LAYERS.values());
    }

    private static Path root() {
        String named = System.getenv("CONVOKE_SHARED");
        if (named != null) {
            return Path.of(named, "data", "onnx-conformance");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared/data/onnx-conformance");
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared/data/onnx-conformance");
    }

    private static List<Path> folders(Path group) throws IOException {
        try (Stream<Path> folders = Files.list(group)) {
            return folders.sorted().toList();
        }
    }

    private static Onnx.Message message(Path file) throws IOException {
        return Onnx.Message.read(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    /** The case, if it is of one node whose operator is known here. */
    private static Optional<Case> read(Path folder) throws IOException {
        Onnx.Model model = Onnx.Model.of(message(folder.resolve("model.onnx")));
        if (model.nodes().size() != 1
                || !LAYERS.containsKey(model.nodes().get(0).operator())) {
            return Optional.empty();
        }
        Map<String, Onnx.Tensor> tensors = new HashMap<>(model.initialisers());
        Path data = folder.resolve("test_data_set_0");
        for (int i = 0; i < model.inputs().size(); i++) {
            tensors.put(model.inputs().get(i), Onnx.Tensor.of(message(data.resolve("input_" + i + ".pb"))));
        }
        Onnx.Tensor expected = Onnx.Tensor.of(message(data.resolve("output_0.pb")));
        return Optional.of(new Case(folder, model.nodes().get(0), tensors, expected));
    }

    private static final Map<String, String> LAYERS = Map.ofEntries(
            Map.entry("Conv", "Conv"),
            Map.entry("ConvTranspose", "ConvTranspose"),
            Map.entry("GlobalMaxPool", "GlobalMaxPool"),
            Map.entry("LpPool", "LpPool"),
            Map.entry("LRN", "LocalResponseNorm"),
            Map.entry("InstanceNormalization", "InstanceNorm"),
            Map.entry("GroupNormalization", "GroupNorm"),
            Map.entry("LayerNormalization", "LayerNorm"),
            Map.entry("AveragePool", "AvgPool"),
            Map.entry("MaxPool", "MaxPool"),
            Map.entry("GlobalAveragePool", "GlobalAvgPool"),
            Map.entry("BatchNormalization", "BatchNorm"),
            Map.entry("Relu", "Relu"),
            Map.entry("LeakyRelu", "LeakyRelu"),
            Map.entry("Elu", "Elu"),
            Map.entry("Selu", "Selu"),
            Map.entry("Celu", "Celu"),
            Map.entry("Gelu", "Gelu"),
            Map.entry("Mish", "Mish"),
            Map.entry("Softplus", "Softplus"),
            Map.entry("Softsign", "Softsign"),
            Map.entry("Tanh", "Tanh"),
            Map.entry("Sigmoid", "Sigmoid"),
            Map.entry("Softmax", "Softmax"),
            Map.entry("LogSoftmax", "LogSoftmax"),
            Map.entry("Flatten", "Flatten"),
            Map.entry("Pad", "Pad"),
            Map.entry("Slice", "Slice"),
            Map.entry("Reshape", "Reshape"),
            Map.entry("Identity", "Identity"),
            Map.entry("HardSwish", "Hardswish"),
            Map.entry("Swish", "Silu"),
            Map.entry("ThresholdedRelu", "Threshold"),
            Map.entry("Clip", "Hardtanh"),
            Map.entry("Transpose", "Permute"),
            Map.entry("DepthToSpace", "PixelShuffle"),
            Map.entry("Resize", "Upsample"),
            Map.entry("Upsample", "Upsample"));

    /** Operators for which it is no matter what is a sample. */
    private static final Set<String> POINTWISE = Set.of("Mish", "Swish", "Selu", "Elu", "Softplus", "Softsign", "Gelu");

    /** The arguments of our layer; nothing where it cannot say what the node says. */
    private static Optional<Object[]> arguments(Case one) {
        int rank = one.input(0).extents().size();
        if (rank < (POINTWISE.contains(one.node().operator()) ? 1 : 2) || rank > 5) {
            return Optional.empty();
        }
        Onnx.Node node = one.node();
        return switch (node.operator()) {
            case "Conv" ->
                window(one, one.input(1).extents().subList(2, rank))
                        .map(window -> with(
                                window,
                                "out_channels",
                                one.input(1).extents().get(0),
                                "groups",
                                (int) node.whole("group", 1),
                                "bias",
                                one.has(2)));
            case "ConvTranspose" -> transposed(one, rank);
            case "LpPool" ->
                node.wholes("pads").orElse(List.of()).stream().anyMatch(p -> p != 0)
                        ? Optional.empty()
                        : window(one, node.wholes("kernel_shape").orElseThrow())
                                .map(window ->
                                        with(Arrays.copyOf(window, 4), "norm_type", (double) node.whole("p", 2)));
            case "LRN" ->
                // Of an even number of neighbours, ONNX has one more behind, and PyTorch one more before.
                node.whole("size", 1) % 2 == 0
                        ? Optional.empty()
                        : Optional.of(new Object[] {
                            "size",
                            (int) node.whole("size", 1),
                            "alpha",
                            node.real("alpha", 1e-4),
                            "beta",
                            node.real("beta", 0.75),
                            "k",
                            node.real("bias", 1)
                        });
            case "InstanceNormalization" ->
                Optional.of(new Object[] {"affine", true, "eps", node.real("epsilon", 1e-5)});
            case "GroupNormalization" ->
                one.input(1).extents().equals(one.input(0).extents().subList(1, 2))
                        ? Optional.of(new Object[] {
                            "num_groups", (int) node.whole("num_groups", 1), "eps", node.real("epsilon", 1e-5)
                        })
                        : Optional.empty();
            case "LayerNormalization" -> layerNorm(one, Math.floorMod(node.whole("axis", -1), rank));
            case "MaxPool" ->
                window(one, node.wholes("kernel_shape").orElseThrow())
                        .map(window -> with(window, "ceil_mode", node.whole("ceil_mode", 0) == 1));
            case "AveragePool" ->
                node.wholes("dilations").orElse(List.of()).stream().anyMatch(d -> d != 1)
                        ? Optional.empty()
                        : window(one, node.wholes("kernel_shape").orElseThrow())
                                .map(window -> with(
                                        Arrays.copyOf(window, 6),
                                        "ceil_mode",
                                        node.whole("ceil_mode", 0) == 1,
                                        "count_include_pad",
                                        node.whole("count_include_pad", 0) == 1));
            case "BatchNormalization" ->
                node.whole("training_mode", 0) == 1
                        ? Optional.empty()
                        : Optional.of(new Object[] {"eps", node.real("epsilon", 1e-5)});
            case "Flatten" ->
                Math.floorMod(node.whole("axis", 1), rank) == 1 ? Optional.of(new Object[0]) : Optional.empty();
            case "Pad" -> OnnxArrangements.pad(one, rank);
            case "Slice" -> OnnxArrangements.slice(one, rank);
            case "Transpose" -> OnnxArrangements.transpose(one, rank);
            case "Reshape" -> OnnxArrangements.reshape(one);
            case "DepthToSpace" -> OnnxArrangements.depthToSpace(one);
            case "Resize", "Upsample" -> OnnxArrangements.resize(one, rank);
            default -> OnnxActivations.arguments(one, rank);
        };
    }

    private static Optional<Object[]> transposed(Case one, int rank) {
        List<Integer> weight = one.input(1).extents();
        int groups = (int) one.node().whole("group", 1);
        return one.node().wholes("output_shape").isPresent()
                ? Optional.empty()
                : window(one, weight.subList(2, rank))
                        .map(window -> with(
                                window,
                                "out_channels",
                                weight.get(1) * groups,
                                "groups",
                                groups,
                                "output_padding",
                                one.node().wholes("output_padding").orElse(Collections.nCopies(rank - 2, 0)),
                                "bias",
                                one.has(2)));
    }

    /** A sample is normalised by itself here: not over the batch. */
    private static Optional<Object[]> layerNorm(Case one, int axis) {
        List<Integer> extents = one.input(0).extents();
        return axis == 0
                ? Optional.empty()
                : Optional.of(new Object[] {
                    "normalized_shape",
                    extents.subList(axis, extents.size()),
                    "eps",
                    one.node().real("epsilon", 1e-5),
                    "bias",
                    one.has(2)
                });
    }

    private static Object[] with(Object[] first, Object... rest) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(rest)).toArray();
    }

    private static Optional<Object[]> window(Case one, List<Integer> kernel) {
        int axes = kernel.size();
        List<Integer> pads = one.node().wholes("pads").orElse(Collections.nCopies(2 * axes, 0));
        boolean even = pads.subList(0, axes).equals(pads.subList(axes, 2 * axes));
        String auto = one.node().text("auto_pad", "NOTSET");
        // Pools whose padding is larger than half their window are allowed in ONNX, but neither in PyTorch nor here.
        boolean pool = one.node().operator().endsWith("Pool");
        boolean large = pool && IntStream.range(0, axes).anyMatch(i -> pads.get(i) > kernel.get(i) / 2);
        if (!even || large || auto.startsWith("SAME")) {
            return Optional.empty();
        }
        return Optional.of(new Object[] {
            "kernel", kernel,
            "stride", one.node().wholes("strides").orElse(Collections.nCopies(axes, 1)),
            "padding", pads.subList(0, axes),
            "dilation", one.node().wholes("dilations").orElse(Collections.nCopies(axes, 1))
        });
    }

    private static void check(Case one, Object[] arguments) {
        Layer layer = Bench.layer(LAYERS.get(one.node().operator()), one.shape(), arguments);
        int batch = one.batch();
        double[] x = one.input(0).values();
        // ONNX takes the powers of absolute values, PyTorch of the numbers themselves.
        boolean absolute = one.node().operator().equals("LpPool");
        List<double[]> given = new ArrayList<>(
                List.of(absolute ? Arrays.stream(x).map(Math::abs).toArray() : x));
        long states = layer.state().stream()
                .filter(tensor -> !tensor.extents().isEmpty())
                .count();
        for (int i = 1; i <= states; i++) {
            given.add(one.input(i).values());
        }
        double[] actual = Bench.evaluate(layer, one.shape(), Evaluator.inFloat(batch), given.toArray(double[][]::new));
        double[] expected = one.expected().values();
        assertThat(actual).as("%s", one.folder()).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s: element %d, %s instead of %s", one.folder().getFileName(), i, actual[i], expected[i])
                    // ONNX's own tolerances: some expected values are rounded to four digits.
                    .isLessThanOrEqualTo(1e-5 + 1e-3 * Math.abs(expected[i]));
        }
    }
}
