package dev.convoke.compiler.layer.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.loop.Evaluator;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Activations against the formulas in PyTorch's documentation, at their corners, and for large numbers in float32. */
class ActivationsTest {
    private static final double[] POINTS = {-50, -7, -3, -2.5, -1, -0.3, -1e-4, 0, 1e-4, 0.3, 1, 2.5, 3, 7, 50};

    /** A layer, its arguments, and what PyTorch's documentation says that it computes. */
    private record Case(String layer, DoubleUnaryOperator formula, Object... arguments) {}

    private static final List<Case> CASES = List.of(
            new Case("Relu", x -> Math.max(x, 0)),
            new Case("Relu6", x -> Math.min(Math.max(x, 0), 6)),
            new Case("LeakyRelu", x -> Math.max(0, x) + 0.01 * Math.min(0, x)),
            new Case("Elu", x -> x > 0 ? x : Math.expm1(x)),
            new Case("Elu", x -> x > 0 ? x : 0.5 * Math.expm1(x), "alpha", 0.5),
            new Case("Elu", x -> x > 0 ? x : -2 * Math.expm1(x), "alpha", -2.0),
            new Case(
                    "Selu",
                    x -> 1.0507009873554804934193349852946
                            * (Math.max(0, x) + Math.min(0, 1.6732632423543772848170429916717 * Math.expm1(x)))),
            new Case("Celu", x -> Math.max(0, x) + Math.min(0, Math.expm1(x))),
            new Case("Celu", x -> Math.max(0, x) + Math.min(0, 3 * Math.expm1(x / 3)), "alpha", 3.0),
            new Case("Gelu", x -> x * normal(x)),
            new Case(
                    "Gelu",
                    x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
                    "approximate",
                    "tanh"),
            new Case("Silu", x -> x / (1 + Math.exp(-x))),
            new Case("Mish", x -> x * Math.tanh(softplus(x))),
            new Case("Hardswish", x -> x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6),
            new Case("Hardsigmoid", x -> x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 0.5),
            new Case("Hardtanh", x -> x > 1 ? 1 : x < -1 ? -1 : x),
            new Case("Hardtanh", x -> x > 0.25 ? 0.25 : x < -2 ? -2 : x, "min_val", -2.0, "max_val", 0.25),
            new Case("Sigmoid", x -> 1 / (1 + Math.exp(-x))),
            new Case("LogSigmoid", x -> -softplus(-x)),
            new Case("Tanh", Math::tanh),
            new Case("Softplus", ActivationsTest::softplus),
            new Case("Softplus", x -> 2 * x > 1 ? x : softplus(2 * x) / 2, "beta", 2.0, "threshold", 1.0),
            new Case("Softsign", x -> x / (1 + Math.abs(x))),
            new Case("Threshold", x -> x > 0.3 ? x : 20, "threshold", 0.3, "value", 20.0));

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** The normal distribution's probability below x: of its Taylor series, in as many digits as it needs. */
    private static double normal(double x) {
        if (Math.abs(x) > 9) {
            return x < 0 ? 0 : 1;
        }
        MathContext digits = new MathContext(60);
        BigDecimal square = new BigDecimal(x).pow(2);
        BigDecimal term = new BigDecimal(x);
        BigDecimal sum = term;
        for (int k = 1; k < 300; k++) {
            term = term.multiply(square).divide(BigDecimal.valueOf(-2L * k), digits);
            sum = sum.add(term.divide(BigDecimal.valueOf(2L * k + 1), digits), digits);
        }
        return 0.5 + sum.doubleValue() / Math.sqrt(2 * Math.PI);
    }

    @TestFactory
    Stream<DynamicTest> formulas() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(each.layer + List.of(each.arguments), () -> {
                    double[] found = evaluate(each.layer, POINTS, Evaluator.inDouble(1), each.arguments);
                    double[] floats = evaluate(
                            each.layer,
                            Evaluator.widen(Evaluator.narrow(POINTS)),
                            Evaluator.inFloat(1),
                            each.arguments);
                    for (int i = 0; i < POINTS.length; i++) {
                        double expected = each.formula.applyAsDouble(POINTS[i]);
                        // Constants are float32 in either precision.
                        assertThat(found[i])
                                .as("at %s", POINTS[i])
                                .isCloseTo(expected, within(1e-7 * Math.abs(expected) + 1e-9));
                        assertThat(floats[i])
                                .as("at %s in float32", POINTS[i])
                                .isCloseTo(expected, within(3e-7 * Math.max(Math.abs(expected), 1)));
                    }
                }));
    }

    /** All of them have a formula here, but for those that see other numbers too or learn. */
    @Test
    void everyActivationIsAmongThem() {
        Set<String> others = Set.of("Softmax", "LogSoftmax", "PRelu");
        List<String> activations = Catalogue.LAYERS.stream()
                .filter(layer -> layer.group() == LayerType.Group.ACTIVATION)
                .map(LayerType::name)
                .filter(name -> !others.contains(name))
                .toList();
        assertThat(CASES.stream().map(Case::layer).distinct()).containsExactlyInAnyOrderElementsOf(activations);
    }

    /** Small results keep all their digits, and nothing overflows. */
    @Test
    void smallResultsArePreciseInFloat() {
        assertPrecise("Softplus", x -> Math.log1p(Math.exp(x)), -80, -30, -18, -16.7, -10);
        assertPrecise("LogSigmoid", x -> -Math.log1p(Math.exp(-x)), 80, 30, 18, 16.7, 10);
        assertPrecise("Elu", Math::expm1, -1e-3, -1e-5, -1e-20, -0.4);
        assertPrecise("Mish", x -> x * Math.tanh(Math.log1p(Math.exp(x))), -60, -20, -5, 1e-10, 12);
        assertPrecise("Silu", x -> x / (1 + Math.exp(-x)), -80, -20, 30);
        assertThat(evaluate("Softplus", new double[] {0x1p99, -0x1p99}, Evaluator.inFloat(1)))
                .containsExactly(0x1p99, 0);
        assertThat(evaluate("Softplus", new double[] {500}, Evaluator.inFloat(1), "threshold", 1000.0))
                .containsExactly(500);
        assertThat(evaluate("LogSigmoid", new double[] {0x1p99, -0x1p99}, Evaluator.inFloat(1)))
                .containsExactly(0, -0x1p99);
        assertThat(evaluate("Mish", new double[] {0x1p66, -0x1p66, 300}, Evaluator.inFloat(1)))
                .containsExactly(0x1p66, 0, 300);
        assertThat(gradient("Softplus", 200, -200)).containsExactly(new double[] {1, 0}, within(1e-80));
        assertThat(gradient("LogSigmoid", 200, -200)).containsExactly(new double[] {0, 1}, within(1e-80));
        assertThat(gradient("Mish", 200, -200)).containsExactly(new double[] {1, 0}, within(1e-80));
        assertThat(gradient("Silu", 200, -200)).containsExactly(new double[] {1, 0}, within(1e-80));
        assertThat(gradient("Gelu", 200, -200)).containsExactly(new double[] {1, 0}, within(1e-80));
        assertThat(gradient("Celu", 200, -200)).containsExactly(new double[] {1, 0}, within(1e-80));
    }

    private static void assertPrecise(String layer, DoubleUnaryOperator formula, double... at) {
        double[] points = Evaluator.widen(Evaluator.narrow(at));
        double[] found = evaluate(layer, points, Evaluator.inFloat(1));
        for (int i = 0; i < points.length; i++) {
            double expected = formula.applyAsDouble(points[i]);
            assertThat(found[i])
                    .as("%s at %s", layer, points[i])
                    .isCloseTo(expected, within(8 * 0x1p-24 * Math.abs(expected)));
        }
    }

    /** Where a function has a corner, its gradient is the one that PyTorch's backward formulas take. */
    @Test
    void gradientsAtCornersArePyTorchs() {
        assertThat(gradient("Relu", -1, 0, 1)).containsExactly(0, 0, 1);
        assertThat(gradient("Relu6", 0, 3, 6, 7)).containsExactly(0, 1, 0, 0);
        assertThat(gradient("LeakyRelu", 0)).containsExactly(0.01f);
        assertThat(gradient("Elu", 0)).containsExactly(1);
        assertThat(gradient(new Object[] {"alpha", 0.5}, "Elu", 0, 1)).containsExactly(0.5, 1);
        assertThat(gradient(new Object[] {"alpha", -2.0}, "Elu", 0, 1)).containsExactly(-2, 1);
        assertThat(gradient("Selu", 0)).containsExactly((float) (1.0507009873554805 * 1.6732632423543772));
        assertThat(gradient(new Object[] {"alpha", 2.0}, "Celu", 0)).containsExactly(1);
        assertThat(gradient("Hardswish", -4, -3, 0, 3, 4)).containsExactly(0, 0, 0.5, 1, 1);
        assertThat(gradient("Hardsigmoid", -3, 0, 3)).containsExactly(0, 1 / 6.0, 0);
        assertThat(gradient("Hardtanh", -1, 0, 1)).containsExactly(0, 1, 0);
        assertThat(gradient("Softsign", 0, 1)).containsExactly(1, 0.25);
        assertThat(gradient("Silu", 0)).containsExactly(0.5);
        assertThat(gradient("Gelu", 0)).containsExactly(0.5);
        assertThat(gradient(new Object[] {"threshold", 0.5, "value", 3.0}, "Threshold", 0.25, 0.5, 0.75))
                .containsExactly(0, 0, 1);
        // The threshold counts beta * x.
        assertThat(gradient(new Object[] {"beta", 2.0, "threshold", 1.0}, "Softplus", 0, 0.75))
                .containsExactly(0.5, 1);
        assertThat(gradient("Mish", 0)[0]).isCloseTo(0.6, within(1e-15));
    }

    @Test
    void slopesAreOneForAllOrOneForEachChannel() {
        Shape shape = Shape.of(2, 2);
        double[] x = {-1, 2, 0, -3};
        assertThat(Bench.evaluate(Bench.layer("PRelu", shape), shape, Evaluator.inDouble(1), x, new double[] {0.25}))
                .containsExactly(-0.25, 2, 0, -0.75);
        assertThat(Bench.evaluate(
                        Bench.layer("PRelu", shape, "num_parameters", 2),
                        shape,
                        Evaluator.inDouble(1),
                        x,
                        new double[] {0.5, 2}))
                .containsExactly(-0.5, 2, 0, -6);
        assertThat(Bench.layer("PRelu", shape, "init", 0.125).state().get(0).low())
                .isEqualTo(0.125);
    }

    private static double[] evaluate(String layer, double[] x, Evaluator evaluator, Object... arguments) {
        Shape shape = Shape.of(x.length);
        return withoutSignOfZero(Bench.evaluate(Bench.layer(layer, shape, arguments), shape, evaluator, x));
    }

    private static double[] gradient(String layer, double... at) {
        return gradient(new Object[0], layer, at);
    }

    /** What a gradient of 1 becomes. */
    private static double[] gradient(Object[] arguments, String layer, double... at) {
        Builder builder = new Builder();
        Value x = builder.input("x", at.length);
        Network network = builder.build(builder.add("y", layer, x, arguments));
        TrainingGraph training = Differentiate.of(network);
        double[] ones = new double[at.length];
        Arrays.fill(ones, 1);
        Map<Value, double[]> values =
                new HashMap<>(Map.of(x, at, training.outputGradients().get(0), ones));
        Bench.run(training.graph().nodes(), 0, Evaluator.inDouble(1), values);
        double[] gradient = values.get(training.gradients().get(x));
        return withoutSignOfZero(gradient);
    }

    private static double[] withoutSignOfZero(double[] values) {
        return DoubleStream.of(values).map(v -> v == 0 ? 0 : v).toArray();
    }
}
