package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The convolution within a definition: {@code sum over c, taps of x[n, c, position + tap - padding] * w[k, c, taps]} with stride 1, without
 * dilation and groups, whatever is computed of the sum then.
 *
 * @param sum the reduction
 * @param batch the axis of samples
 * @param outputs the axis of output channels
 * @param positions the axes of output positions
 * @param inputs the axis of input channels
 * @param taps the axes of the window, one for each of {@code positions}
 * @param padding positions before the first, for each of {@code positions}
 */
record Convolution(
        Expression.Reduce sum,
        Tensor input,
        Tensor weight,
        Axis batch,
        Axis outputs,
        List<Axis> positions,
        Axis inputs,
        List<Axis> taps,
        List<Integer> padding) {
    Convolution {
        positions = List.copyOf(positions);
        taps = List.copyOf(taps);
        padding = List.copyOf(padding);
    }

    /** The convolution that a definition is made of, if it is one and there is no other reduction in it. */
    static Optional<Convolution> in(Definition definition) {
        List<Expression.Reduce> reductions = new ArrayList<>();
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                if (!reductions.contains(reduce)) {
                    reductions.add(reduce);
                }
                return reduce;
            }
        }.rewrite(definition.value());
        boolean batched = definition.output().batched() && definition.axes().size() >= 3;
        return batched && reductions.size() == 1 ? of(definition.axes(), reductions.get(0)) : Optional.empty();
    }

    private static Optional<Convolution> of(List<Axis> axes, Expression.Reduce sum) {
        List<Axis> positions = axes.subList(2, axes.size());
        if (sum.reduction() != Expression.Reduction.SUM || sum.axes().size() != positions.size() + 1) {
            return Optional.empty();
        }
        Axis inputs = sum.axes().get(0);
        List<Axis> taps = sum.axes().subList(1, sum.axes().size());
        Optional<Expression.Binary> product = sum.body().product();
        Optional<Expression.Load> read = product.flatMap(p -> zeroPadded(p.left()));
        Optional<Expression.Load> weight = product.flatMap(p -> load(p.right()));
        if (read.isEmpty() || weight.isEmpty() || read.get().at().size() != axes.size()) {
            return Optional.empty();
        }
        List<Index> ofWeight = new ArrayList<>(List.of(axes.get(1).index(), inputs.index()));
        taps.forEach(t -> ofWeight.add(t.index()));
        List<Index> at = read.get().at();
        List<Integer> padding = new ArrayList<>();
        for (int i = 0; i < positions.size(); i++) {
            Index rest = at.get(i + 2)
                    .minus(positions.get(i).index())
                    .minus(taps.get(i).index());
            if (!rest.isConstant()) {
                return Optional.empty();
            }
            padding.add((int) -rest.constant());
        }
        boolean plain = weight.get().at().equals(ofWeight)
                && at.get(0).equals(axes.get(0).index())
                && at.get(1).equals(inputs.index());
        return plain
                ? Optional.of(new Convolution(
                        sum,
                        read.get().tensor(),
                        weight.get().tensor(),
                        axes.get(0),
                        axes.get(1),
                        positions,
                        inputs,
                        taps,
                        padding))
                : Optional.empty();
    }

    /** A load, or one that is 0 outside of the tensor. */
    private static Optional<Expression.Load> zeroPadded(Expression expression) {
        if (expression instanceof Expression.Where where
                && where.outside() instanceof Expression.Constant outside
                && Float.compare(outside.value(), 0f) == 0) {
            return load(where.inside());
        }
        return load(expression);
    }

    private static Optional<Expression.Load> load(Expression expression) {
        return expression instanceof Expression.Load load ? Optional.of(load) : Optional.empty();
    }

    /** The extent of a constant axis. */
    static int extent(Axis axis) {
        return (int) axis.extent().constant();
    }
}
