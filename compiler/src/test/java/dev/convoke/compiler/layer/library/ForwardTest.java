package dev.convoke.compiler.layer.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.library.Reference.Array;
import dev.convoke.compiler.loop.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What layers compute in evaluation mode, against references and against numbers that PyTorch gives. */
class ForwardTest {
    private static final int BATCH = 2;

    private final Random random = new Random(7);

    private static Stream<Shape> shapes() {
        return Stream.of(
                Shape.of(4, 9),
                Shape.of(4, 1),
                Shape.of(4, 6, 5),
                Shape.of(4, 1, 1),
                Shape.of(4, 2, 7),
                Shape.of(4, 3, 4, 5));
    }

    /** All combinations of small windows, as long as they fit. */
    private static List<int[]> windows() {
        List<int[]> windows = new ArrayList<>();
        for (int kernel = 1; kernel <= 4; kernel++) {
            for (int stride = 1; stride <= 3; stride++) {
                for (int padding = 0; padding <= 2; padding++) {
                    for (int dilation = 1; dilation <= 2; dilation++) {
                        windows.add(new int[] {kernel, stride, padding, dilation});
                    }
                }
            }
        }
        return windows;
    }

    @TestFactory
    Stream<DynamicTest> convolutions() {
        return shapes().flatMap(shape -> Stream.of(1, 2, 4)
                .map(groups -> DynamicTest.dynamicTest(
                        shape + ", " + groups + " groups",
                        () -> windows().forEach(window -> conv(shape, groups, window)))));
    }

    private void conv(Shape shape, int groups, int[] window) {
        int rank = shape.rank() - 1;
        int[] outputs = new int[] {1, 1, 1};
        for (int i = 0; i < rank; i++) {
            outputs[3 - rank + i] =
                    Reference.pooled(shape.extent(i + 1), window[0], window[2], window[1], window[3], false);
        }
        if (Arrays.stream(outputs).min().orElseThrow() < 1) {
            assertThat(Bench.problems("Conv", shape, conv(groups, window))).isNotEmpty();
            return;
        }
        Layer layer = Bench.layer("Conv", shape, conv(groups, window));
        double[] x = Bench.random(random, BATCH * shape.elements());
        double[] weight = Bench.random(random, layer.state().get(0).elements());
        double[] bias = Bench.random(random, 8);
        Array expected = Reference.conv(
                Array.of(BATCH, shape.extents(), x),
                Array.of(8, layer.state().get(0).extents().subList(1, rank + 2), weight),
                bias,
                outputs,
                Reference.three(List.of(window[1]), rank, 1),
                Reference.three(List.of(window[2]), rank, 0),
                Reference.three(List.of(window[3]), rank, 1),
                groups);
        check(expected.values(), layer, shape, x, weight, bias);
    }

    @TestFactory
    Stream<DynamicTest> transposedConvolutions() {
        return shapes().flatMap(shape -> Stream.of(1, 2, 4)
                .map(groups -> DynamicTest.dynamicTest(
                        shape + ", " + groups + " groups",
                        () -> windows().stream()
                                .filter(w -> w[0] <= (shape.rank() == 4 ? 2 : 3))
                                .forEach(window -> {
                                    int most = Math.max(window[1], window[3]);
                                    for (int outputPadding = 0; outputPadding <= most; outputPadding++) {
                                        transposed(shape, groups, window, outputPadding, outputPadding < most);
                                    }
                                }))));
    }

    private void transposed(Shape shape, int groups, int[] window, int outputPadding, boolean allowed) {
        int rank = shape.rank() - 1;
        int[] outputs = new int[] {1, 1, 1};
        for (int i = 0; i < rank; i++) {
            outputs[3 - rank + i] = (shape.extent(i + 1) - 1) * window[1]
                    - 2 * window[2]
                    + window[3] * (window[0] - 1)
                    + outputPadding
                    + 1;
        }
        Object[] arguments = Stream.concat(
                        Arrays.stream(conv(groups, window)), Stream.of("output_padding", outputPadding))
                .toArray();
        if (!allowed || Arrays.stream(outputs).min().orElseThrow() < 1) {
            assertThat(Bench.problems("ConvTranspose", shape, arguments)).isNotEmpty();
            return;
        }
        Layer layer = Bench.layer("ConvTranspose", shape, arguments);
        double[] x = Bench.random(random, BATCH * shape.elements());
        double[] weight = Bench.random(random, layer.state().get(0).elements());
        double[] bias = Bench.random(random, 8);
        Array expected = Reference.convTranspose(
                Array.of(BATCH, shape.extents(), x),
                Array.of(4, layer.state().get(0).extents().subList(1, rank + 2), weight),
                bias,
                outputs,
                Reference.three(List.of(window[1]), rank, 1),
                Reference.three(List.of(window[2]), rank, 0),
                Reference.three(List.of(window[3]), rank, 1),
                groups);
        check(expected.values(), layer, shape, x, weight, bias);
    }

    /** The same as a convolution behind a {@code Pad}, which is how PyTorch does it. */
    @Test
    void modesOfPaddingPadBeforehand() {
        Shape shape = Shape.of(2, 5, 4);
        for (String mode : List.of("reflect", "replicate", "circular")) {
            Layer pad = Bench.layer("Pad", shape, "padding", List.of(1, 2, 0, 1), "mode", mode);
            Layer plain =
                    Bench.layer("Conv", pad.outputShape(), "out_channels", 3, "kernel", List.of(2, 4), "dilation", 1);
            Layer conv = Bench.layer(
                    "Conv", shape, "out_channels", 3, "kernel", List.of(2, 4), "padding", "same", "padding_mode", mode);
            Evaluator evaluator = Evaluator.inDouble(1);
            double[] x = Bench.random(random, shape.elements());
            double[] w = Bench.random(random, 48);
            double[] b = Bench.random(random, 3);
            double[] padded = Bench.evaluate(pad, shape, evaluator, x);
            assertThat(Bench.evaluate(conv, shape, evaluator, x, w, b))
                    .as(mode)
                    .containsExactly(Bench.evaluate(plain, pad.outputShape(), evaluator, padded, w, b));
            assertThat(conv.state()).isEqualTo(plain.state());
        }
    }

    @Test
    void depthwiseAndSeparableConvolutionsAreConvolutions() {
        Shape shape = Shape.of(3, 6, 5);
        Layer depthwise = Bench.layer("DepthwiseConv", shape, "kernel", 3, "stride", 2, "padding", 1);
        Layer grouped =
                Bench.layer("Conv", shape, "out_channels", 3, "kernel", 3, "stride", 2, "padding", 1, "groups", 3);
        Layer pointwise = Bench.layer("Conv", depthwise.outputShape(), "out_channels", 4, "kernel", 1);
        Layer separable =
                Bench.layer("SeparableConv", shape, "out_channels", 4, "kernel", 3, "stride", 2, "padding", 1);
        assertThat(depthwise.state()).isEqualTo(grouped.state());
        assertThat(separable.state())
                .extracting(StateTensor::name)
                .containsExactly("depthwise.weight", "depthwise.bias", "pointwise.weight", "pointwise.bias");
        assertThat(separable.multiplyAccumulates(List.of())).isEqualTo(3 * 3 * 3 * 9 + 3 * 3 * 3 * 4);
        Evaluator evaluator = Evaluator.inDouble(1);
        double[] x = Bench.random(random, shape.elements());
        double[] w1 = Bench.random(random, 27);
        double[] b1 = Bench.random(random, 3);
        double[] w2 = Bench.random(random, 12);
        double[] b2 = Bench.random(random, 4);
        double[] between = Bench.evaluate(grouped, shape, evaluator, x, w1, b1);
        assertThat(Bench.evaluate(depthwise, shape, evaluator, x, w1, b1)).containsExactly(between);
        assertThat(Bench.evaluate(separable, shape, evaluator, x, w1, b1, w2, b2))
                .containsExactly(Bench.evaluate(pointwise, depthwise.outputShape(), evaluator, between, w2, b2));
    }

    private static Object[] conv(int groups, int[] window) {
        return new Object[] {
            "out_channels",
            8,
            "kernel",
            window[0],
            "stride",
            window[1],
            "padding",
            window[2],
            "dilation",
            window[3],
            "groups",
            groups
        };
    }

    @TestFactory
    Stream<DynamicTest> pools() {
        return shapes().flatMap(shape -> Stream.of(false, true)
                .map(ceil -> DynamicTest.dynamicTest(
                        shape + (ceil ? ", ceil_mode" : ""),
                        () -> windows().forEach(window -> pool(shape, ceil, window)))));
    }

    private void pool(Shape shape, boolean ceil, int[] window) {
        int rank = shape.rank() - 1;
        int[] kernel = Reference.three(List.of(window[0]), rank, 1);
        int[] stride = Reference.three(List.of(window[1]), rank, 1);
        int[] padding = Reference.three(List.of(window[2]), rank, 0);
        int[] dilation = Reference.three(List.of(window[3]), rank, 1);
        Object[] arguments = {
            "kernel", window[0], "stride", window[1], "padding", window[2], "dilation", window[3], "ceil_mode", ceil
        };
        boolean fits = shape.spatial().stream()
                        .allMatch(e -> Reference.pooled(e, window[0], window[2], window[1], window[3], ceil) >= 1)
                && window[2] <= (window[3] * (window[0] - 1) + 1) / 2;
        if (!fits) {
            assertThat(Bench.problems("MaxPool", shape, arguments)).isNotEmpty();
            return;
        }
        double[] x = Bench.random(random, BATCH * shape.elements());
        Array array = Array.of(BATCH, shape.extents(), x);
        check(
                Reference.maxPool(array, kernel, stride, padding, dilation, ceil)
                        .values(),
                Bench.layer("MaxPool", shape, arguments),
                shape,
                x);
        if (window[3] == 1 && window[2] == 0) {
            for (double norm : new double[] {1, 2, 4, 0.5}) {
                Layer layer = Bench.layer(
                        "LpPool",
                        shape,
                        "norm_type",
                        norm,
                        "kernel",
                        window[0],
                        "stride",
                        window[1],
                        "ceil_mode",
                        ceil);
                double[] given = norm < 1 ? Arrays.stream(x).map(Math::abs).toArray() : x;
                Array powered = Array.of(BATCH, shape.extents(), given);
                check(Reference.lpPool(powered, kernel, stride, ceil, norm).values(), layer, shape, given);
            }
        }
        if (window[3] == 1) {
            for (boolean count : new boolean[] {false, true}) {
                Layer layer = Bench.layer(
                        "AvgPool",
                        shape,
                        "kernel",
                        window[0],
                        "stride",
                        window[1],
                        "padding",
                        window[2],
                        "ceil_mode",
                        ceil,
                        "count_include_pad",
                        count);
                check(
                        Reference.avgPool(array, kernel, stride, padding, ceil, count)
                                .values(),
                        layer,
                        shape,
                        x);
            }
        }
    }

    /** Powers that are no products and roots, and NaN where PyTorch has it. */
    @Test
    void powersOfPools() {
        Shape shape = Shape.of(1, 2);
        Object[] cubes = {"norm_type", 3.0, "kernel", 2};
        // Exponents of a layer are floats, whatever its numbers are.
        assertClose(
                evaluate("LpPool", shape, new double[] {2, 3}, cubes), new double[] {Math.cbrt(35)}, 1e-6, "LpPool");
        assertClose(
                evaluate("LpPool", shape, new double[] {-2, 3}, cubes), new double[] {Math.cbrt(19)}, 1e-6, "LpPool");
        assertThat(evaluate("LpPool", shape, new double[] {2, -3}, cubes)).containsExactly(Double.NaN);
        Object[] odd = {"norm_type", 1.5, "kernel", 2};
        double expected = Math.pow(Math.pow(2, 1.5) + Math.pow(3, 1.5), 1 / 1.5);
        assertClose(evaluate("LpPool", shape, new double[] {2, 3}, odd), new double[] {expected}, 1e-6, "LpPool");
        assertThat(evaluate("LpPool", shape, new double[] {-2, 3}, odd)).containsExactly(Double.NaN);
        Object[] large = {"norm_type", 21.0, "kernel", 2};
        assertClose(evaluate("LpPool", shape, new double[] {-1, 2}, large), new double[] {2}, 1e-6, "LpPool");
        Object[] third = {"norm_type", 0.3, "kernel", 1};
        assertClose(evaluate("LpPool", shape, new double[] {0, 2}, third), new double[] {0, 2}, 1e-6, "LpPool");
    }

    @TestFactory
    Stream<DynamicTest> adaptivePools() {
        return shapes().map(shape -> DynamicTest.dynamicTest(shape.toString(), () -> {
            for (int size = 1; size <= 10; size++) {
                double[] x = Bench.random(random, BATCH * shape.elements());
                int[] outputs = Reference.three(List.of(size), shape.rank() - 1, 1);
                Array expected = Reference.adaptiveAvgPool(Array.of(BATCH, shape.extents(), x), outputs);
                check(expected.values(), Bench.layer("AdaptiveAvgPool", shape, "output_size", size), shape, x);
                Array largest = Reference.adaptiveMaxPool(Array.of(BATCH, shape.extents(), x), outputs);
                check(largest.values(), Bench.layer("AdaptiveMaxPool", shape, "output_size", size), shape, x);
                if (size == 1) {
                    check(expected.values(), Bench.layer("GlobalAvgPool", shape), shape, x);
                    check(largest.values(), Bench.layer("GlobalMaxPool", shape), shape, x);
                }
            }
        }));
    }

    /** The same values in double precision, and in float32 but for rounding. */
    private static void check(double[] expected, Layer layer, Shape input, double[]... given) {
        assertClose(Bench.evaluate(layer, input, Evaluator.inDouble(BATCH), given), expected, 1e-12, layer);
        double[][] narrow = Arrays.stream(given)
                .map(values -> Evaluator.widen(Evaluator.narrow(values)))
                .toArray(double[][]::new);
        assertClose(Bench.evaluate(layer, input, Evaluator.inFloat(BATCH), narrow), expected, 1e-4, layer);
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance, Object layer) {
        assertThat(actual).as("%s", layer).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] != expected[i]
                    && !(Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])))) {
                throw new AssertionError(layer + ": element " + i + " is " + actual[i] + ", not " + expected[i]);
            }
        }
    }

    private static double[] evaluate(String layer, Shape shape, double[] x, Object... arguments) {
        return Bench.evaluate(Bench.layer(layer, shape, arguments), shape, Evaluator.inDouble(1), x);
    }

    @Test
    void samePaddingPutsTheOddZeroBehind() {
        Layer layer =
                Bench.layer("Conv", Shape.of(1, 3), "out_channels", 1, "kernel", 2, "padding", "same", "bias", false);
        double[] y = Bench.evaluate(
                layer, Shape.of(1, 3), Evaluator.inDouble(1), new double[] {1, 2, 3}, new double[] {1, 10});
        assertThat(y).containsExactly(21, 32, 3);
    }

    @Test
    void activations() {
        Shape shape = Shape.of(6);
        double[] x = {-2, -0.5, 0, 0.5, 3, 7};
        assertThat(evaluate("Relu", shape, x)).containsExactly(0, 0, 0, 0.5, 3, 7);
        assertThat(evaluate("Relu6", shape, x)).containsExactly(0, 0, 0, 0.5, 3, 6);
        assertThat(evaluate("LeakyRelu", shape, x, "negative_slope", 0.5)).containsExactly(-1, -0.25, 0, 0.5, 3, 7);
        assertThat(evaluate("Identity", shape, x)).containsExactly(x);
        assertThat(evaluate("Dropout", shape, x)).containsExactly(x);
        assertThat(evaluate("Tanh", shape, x))
                .containsExactly(DoubleStream.of(x).map(Math::tanh).toArray());
        assertClose(
                evaluate("Sigmoid", shape, x),
                DoubleStream.of(x).map(v -> 1 / (1 + Math.exp(-v))).toArray(),
                1e-15,
                new Sigmoid(shape));
    }

    @Test
    void softmaxesRunAlongTheChannels() {
        Shape shape = Shape.of(3, 2);
        double[] x = {1, 1000, 2, 1001, 3, 999};
        double[] expected = new double[6];
        for (int place = 0; place < 2; place++) {
            double most = Math.max(Math.max(x[place], x[place + 2]), x[place + 4]);
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += Math.exp(x[2 * c + place] - most);
            }
            for (int c = 0; c < 3; c++) {
                expected[2 * c + place] = Math.exp(x[2 * c + place] - most) / sum;
            }
        }
        assertClose(evaluate("Softmax", shape, x), expected, 1e-14, new Softmax(shape, 0));
        assertClose(
                evaluate("LogSoftmax", shape, x),
                DoubleStream.of(expected).map(Math::log).toArray(),
                1e-12,
                new LogSoftmax(shape, 0));
    }

    @Test
    void batchNormUsesTheRunningStatistics() {
        Shape shape = Shape.of(2, 2);
        Layer layer = Bench.layer("BatchNorm", shape, "eps", 0.25);
        double[] y = Bench.evaluate(
                layer,
                shape,
                Evaluator.inDouble(1),
                new double[] {1, 2, 3, 4},
                new double[] {2, 3},
                new double[] {10, 20},
                new double[] {1, 2},
                new double[] {0.75, 3.75});
        assertThat(y).containsExactly(10, 12, 21.5, 23);
    }

    @Test
    void flattenKeepsTheOrderInMemory() {
        Shape shape = Shape.of(2, 3, 4);
        double[] x = IntStream.range(0, 24).mapToDouble(i -> i).toArray();
        assertThat(evaluate("Flatten", shape, x)).containsExactly(x);
    }

    @Test
    void padOrdersSidesAsPyTorchDoes() {
        double[] x = {1, 2, 3, 4};
        assertThat(evaluate("Pad", Shape.of(1, 2, 2), x, "padding", List.of(1, 0, 0, 1), "value", 9.0))
                .containsExactly(9, 1, 2, 9, 3, 4, 9, 9, 9);
        assertThat(evaluate("Pad", Shape.of(1, 2, 2), x, "padding", List.of(0, 1)))
                .containsExactly(0, 1, 2, 0, 0, 3, 4, 0);
        assertThat(evaluate("Pad", Shape.of(2, 2), x, "channels", List.of(1, 0)))
                .containsExactly(0, 0, 1, 2, 3, 4);
    }

    @Test
    void normalizeTakesOneNumberForEachChannel() {
        double[] x = {1, 2, 3, 4, 5, 6};
        assertThat(evaluate(
                        "Normalize", Shape.of(3, 2), x, "mean", List.of(1.0, 2.0, 3.0), "std", List.of(0.5, 1.0, 2.0)))
                .containsExactly(0, 2, 1, 2, 1, 1.5);
        assertThat(evaluate("Normalize", Shape.of(3, 2), x, "mean", List.of(1.0), "std", List.of(0.5)))
                .containsExactly(0, 2, 4, 6, 8, 10);
    }
}
