package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        Definition split =
                new Definition(whole.output(), whole.axes(), PartialSums.split(whole.value()), whole.lanes());
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
