package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Range;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The positions of a map as one axis. A 1x1 convolution reads of each position nothing but that position, so where the rows of what it reads and writes
 * follow each other in memory, {@code [h, w]} is {@code [h * w]}. Tiles then go on from row to row: of 13 x 13 positions, tiles of 7 compute 175, and 182 row by row.
 */
final class FlatPositions {
    /** The last two axes of the nest. */
    private final Axis row;

    private final Axis column;
    private final Map<Tensor, Layout> layouts;

    private FlatPositions(Axis row, Axis column, Map<Tensor, Layout> layouts) {
        this.row = row;
        this.column = column;
        this.layouts = layouts;
    }

    /** The same nest with its positions as one axis, if it can be and tiles of it compute fewer elements twice; else the nest itself. */
    static Nest of(Nest nest, Map<Tensor, Layout> layouts, int width) {
        return flattened(nest, layouts)
                .filter(flat -> computed(flat, width) < computed(nest, width))
                .orElse(nest);
    }

    private static Optional<Nest> flattened(Nest nest, Map<Tensor, Layout> layouts) {
        List<Axis> axes = nest.axes();
        int outer = axes.size() - 2;
        if (outer < 0
                || nest.lanes().orElse(outer) >= outer
                || axes.subList(outer, axes.size()).stream()
                        .anyMatch(a -> a.isBatch() || a.extent().isConstant(1))) {
            return Optional.empty();
        }
        FlatPositions flat = new FlatPositions(axes.get(outer), axes.get(outer + 1), layouts);
        return flat.follow(nest.output(), nest.at()) && flat.follow(nest.value())
                ? Optional.of(flat.flatten(nest, outer))
                : Optional.empty();
    }

    private Nest flatten(Nest nest, int outer) {
        Axis positions = Axis.of(
                row.name() + column.name(),
                row.extent().constant() * column.extent().constant());
        List<Axis> axes = new ArrayList<>(nest.axes().subList(0, outer));
        axes.add(positions);
        // Where rows follow each other, a column beyond the first row lies where it does in its own.
        Substitution substitution =
                Substitution.of(Map.of(row.variable(), Index.ZERO, column.variable(), positions.index()));
        return new Nest(
                nest.output(),
                nest.at().stream().map(substitution::apply).toList(),
                axes,
                substitution.apply(nest.value()),
                nest.lanes());
    }

    private boolean mentioned(Index index) {
        return index.mentions(row.variable()) || index.mentions(column.variable());
    }

    /** Whether a value depends on the position by nothing but what it loads there. */
    private boolean follow(Expression value) {
        boolean[] follow = {true};
        new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                follow[0] &= follow(load.tensor(), load.at());
                return load;
            }

            @Override
            protected List<Axis> axes(List<Axis> axes) {
                follow[0] &= axes.stream().noneMatch(axis -> mentioned(axis.extent()));
                return axes;
            }

            @Override
            protected Index index(Index index) {
                follow[0] &= !mentioned(index);
                return index;
            }
        }.rewrite(value);
        return follow[0];
    }

    /** Whether an element is that of the same position, of a tensor whose rows follow each other, or of no position. */
    private boolean follow(Tensor tensor, List<Index> at) {
        if (at.stream().noneMatch(this::mentioned)) {
            return true;
        }
        int last = at.size() - 1;
        Layout layout = Objects.requireNonNull(layouts.get(tensor));
        int columns = tensor.extents().size() - 1;
        if (columns < 1 || layout.blocked().orElse(-1) >= columns - 1) {
            return false;
        }
        List<Long> strides = layout.strides();
        return is(at.get(last), column)
                && is(at.get(last - 1), row)
                && at.subList(0, last - 1).stream().noneMatch(this::mentioned)
                && strides.get(columns - 1)
                        == strides.get(columns) * column.extent().constant();
    }

    private static boolean is(Index index, Axis axis) {
        return index.minus(axis.index()).range().equals(new Range(0, 0));
    }

    /** Elements that the tiles of a nest compute in each sample, those computed twice included. */
    private static long computed(Nest nest, int width) {
        Map<Atom.Variable, Integer> factors = Tiling.choose(nest, width).get(0).factors();
        return nest.axes().stream()
                .filter(a -> !a.isBatch())
                .mapToLong(a -> {
                    long factor = factors.getOrDefault(a.variable(), 1);
                    return (a.extent().constant() + factor - 1) / factor * factor;
                })
                .reduce(1, Math::multiplyExact);
    }
}
