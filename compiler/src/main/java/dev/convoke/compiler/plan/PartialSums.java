package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the long sums of training into partial sums of a few dozen products. The rounding error of a sum of n terms grows like
 * sqrt(n); sums of sums keep it near that of their parts (Higham, "Accuracy and Stability of Numerical Algorithms", 4.2). In
 * training it matters where a value decides: an activation that rounding moves over zero switches its whole gradient.
 */
final class PartialSums {
    /** Products of a partial sum, about. */
    private static final long LENGTH = 36;

    private PartialSums() {}

    static Expression split(Expression value) {
        return new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return isLongSum(reduce) ? split(reduce) : reduce;
            }
        }.rewrite(value);
    }

    private static boolean isLongSum(Expression.Reduce reduce) {
        Axis first = reduce.axes().get(0);
        return reduce.reduction() == Expression.Reduction.SUM
                && reduce.body() instanceof Expression.Binary product
                && product.operation() == Expression.BinaryOperation.MULTIPLY
                && !first.isBatch()
                && first.extent().constant() % Lanes.WIDTH == 0
                && chunk(reduce) < first.extent().constant();
    }

    /** Values of the first axis that a partial sum runs over: a power of two up to 16, so that it stays within a block. */
    private static long chunk(Expression.Reduce reduce) {
        long taps = 1;
        for (Axis axis : reduce.axes().subList(1, reduce.axes().size())) {
            taps *= axis.isBatch() ? LENGTH : axis.extent().constant();
        }
        long chunk = 1;
        while (chunk < Lanes.WIDTH && chunk * 2 * taps <= LENGTH) {
            chunk *= 2;
        }
        return chunk;
    }

    private static Expression split(Expression.Reduce reduce) {
        Atom.Variable first = reduce.axes().get(0).variable();
        long chunk = chunk(reduce);
        Axis block = Axis.of(first.name() + "b", (first.high() + 1) / Lanes.WIDTH);
        Axis part = Axis.of(first.name() + "p", Lanes.WIDTH / chunk);
        Axis within = Axis.of(first.name() + "i", chunk);
        Index index =
                block.index().times(Lanes.WIDTH).plus(part.index().times(chunk)).plus(within.index());
        List<Axis> inner = new ArrayList<>(reduce.axes());
        inner.set(0, within);
        Expression partial = new Expression.Reduce(reduce.reduction(), inner, Expression.constant(0), reduce.body());
        return Substitution.of(first, index)
                .apply(new Expression.Reduce(reduce.reduction(), List.of(block, part), reduce.initial(), partial));
    }
}
