package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which sums are cut into parts that are computed side by side. That the bits are the same everywhere is tested with generated code. */
class OverlappedSumsTest {
    private static Network linear(int inputs, int outputs) {
        Builder net = new Builder();
        return net.build(net.add("linear", "Linear", net.input("x", inputs), "out_features", outputs));
    }

    /** The extents of the outermost reductions. */
    private static List<Long> extents(Plan plan) {
        List<Long> extents = new ArrayList<>();
        for (Task task : plan.inference().tasks(Phase.INFERENCE)) {
            if (task instanceof Task.Compute compute) {
                new ExpressionRewriter() {
                    @Override
                    public Expression reduce(Expression.Reduce reduce) {
                        extents.add(reduce.axes().stream()
                                .map(Axis::extent)
                                .mapToLong(e -> e.constant())
                                .reduce(1, (a, b) -> a * b));
                        return reduce;
                    }
                }.rewrite(compute.nest().value());
            }
        }
        return extents;
    }

    /** One vector of outputs is one chain, two are two; four and more wait for nothing. */
    @ParameterizedTest
    @CsvSource({"256, 10, 4", "256, 16, 4", "256, 17, 2", "256, 33, 256", "256, 64, 256", "252, 10, 252", "258, 10, 258"
    })
    void fewLongSumsAreCut(int inputs, int outputs, long outermost) {
        assertThat(extents(BackEnd.plan(linear(inputs, outputs)))).containsExactly(outermost);
    }

    @Test
    void exactSumsStayWhole() {
        assertThat(extents(BackEnd.plan(linear(256, 10), Numerics.EXACT))).containsExactly(256L);
    }
}
