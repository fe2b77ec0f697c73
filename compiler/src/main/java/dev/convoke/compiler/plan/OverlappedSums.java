package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the long sums of classifiers with few outputs into parts that are computed side by side. A multiply-add takes four cycles, of which a core could begin another two a cycle: ten
 * classes are one vector, so one chain of sums, that would wait for itself. Where there are more outputs or positions, those are computed side by side.
 *
 * <p>It is another definition: the parts are rounded by themselves, and the error is smaller than that of one long sum. So it is for {@link Numerics#FAST} only.
 */
final class OverlappedSums {
    /** Chains that hide the latency. */
    private static final int CHAINS = 4;

    /** Products of a sum from which on it is long. */
    private static final long LONG = 256;

    private OverlappedSums() {}

    /**
     * @param computations of an inference
     */
    static List<Computation> cut(List<Computation> computations) {
        return computations.stream()
                .map(c -> c.phase() == Phase.INFERENCE ? c.with(cut(c.definition())) : c)
                .toList();
    }

    private static Definition cut(Definition definition) {
        if (!definition.output().batched() || definition.axes().size() != 2) {
            return definition;
        }
        long outputs = definition.axes().get(1).extent().constant();
        long parts = CHAINS / ((outputs + Lanes.WIDTH - 1) / Lanes.WIDTH);
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return parts > 1 && isLong(reduce, parts) ? inParts(reduce, parts) : reduce;
            }
        }.rewrite(definition.value());
        return new Definition(definition.output(), definition.axes(), value, definition.lanes());
    }

    private static boolean isLong(Expression.Reduce reduce, long parts) {
        long products = 1;
        for (Axis axis : reduce.axes()) {
            if (!axis.extent().isConstant()) {
                return false;
            }
            products *= axis.extent().constant();
        }
        return reduce.reduction() == Expression.Reduction.SUM
                && reduce.body().product().isPresent()
                && reduce.axes().get(0).extent().constant() % parts == 0
                && products >= LONG;
    }

    private static Expression inParts(Expression.Reduce reduce, long parts) {
        Axis first = reduce.axes().get(0);
        long each = first.extent().constant() / parts;
        Axis part = Axis.of(first.name() + "p", parts);
        Axis within = Axis.of(first.name() + "i", each);
        Index index = part.index().times(each).plus(within.index());
        List<Axis> inner = new ArrayList<>(reduce.axes());
        inner.set(0, within);
        Expression one = new Expression.Reduce(reduce.reduction(), inner, Expression.constant(0), reduce.body());
        return Substitution.of(first.variable(), index)
                .apply(new Expression.Reduce(reduce.reduction(), List.of(part), reduce.initial(), one));
    }
}
