package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartialSumsTest {
    /** Sums of small whole numbers are exact in any order: a term left out or added twice would show. */
    @ParameterizedTest(name = "{0} channels, {1}x{1}")
    @CsvSource({"16, 1, false", "48, 1, true", "64, 3, true", "16, 5, true", "17, 3, false", "3, 3, false"})
    void everyTermIsAddedOnce(int channels, int kernel, boolean long_) {
        Tensor x = new Tensor("x", true, List.of(channels, 5, 5));
        Tensor w = new Tensor("w", false, List.of(3, channels, kernel, kernel));
        Tensor bias = new Tensor("bias", false, List.of(3));
        int extent = Layers.extent(5, kernel, 1, 1);
        Definition whole = Layers.convolution(x, w, bias, 1, 1, new Tensor("y", true, List.of(3, extent, extent)));
        Definition split = PartialSums.ofProducts(whole);
        Evaluator evaluator = Evaluator.inFloat(2);
        Random random = new Random(channels);
        Map<Tensor, double[]> given = Map.of(
                x, whole(random, evaluator.elements(x)),
                w, whole(random, evaluator.elements(w)),
                bias, whole(random, evaluator.elements(bias)));
        assertThat(evaluator.evaluate(split, given)).containsExactly(evaluator.evaluate(whole, given));
        assertThat(reductions(whole)).isEqualTo(1);
        assertThat(reductions(split)).isEqualTo(long_ ? 2 : 1);
    }

    @ParameterizedTest(name = "{0}x{1}")
    @CsvSource({"16, 16, true", "7, 41, true", "300, 2, true", "1, 400, false", "15, 17, false"})
    void everyPositionIsAddedOnce(int height, int width, boolean cut) {
        Tensor x = new Tensor("x", true, List.of(3, height, width));
        Definition whole = channelSums(x);
        Definition rows = PartialSums.ofPositions(whole);
        Evaluator evaluator = Evaluator.inFloat(2);
        Map<Tensor, double[]> given = Map.of(x, whole(new Random(height), evaluator.elements(x)));
        assertThat(evaluator.evaluate(rows, given)).containsExactly(evaluator.evaluate(whole, given));
        assertThat(reductions(rows)).isEqualTo(cut ? 2 : 1);
    }

    /** A sequence of 12544 additions to one growing sum is about ten times as far off. */
    @Test
    void sumsOfPositionsRoundLittle() {
        Definition whole = channelSums(new Tensor("x", true, List.of(16, 112, 112)));
        assertThat(worstError(PartialSums.ofPositions(whole))).isLessThan(4e-7);
        assertThat(worstError(whole)).isGreaterThan(1e-6);
    }

    /** The largest relative error of the sums of 16 channels of numbers from 0 to 1. */
    private static double worstError(Definition sums) {
        double[] values =
                new Random(4).doubles(16 * 12544).map(value -> (float) value).toArray();
        double[] found =
                Evaluator.inFloat(1).evaluate(sums, Map.of(new Tensor("x", true, List.of(16, 112, 112)), values));
        return IntStream.range(0, 16)
                .mapToDouble(c -> {
                    double truth =
                            Arrays.stream(values, c * 12544, (c + 1) * 12544).sum();
                    return Math.abs(found[c] - truth) / truth;
                })
                .max()
                .orElseThrow();
    }

    /** What elements of the output share is computed in tiles of many sums, for which partial sums have no registers. */
    @Test
    void sumsThatShareTermsStayWhole() {
        Tensor x = new Tensor("x", true, List.of(3, 30, 30));
        Tensor w = new Tensor("w", false, List.of(3, 3, 20, 20));
        Tensor bias = new Tensor("bias", false, List.of(3));
        Definition whole = Layers.convolution(x, w, bias, 1, 0, new Tensor("y", true, List.of(3, 11, 11)));
        assertThat(PartialSums.ofPositions(whole)).isEqualTo(whole);
    }

    /** {@code s[n, c] = sum over h and w of x[n, c, h, w]}. */
    private static Definition channelSums(Tensor x) {
        List<Axis> axes = List.of(
                Axis.batch("n"),
                Axis.of("c", x.extents().get(0)),
                Axis.of("h", x.extents().get(1)),
                Axis.of("w", x.extents().get(2)));
        Expression sum = Expression.sum(
                axes.subList(2, 4), x.at(axes.stream().map(Axis::index).toList()));
        return new Definition(
                new Tensor("s", true, x.extents().subList(0, 1)), axes.subList(0, 2), sum, OptionalInt.empty());
    }

    private static double[] whole(Random random, int count) {
        return random.ints(count, -9, 10).asDoubleStream().toArray();
    }

    private static int reductions(Definition definition) {
        int[] count = {0};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                count[0]++;
                return super.reduce(reduce);
            }
        }.rewrite(definition.value());
        return count[0];
    }
}
