package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A part of a definition that one loop nest computes: {@code output[at] = value} for all values of the axes.
 *
 * @param at the indices written, in terms of the axes: the axes themselves, or {@code 2 * h + 1} in a nest for odd rows
 * @param lanes the position among {@code axes} along which 16 elements are computed at a time; none for scalar nests
 */
public record Nest(Tensor output, List<Index> at, List<Axis> axes, Expression value, OptionalInt lanes) {
    public Nest {
        at = List.copyOf(at);
        axes = List.copyOf(axes);
    }

    /** A definition as one nest; lanes along the axis its author wants, else along the channels. */
    public static Nest of(Definition definition) {
        int channels = definition.output().batched() ? 1 : 0;
        OptionalInt lanes = definition.lanes();
        if (lanes.isEmpty() && definition.axes().size() > channels) {
            lanes = OptionalInt.of(channels);
        }
        return new Nest(definition.output(), indices(definition.axes()), definition.axes(), definition.value(), lanes);
    }

    /** The indices that axes go through. */
    static List<Index> indices(List<Axis> axes) {
        return axes.stream().map(Axis::index).toList();
    }

    public Nest with(Expression newValue) {
        return new Nest(output, at, axes, newValue, lanes);
    }

    public Nest with(OptionalInt newLanes) {
        return new Nest(output, at, axes, value, newLanes);
    }

    /**
     * Whether sums of products have all of their factors to themselves at each place of an axis, as in ranges of a linear layer's weights: to compute several
     * places together would share nothing.
     */
    public boolean ownsFactors(Axis axis) {
        List<Accesses.Access> factors = new ArrayList<>();
        boolean[] multiplies = {false};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                multiplies[0] |= reduce.body().product().isPresent();
                factors.addAll(Accesses.of(reduce.body()));
                return super.reduce(reduce);
            }
        }.rewrite(value);
        return multiplies[0]
                && factors.stream()
                        .allMatch(f -> f.load().at().stream().anyMatch(index -> index.mentions(axis.variable())));
    }
}
