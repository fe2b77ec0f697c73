package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Transform.Side;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.plan.Nest;
import dev.convoke.compiler.plan.PooledSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes loops of a nest whose value is a {@link Expression.Transform}: parallel loops over tiles, and for one tile one side of the transform after
 * the other. What one side makes of a tile lies in {@link Buffer#SUMS} until the next takes it: loops of one row or column, so that methods
 * stay small and no more than a row is in registers.
 *
 * <p>The row that a side takes is either an axis of the output, then whole tiles are stored: {@code v[.., i, j, ..]}; or the place within a
 * tile, {@code y[.., h, w]} with the rows {@code h % 4} and {@code w % 4}. Then what becomes of an element before it is stored is a loop over the tile,
 * which ends where the output does.
 */
final class LowerTransform {
    private final Nest nest;
    private final Expression.Transform transform;
    private final int width;
    private final Optional<Expression.Reduce> pool;
    private final List<Within> within;

    /**
     * The elements of a tile along one side.
     *
     * @param axis of the output
     * @param variable the place within the tile
     * @param count places
     * @param tile which tile, where the axis goes through tiles
     * @param window how many of them an element of the output is pooled from; 1 without a pool
     */
    private record Within(Axis axis, Atom.Variable variable, int count, Optional<Axis> tile, int window) {
        static Within of(Side side, List<Axis> axes) {
            int count = side.matrix().rows().size();
            for (Axis axis : axes) {
                if (side.row().equals(axis.index())) {
                    return new Within(axis, axis.variable(), count, Optional.empty(), 1);
                }
                if (side.row().equals(axis.index().modulo(count))) {
                    return tiled(axis, 1, count);
                }
            }
            throw new IllegalArgumentException("no axis of the output gives the row " + side.row());
        }

        /** Along an axis of windows that lie side by side; tiles are made of whole windows. */
        static Within pooled(Axis axis, Axis window, Side side) {
            int size = Math.toIntExact(window.extent().constant());
            return tiled(axis, size, side.matrix().rows().size());
        }

        private static Within tiled(Axis axis, int window, int count) {
            long elements = axis.extent().constant() * window;
            Axis tile = Axis.of(axis.name() + "t", (elements + count - 1) / count);
            Atom.Variable variable = new Atom.Variable(axis.name() + "i", 0, count - 1L);
            return new Within(axis, variable, count, Optional.of(tile), window);
        }

        /** Elements of the output that are made of a tile. */
        private int results() {
            return count / window;
        }

        /** The index of the axis at a result of the tile. */
        Index at(Index result) {
            return tile.map(t -> t.index().times(results()).plus(result)).orElse(result);
        }

        /** The results that exist. */
        Index end() {
            return tile.map(t -> axis.extent().minus(t.index().times(results())).min(Index.of(results())))
                    .orElse(Index.of(count));
        }

        /** The place in the tile of a place in the window of the present result. */
        Index place(Index ofWindow) {
            return Index.of(variable).times(window).plus(ofWindow);
        }
    }

    private LowerTransform(Nest nest, Expression.Transform transform, int width) {
        this.nest = nest;
        this.transform = transform;
        this.width = width;
        this.pool = PooledSums.poolIn(nest.value());
        this.within = IntStream.range(0, transform.sides().size())
                .mapToObj(i -> {
                    Side side = transform.sides().get(i);
                    return pool.map(p -> Within.pooled(
                                    nest.axes().get(i + 2), p.axes().get(i), side))
                            .orElseGet(() -> Within.of(side, nest.axes()));
                })
                .toList();
    }

    /** The transform in a nest's value, if there is one. */
    static Optional<Expression.Transform> in(Nest nest) {
        List<Expression.Transform> found = new ArrayList<>();
        new ExpressionRewriter() {
            @Override
            public Expression transform(Expression.Transform transform) {
                found.add(transform);
                return transform;
            }
        }.rewrite(nest.value());
        return found.stream().findFirst();
    }

    /** The kernel, before its lanes are split: the axis of the lanes has a loop, but what lies in SUMS has places for each lane. */
    static Kernel lower(String name, String description, Nest nest, Expression.Transform transform, int width) {
        return new Kernel(name, description, List.of(Axis.BATCH), new LowerTransform(nest, transform, width).body());
    }

    private Statement body() {
        Statement body = StatementRewriter.flat(stages());
        for (int i = nest.axes().size() - 1; i >= 0; i--) {
            Axis axis = nest.axes().get(i);
            Optional<Within> own =
                    within.stream().filter(w -> w.axis().equals(axis)).findFirst();
            Optional<Axis> loop = own.isPresent() ? own.get().tile() : Optional.of(axis);
            if (loop.isPresent()) {
                body = loop(loop.get(), Statement.For.Kind.PARALLEL, body);
            }
        }
        return body;
    }

    private static Statement loop(Axis axis, Statement.For.Kind kind, Statement body) {
        return axis.extent().isConstant(1)
                ? Substitution.of(axis.variable(), Index.ZERO).apply(body)
                : new Statement.For(axis.variable(), Index.ZERO, axis.extent(), kind, body);
    }

    private List<Statement> stages() {
        List<Statement> stages = new ArrayList<>();
        Side first = transform.sides().get(0);
        Expression element = ofTile(transform.element());
        boolean direct = within.stream().allMatch(w -> w.tile().isEmpty());
        if (transform.sides().size() == 1) {
            stages.addAll(
                    side(0, e -> Substitution.of(first.over().variable(), e).apply(element), direct));
        } else {
            Side second = transform.sides().get(1);
            Within columns = within.get(1);
            List<Statement> row = combined(
                    second,
                    e -> Substitution.of(second.over().variable(), e).apply(element),
                    (j, value) ->
                            put(first.over().index().times(columns.count()).plus(j), value));
            stages.add(loop(first.over(), Statement.For.Kind.SERIAL, StatementRewriter.flat(row)));
            Axis column = new Axis(columns.variable(), Index.of(columns.count()));
            List<Statement> rest = side(0, e -> sum(e.times(columns.count()).plus(column.index())), direct);
            stages.add(loop(column, Statement.For.Kind.SERIAL, StatementRewriter.flat(rest)));
        }
        if (!direct) {
            stages.add(finish());
        }
        return stages;
    }

    /** The last side to be applied, at one column: stored, or put away behind what the side before it has put away. */
    private List<Statement> side(int number, Function<Index, Expression> element, boolean direct) {
        return combined(
                transform.sides().get(number),
                element,
                (row, value) -> direct ? store(row, value) : put(place(row), value));
    }

    private interface Use {
        Statement of(Index row, Expression value);
    }

    /** All rows of a side of the elements along it. */
    private static List<Statement> combined(Side side, Function<Index, Expression> element, Use use) {
        List<Statement> statements = new ArrayList<>();
        List<Expression> elements = new ArrayList<>();
        for (int i = 0; i < side.matrix().columns(); i++) {
            Register register = new Register("e" + i, false);
            statements.add(new Statement.Define(register, element.apply(Index.of(i))));
            elements.add(new Expression.Read(register));
        }
        for (int row = 0; row < side.matrix().rows().size(); row++) {
            statements.add(use.of(Index.of(row), side.matrix().combine(row, elements)));
        }
        return statements;
    }

    /** What is read for a tile is the same for all its places. */
    private Expression ofTile(Expression expression) {
        Map<Atom.Variable, Index> first = new HashMap<>();
        within.forEach(w -> w.tile().ifPresent(t -> first.put(w.axis().variable(), w.at(Index.ZERO))));
        pool.ifPresent(p -> p.axes().forEach(window -> first.put(window.variable(), Index.ZERO)));
        return Substitution.of(first).apply(expression);
    }

    /** Where the transform's element at a row, and the current column, is put away. */
    private Index place(Index row) {
        return within.size() == 1 ? row : place(row, Index.of(within.get(1).variable()));
    }

    private Index place(Index row, Index column) {
        int columns = within.get(1).count();
        long before = transform.sides().get(0).matrix().columns() * (long) columns;
        return row.times(columns).plus(column).plus(before);
    }

    private Statement store(Index row, Expression value) {
        Substitution at = Substitution.of(within.get(0).axis().variable(), row);
        return new Statement.Store(
                nest.output(), nest.at().stream().map(at::apply).toList(), value);
    }

    /** Takes each element of the tile that exists, computes what is stored of it, and stores it. */
    private Statement finish() {
        Map<Atom.Variable, Index> places = new HashMap<>();
        within.forEach(w -> places.put(w.axis().variable(), w.at(Index.of(w.variable()))));
        Substitution substitution = Substitution.of(places);
        Expression value = pool.map(this::pooled)
                .orElseGet(() -> stored(sum(place(Index.of(within.get(0).variable())))));
        Statement body = new Statement.Store(
                nest.output(), nest.at().stream().map(substitution::apply).toList(), substitution.apply(value));
        for (int i = within.size() - 1; i >= 0; i--) {
            Within own = within.get(i);
            body = new Statement.For(own.variable(), Index.ZERO, own.end(), Statement.For.Kind.SERIAL, body);
        }
        return body;
    }

    /** What is stored of the tile's elements, given one of them. */
    private Expression stored(Expression element) {
        return new ExpressionRewriter() {
            @Override
            public Expression transform(Expression.Transform old) {
                return element;
            }
        }.rewrite(nest.value());
    }

    /** What is stored of the elements of a window, all of which lie in the tile. */
    private Expression pooled(Expression.Reduce windows) {
        Expression pooled = LowerPool.combined(windows, places -> {
            List<Index> own = new ArrayList<>();
            for (int i = 0; i < within.size(); i++) {
                Atom.Variable window = windows.axes().get(i).variable();
                own.add(within.get(i).place(places.getOrDefault(window, Index.ZERO)));
            }
            return sum(own.size() == 1 ? own.get(0) : place(own.get(0), own.get(1)));
        });
        return new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                return pooled;
            }
        }.rewrite(nest.value());
    }

    private Statement put(Index place, Expression value) {
        return new Statement.Put(Buffer.SUMS, address(place), value, Lanes.SCALAR);
    }

    private Expression sum(Index place) {
        return new Expression.Fetch(Buffer.SUMS, address(place), Lanes.SCALAR);
    }

    private Index address(Index place) {
        return width == 1 ? place : place.times(width).plus(Index.of(SplitLanes.lane(width)));
    }
}
