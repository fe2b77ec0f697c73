package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts the long sums of training into partial sums. The rounding error of a sum of n terms grows like sqrt(n), and like n where
 * they have one sign; sums of sums keep it near that of their parts (Higham, "Accuracy and Stability of Numerical Algorithms", 4.2).
 * In training it matters where a value decides: an activation that rounding moves over zero switches its whole gradient.
 *
 * <p>Sums of products over channels, as those of convolutions, are cut into a few dozen products. Sums over the positions of maps,
 * as those of statistics and of gradients of scales and shifts, are cut into rows: PyTorch adds them in double precision.
 */
final class PartialSums {
    /** Products of a partial sum, about. */
    private static final long LENGTH = 36;

    /** Positions from which on a sum over them is long. */
    private static final long POSITIONS = 256;

    private PartialSums() {}

    /** With the sums of products over channels cut. */
    static Definition ofProducts(Definition definition) {
        return rewritten(definition, reduce -> isLongSum(reduce) ? split(reduce) : reduce);
    }

    /** With the sums over positions cut. */
    static Definition ofPositions(Definition definition) {
        return rewritten(definition, reduce -> isOverPositions(reduce, definition.axes()) ? rows(reduce) : reduce);
    }

    private static Definition rewritten(Definition definition, Function<Expression.Reduce, Expression> split) {
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return split.apply(reduce);
            }
        }.rewrite(definition.value());
        return new Definition(definition.output(), definition.axes(), value, definition.lanes());
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

    /**
     * Whether a sum runs over many positions, and no element of the output shares a term with another one: what shares terms is
     * computed in tiles, whose accumulators fill the registers.
     */
    private static boolean isOverPositions(Expression.Reduce reduce, List<Axis> outputs) {
        List<Axis> axes = reduce.axes();
        List<Axis> kept =
                outputs.stream().filter(axis -> !axis.extent().isConstant(1)).toList();
        return reduce.reduction() == Expression.Reduction.SUM
                && axes.stream().filter(axis -> !axis.extent().isConstant(1)).count() > 1
                && axes.stream().noneMatch(Axis::isBatch)
                && extent(axes) >= POSITIONS
                && Accesses.of(reduce.body()).stream()
                        .filter(access -> mentions(access, axes).findAny().isPresent())
                        .allMatch(access -> mentions(access, kept).count() == kept.size());
    }

    private static Stream<Axis> mentions(Accesses.Access access, List<Axis> axes) {
        List<Index> at = access.load().at();
        return axes.stream().filter(axis -> at.stream().anyMatch(index -> index.mentions(axis.variable())));
    }

    private static long extent(List<Axis> axes) {
        return axes.stream().mapToLong(axis -> axis.extent().constant()).reduce(1, Math::multiplyExact);
    }

    /** The sum of the sums over the last axes; cut where both are short. */
    private static Expression rows(Expression.Reduce reduce) {
        List<Axis> axes = reduce.axes();
        int cut = IntStream.range(1, axes.size())
                .boxed()
                .min(Comparator.comparing(i -> extent(axes.subList(0, i)) + extent(axes.subList(i, axes.size()))))
                .orElseThrow();
        Expression row = new Expression.Reduce(
                reduce.reduction(), axes.subList(cut, axes.size()), Expression.constant(0), reduce.body());
        return new Expression.Reduce(reduce.reduction(), axes.subList(0, cut), reduce.initial(), row);
    }
}
