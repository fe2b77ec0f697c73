package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private final Tensor x = new Tensor("x", true, List.of(2, 5, 4));
    private final Tensor w = new Tensor("w", false, List.of(3, 2, 3, 3));
    private final Tensor bias = new Tensor("bias", false, List.of(3));

    @Test
    void aConvolutionIsTheChainOfFmasInItsOrder() {
        Random random = new Random(1);
        float[] input = Layers.random(random, 2 * 2 * 5 * 4);
        float[] weight = Layers.random(random, 3 * 2 * 3 * 3);
        float[] start = Layers.random(random, 3);
        Tensor y = new Tensor("y", true, List.of(3, Layers.extent(5, 3, 2, 1), Layers.extent(4, 3, 2, 1)));
        Definition definition = Layers.convolution(x, w, bias, 2, 1, y);
        Map<Tensor, double[]> environment =
                Map.of(x, Evaluator.widen(input), w, Evaluator.widen(weight), bias, Evaluator.widen(start));
        double[] result = Evaluator.inFloat(2).evaluate(definition, environment);
        double[] precise = Evaluator.inDouble(2).evaluate(definition, environment);
        int position = 0;
        for (int n = 0; n < 2; n++) {
            for (int k = 0; k < 3; k++) {
                for (int oh = 0; oh < 3; oh++) {
                    for (int ow = 0; ow < 2; ow++) {
                        float sum = start[k];
                        for (int c = 0; c < 2; c++) {
                            for (int kh = 0; kh < 3; kh++) {
                                for (int kw = 0; kw < 3; kw++) {
                                    int h = oh * 2 + kh - 1;
                                    int v = ow * 2 + kw - 1;
                                    boolean inside = h >= 0 && h < 5 && v >= 0 && v < 4;
                                    float value = inside ? input[((n * 2 + c) * 5 + h) * 4 + v] : 0;
                                    sum = Math.fma(value, weight[((k * 2 + c) * 3 + kh) * 3 + kw], sum);
                                }
                            }
                        }
                        assertThat(result[position]).isEqualTo(sum);
                        assertThat(precise[position]).isCloseTo(sum, within(1e-5));
                        position++;
                    }
                }
            }
        }
        assertThat(result).hasSize(position);
    }

    @Test
    void definitionsRunInOrder() {
        Tensor rows = new Tensor("z", true, List.of(6));
        Tensor maximum = new Tensor("maximum", true, List.of());
        Tensor sum = new Tensor("sum", true, List.of());
        Tensor y = new Tensor("y", true, List.of(6));
        double[] input = Evaluator.widen(Layers.random(new Random(3), 12));
        Map<Tensor, double[]> results = Evaluator.inDouble(2)
                .run(
                        List.of(
                                Layers.rowMaximum(rows, maximum),
                                Layers.rowSum(rows, maximum, sum),
                                Layers.softmax(rows, maximum, sum, y)),
                        Map.of(rows, input));
        double[] softmax = Objects.requireNonNull(results.get(y));
        for (int n = 0; n < 2; n++) {
            double total = 0;
            for (int i = 0; i < 6; i++) {
                total += Math.exp(input[n * 6 + i]);
            }
            for (int i = 0; i < 6; i++) {
                assertThat(softmax[n * 6 + i]).isCloseTo(Math.exp(input[n * 6 + i]) / total, within(1e-14));
            }
        }
    }

    private static double value(Evaluator evaluator, Expression expression) {
        Tensor scalar = new Tensor("scalar", false, List.of());
        return evaluator.evaluate(new Definition(scalar, List.of(), expression, OptionalInt.empty()), Map.of())[0];
    }

    @Test
    void aSumThatIsNoProductRoundsEachTerm() {
        Axis j = Axis.of("j", 3);
        Expression terms = new Expression.IndexValue(j.index().times(1 << 24).plus(1));
        float rounded = (0f + 1f) + (float) ((1 << 24) + 1) + (float) ((1 << 25) + 1);
        assertThat(value(Evaluator.inFloat(1), Expression.sum(List.of(j), terms)))
                .isEqualTo(rounded);
        assertThat(value(Evaluator.inDouble(1), Expression.sum(List.of(j), terms)))
                .isEqualTo(3L * (1 << 24) + 3);
    }

    @Test
    void maximaAndComparisonsKnowNaNsAndSignedZeros() {
        Evaluator evaluator = Evaluator.inFloat(1);
        Expression nan = Expression.constant(Double.NaN);
        Expression one = Expression.constant(1);
        assertThat(value(evaluator, nan.max(one))).isNaN();
        assertThat(value(evaluator, one.min(nan))).isNaN();
        Expression zero = Expression.constant(0);
        Expression minusZero = Expression.constant(-0.0);
        assertThat(1 / value(evaluator, minusZero.max(zero))).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(1 / value(evaluator, zero.min(minusZero))).isEqualTo(Double.NEGATIVE_INFINITY);
        for (Expression.Comparison comparison : Expression.Comparison.values()) {
            assertThat(value(evaluator, Expression.choose(nan, comparison, nan, one, zero)))
                    .isZero();
        }
        Expression isEqual = Expression.choose(zero, Expression.Comparison.EQUAL, minusZero, one, zero);
        assertThat(value(evaluator, isEqual)).isOne();
    }

    @Test
    void theErrorFunction() {
        // Values of table 7.1 of Abramowitz and Stegun.
        Map<Double, Double> table = Map.of(
                0.0,
                0.0,
                0.5,
                0.5204998778,
                1.0,
                0.8427007929,
                1.98,
                0.9948920004,
                2.0,
                0.9953222650,
                -1.5,
                -0.9661051465);
        table.forEach((argument, result) -> assertThat(Functions.erf(argument)).isCloseTo(result, within(1e-10)));
        // The series and the continued fraction meet.
        assertThat(Functions.erf(Math.nextDown(2.0))).isCloseTo(Functions.erf(2.0), within(1e-15));
        assertThat(Functions.erf(Double.POSITIVE_INFINITY)).isOne();
        assertThat(Functions.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Functions.erf(Double.NaN)).isNaN();
    }

    @Test
    void paddingIsNotRead() {
        Axis h = Axis.of("h", 5);
        Tensor line = new Tensor("line", false, List.of(3));
        Expression padded = line.at(List.of(h.index().minus(1)), Expression.constant(-7));
        Definition definition =
                new Definition(new Tensor("y", false, List.of(5)), List.of(h), padded, OptionalInt.empty());
        assertThat(Evaluator.inDouble(1).evaluate(definition, Map.of(line, new double[] {1, 2, 3})))
                .containsExactly(-7, 1, 2, 3, -7);
    }

    @Test
    void randomNumbersDependOnTheirStreamAndIndexAlone() {
        Intrinsics intrinsics = Intrinsics.reference(7);
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            float number = intrinsics.uniform(2, i);
            assertThat(number).isBetween(0f, Math.nextDown(1f));
            assertThat(intrinsics.uniform(2, i)).isEqualTo(number);
            sum += number;
        }
        assertThat(sum / 10_000).isCloseTo(0.5, within(0.02));
        assertThat(intrinsics.uniform(3, 0)).isNotEqualTo(intrinsics.uniform(2, 0));
    }

    @Test
    void faultsAreNamed() {
        Axis h = Axis.of("h", 5);
        Tensor line = new Tensor("line", false, List.of(3));
        Definition outside = new Definition(
                new Tensor("y", false, List.of(5)),
                List.of(h),
                line.at(h.index().minus(1)),
                OptionalInt.empty());
        Evaluator evaluator = Evaluator.inDouble(1);
        assertThatThrownBy(() -> evaluator.evaluate(outside, Map.of(line, new double[3])))
                .hasMessage("line[3] is accessed at [-1]");
        assertThatThrownBy(() -> evaluator.evaluate(outside, Map.of()))
                .hasMessageContaining("no values are given for Tensor[name=line");
        assertThatThrownBy(() -> evaluator.evaluate(outside, Map.of(line, new double[4])))
                .hasMessage("line has 3 elements, not 4");
        Expression unbound = new Expression.IndexValue(Axis.of("q", 3).index());
        assertThatThrownBy(() -> value(evaluator, unbound)).hasMessage("the variable q (0..2) is not bound here");
        Expression twice = Expression.sum(List.of(h), Expression.sum(List.of(h), Expression.constant(1)));
        assertThatThrownBy(() -> value(evaluator, twice)).hasMessage("the variable h is bound twice");
    }
}
