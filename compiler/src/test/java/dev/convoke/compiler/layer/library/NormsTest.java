package dev.convoke.compiler.layer.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.loop.Evaluator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What normalisations compute, written out number by number. */
class NormsTest {
    private static final int BATCH = 2;

    /** Exact as a float, which the constants of layers are. */
    private static final double EPS = 0.0078125;

    private final Random random = new Random(11);

    private static Stream<Shape> shapes() {
        return Stream.of(
                Shape.of(6),
                Shape.of(48),
                Shape.of(6, 9),
                Shape.of(6, 1),
                Shape.of(6, 4, 5),
                Shape.of(32, 2, 3),
                Shape.of(6, 1, 1),
                Shape.of(2, 3, 16),
                Shape.of(6, 3, 2, 4));
    }

    /** Elements of one sample with the same number are normalised together; {@code parameter} says which weight is an element's. */
    private void check(Layer layer, Shape shape, IntUnaryOperator group, IntUnaryOperator parameter) {
        int elements = Math.toIntExact(shape.elements());
        double[] x = Bench.random(random, (long) BATCH * elements);
        double[][] parameters = layer.state().stream()
                .map(tensor -> Bench.random(random, tensor.elements()))
                .toArray(double[][]::new);
        double[] expected = new double[x.length];
        for (int n = 0; n < BATCH; n++) {
            for (int i = 0; i < elements; i++) {
                int own = group.applyAsInt(i);
                int start = n * elements;
                double[] members = IntStream.range(0, elements)
                        .filter(j -> group.applyAsInt(j) == own)
                        .mapToDouble(j -> x[start + j])
                        .toArray();
                double mean = Arrays.stream(members).sum() / members.length;
                double variance =
                        Arrays.stream(members).map(v -> (v - mean) * (v - mean)).sum() / members.length;
                double y = (x[start + i] - mean) / Math.sqrt(variance + EPS);
                y *= parameters.length > 0 ? parameters[0][parameter.applyAsInt(i)] : 1;
                y += parameters.length > 1 ? parameters[1][parameter.applyAsInt(i)] : 0;
                expected[start + i] = y;
            }
        }
        double[][] given =
                Stream.concat(Stream.of(x), Arrays.stream(parameters)).toArray(double[][]::new);
        assertClose(Bench.evaluate(layer, shape, Evaluator.inDouble(BATCH), given), expected, 1e-12);
        double[][] narrow = Arrays.stream(given)
                .map(values -> Evaluator.widen(Evaluator.narrow(values)))
                .toArray(double[][]::new);
        assertClose(Bench.evaluate(layer, shape, Evaluator.inFloat(BATCH), narrow), expected, 1e-4);
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private static int positions(Shape shape) {
        return Math.toIntExact(shape.elements() / shape.channels());
    }

    @TestFactory
    Stream<DynamicTest> layerNorms() {
        return shapes().flatMap(shape -> IntStream.rangeClosed(0, shape.rank())
                .mapToObj(axes -> DynamicTest.dynamicTest(
                        shape + (axes == 0 ? ", channels" : ", last " + axes), () -> layerNorm(shape, axes))));
    }

    private void layerNorm(Shape shape, int axes) {
        if (axes == 0) {
            Layer layer = Bench.layer("LayerNorm", shape, "eps", EPS);
            assertThat(layer.state())
                    .allSatisfy(tensor -> assertThat(tensor.extents()).containsExactly(shape.channels()));
            check(layer, shape, i -> i % positions(shape), i -> i / positions(shape));
            return;
        }
        List<Integer> last = shape.extents().subList(shape.rank() - axes, shape.rank());
        int size = last.stream().reduce(1, (a, b) -> a * b);
        for (boolean bias : new boolean[] {false, true}) {
            Layer layer = Bench.layer("LayerNorm", shape, "normalized_shape", last, "eps", EPS, "bias", bias);
            assertThat(layer.state())
                    .hasSize(bias ? 2 : 1)
                    .allSatisfy(tensor -> assertThat(tensor.extents()).isEqualTo(last));
            check(layer, shape, i -> i / size, i -> i % size);
        }
        check(
                Bench.layer("LayerNorm", shape, "normalized_shape", last, "eps", EPS, "elementwise_affine", false),
                shape,
                i -> i / size,
                i -> 0);
    }

    @TestFactory
    Stream<DynamicTest> groupNorms() {
        return shapes().flatMap(shape -> IntStream.rangeClosed(1, shape.channels())
                .filter(groups -> shape.channels() % groups == 0)
                .mapToObj(groups -> DynamicTest.dynamicTest(shape + ", " + groups + " groups", () -> {
                    int size = positions(shape) * shape.channels() / groups;
                    check(
                            Bench.layer("GroupNorm", shape, "num_groups", groups, "eps", EPS),
                            shape,
                            i -> i / size,
                            i -> i / positions(shape));
                    check(
                            Bench.layer("GroupNorm", shape, "num_groups", groups, "eps", EPS, "affine", false),
                            shape,
                            i -> i / size,
                            i -> 0);
                })));
    }

    @TestFactory
    Stream<DynamicTest> instanceNorms() {
        return shapes().filter(shape -> positions(shape) > 1)
                .map(shape -> DynamicTest.dynamicTest("" + shape, () -> {
                    IntUnaryOperator channel = i -> i / positions(shape);
                    check(Bench.layer("InstanceNorm", shape, "eps", EPS), shape, channel, channel);
                    check(Bench.layer("InstanceNorm", shape, "eps", EPS, "affine", true), shape, channel, channel);
                }));
    }

    /** {@code torch.nn.functional.instance_norm}: running statistics take the place of a sample's own in evaluation mode. */
    @Test
    void trackedStatisticsMoveTowardTheMeansOfTheSamples() {
        Bench.Builder net = new Bench.Builder();
        Value x = net.input("x", 1, 2);
        Network network =
                net.build(net.add("norm", "InstanceNorm", x, "track_running_stats", true, "momentum", 0.5, "eps", EPS));
        TrainingGraph training = Differentiate.of(network);
        Map<Value, double[]> values = new HashMap<>();
        values.put(x, new double[] {1, 3, 10, 14});
        network.graph().states().forEach(state -> values.put(state, new double[] {4}));
        Bench.run(training.forward(), 0, Evaluator.inDouble(2), values);
        double[] next = training.graph().updates().values().stream()
                .mapToDouble(value -> Objects.requireNonNull(values.get(value))[0])
                .toArray();
        // Means 2 and 12, unbiased variances 2 and 8.
        assertThat(next).containsExactly(0.5 * 4 + 0.5 * 7, 0.5 * 4 + 0.5 * 5);
        Value output = training.graph().outputs().get(0);
        double scale = 1 / Math.sqrt(1 + EPS);
        assertThat(Objects.requireNonNull(values.get(output))[0]).isCloseTo(-scale, within(1e-12));
        Layer layer = Bench.layer("InstanceNorm", Shape.of(1, 2), "track_running_stats", true, "eps", 1.0);
        double[] evaluated = Bench.evaluate(
                layer, Shape.of(1, 2), Evaluator.inDouble(1), new double[] {1, 3}, new double[] {1}, new double[] {3});
        assertThat(evaluated).containsExactly(0, 1);
    }

    @TestFactory
    Stream<DynamicTest> localResponseNorms() {
        return shapes().flatMap(shape -> Stream.of(1, 2, 3, 5, 8, 100)
                .map(size -> DynamicTest.dynamicTest(
                        shape + ", " + size, () -> localResponseNorm(shape, size, size % 2 == 0 ? 0.75 : 0.6))));
    }

    /** As {@code torch.nn.functional.local_response_norm}: zeros before and after the channels, and a mean of them. */
    private void localResponseNorm(Shape shape, int size, double beta) {
        double alpha = 0.7;
        double k = 1.5;
        double[] x = Bench.random(random, shape.elements());
        int positions = positions(shape);
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double sum = 0;
            for (int d = -(size / 2); d <= (size - 1) / 2; d++) {
                int channel = i / positions + d;
                if (channel >= 0 && channel < shape.channels()) {
                    double neighbour = x[channel * positions + i % positions];
                    sum += neighbour * neighbour;
                }
            }
            expected[i] = x[i] / Math.pow(k + alpha * sum / size, beta);
        }
        Layer layer = Bench.layer("LocalResponseNorm", shape, "size", size, "alpha", alpha, "beta", beta, "k", k);
        // The constants of a layer are floats, whatever its numbers are.
        assertClose(Bench.evaluate(layer, shape, Evaluator.inDouble(1), x), expected, 1e-6);
    }
}
