package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Makes statements of a pool of sums, see {@link PooledSums}: the sums of all places of a window together, each in a register of its own, then what the pool
 * makes of them.
 *
 * <p>With lanes along the rows, the windows of one vector are neighbours in a row of sums. So their sums are computed as vectors that follow each other in the
 * row, and put away; each place of the windows takes every second one of them.
 */
final class LowerPool {
    private static final Register SUM = new Register("sum", false);

    private final Expression.Reduce pool;
    private final Expression.Reduce sum;
    private final int width;
    private final Optional<Along> along;

    /**
     * Where lanes run along the rows.
     *
     * @param lanes the axis of windows along which they do
     * @param places the axis of the places of a window along it
     */
    private record Along(Axis lanes, Axis places) {
        Index lane(int width) {
            return lanes.index().modulo(width);
        }
    }

    /**
     * @param pool in the value of the nest
     * @param width lanes of the vectors that it is lowered for
     */
    LowerPool(Nest nest, Expression.Reduce pool, int width) {
        this.pool = pool;
        this.sum = PooledSums.sumIn(pool);
        this.width = width;
        this.along = width > 1
                ? PooledSums.alongLanes(nest, pool)
                        .map(places -> new Along(nest.axes().get(nest.lanes().orElseThrow()), places))
                : Optional.empty();
    }

    /** Adds statements that compute the sums; returns the pool as an expression of them. */
    Expression lower(List<Statement> statements) {
        Statement body =
                StatementRewriter.flat(List.of(new Statement.Define(SUM, sum.initial()), Lower.loops(sum, SUM)));
        Statement sums = along.map(this::inOrder).map(s -> s.apply(body)).orElse(body);
        for (int i = pool.axes().size() - 1; i >= 0; i--) {
            Axis axis = pool.axes().get(i);
            sums = Jam.jam(sums, axis.variable(), places(axis));
        }
        statements.add(sums);
        return along.map(rows -> pooledAlong(rows, statements))
                .orElseGet(() -> combined(pool, places -> new Expression.Read(register(places))));
    }

    /** A pool as an expression of the sums, or other values, of the places in its window. */
    static Expression combined(Expression.Reduce pool, Function<Map<Atom.Variable, Index>, Expression> values) {
        return combine(pool, terms(pool, pool.axes(), values));
    }

    private static List<Index> places(Axis axis) {
        return LongStream.range(0, axis.extent().constant()).mapToObj(Index::of).toList();
    }

    /** Sum {@code lane} of vector {@code place}, instead of the sum at that place of window {@code lane}. */
    private Substitution inOrder(Along rows) {
        Index lanes = rows.lanes().index();
        return Substitution.of(Map.of(
                rows.lanes().variable(), lanes.minus(rows.lane(width)),
                rows.places().variable(), rows.places().index().times(width).plus(rows.lane(width))));
    }

    /**
     * Puts away the rows of sums, and takes what belongs to a window from there. Of the rows of a window the largest sums are put away only, where nothing else is done with
     * each: the largest of all are the same in any order.
     */
    private Expression pooledAlong(Along rows, List<Statement> statements) {
        List<Axis> others = new ArrayList<>(pool.axes());
        others.remove(rows.places());
        boolean anyOrder =
                pool.reduction() == Expression.Reduction.MAXIMUM && pool.body().equals(sum);
        List<Axis> kept = anyOrder ? List.of(rows.places()) : pool.axes();
        for (Map<Atom.Variable, Index> place : places(kept)) {
            Expression row = anyOrder
                    ? combine(
                            pool,
                            places(others).stream()
                                    .<Expression>map(other -> {
                                        Map<Atom.Variable, Index> both = new HashMap<>(other);
                                        both.putAll(place);
                                        return new Expression.Read(register(both));
                                    })
                                    .toList())
                    : new Expression.Read(register(place));
            Index at = number(kept, place).times(width).plus(rows.lane(width));
            statements.add(new Statement.Put(Buffer.SUMS, at, row, Lanes.SCALAR));
        }
        return combine(pool, terms(pool, kept, places -> {
            Map<Atom.Variable, Index> first = new HashMap<>(places);
            Index place = Objects.requireNonNull(first.put(rows.places().variable(), Index.ZERO));
            Index inRow = rows.lane(width).times(rows.places().extent().constant());
            Index at = number(kept, first).times(width).plus(inRow).plus(place);
            return new Expression.Fetch(Buffer.SUMS, at, Lanes.SCALAR);
        }));
    }

    /** The number of a place among all along those axes. */
    private static Index number(List<Axis> axes, Map<Atom.Variable, Index> place) {
        Index number = Index.ZERO;
        for (Axis axis : axes) {
            number = number.times(axis.extent().constant()).plus(Objects.requireNonNull(place.get(axis.variable())));
        }
        return number;
    }

    /** All places of a window along those axes, the last fastest. */
    private static List<Map<Atom.Variable, Index>> places(List<Axis> axes) {
        List<Map<Atom.Variable, Index>> all = List.of(Map.of());
        for (Axis axis : axes) {
            List<Map<Atom.Variable, Index>> longer = new ArrayList<>();
            for (Map<Atom.Variable, Index> before : all) {
                for (Index place : places(axis)) {
                    Map<Atom.Variable, Index> one = new HashMap<>(before);
                    one.put(axis.variable(), place);
                    longer.add(one);
                }
            }
            all = longer;
        }
        return all;
    }

    /** What the pool reduces at every place, given the sums. */
    private static List<Expression> terms(
            Expression.Reduce pool, List<Axis> axes, Function<Map<Atom.Variable, Index>, Expression> sums) {
        return places(axes).stream()
                .map(place -> {
                    Expression own = sums.apply(place);
                    Expression body = new ExpressionRewriter() {
                        @Override
                        public Expression reduce(Expression.Reduce reduce) {
                            return own;
                        }

                        @Override
                        public Expression transform(Expression.Transform transform) {
                            return own;
                        }
                    }.rewrite(pool.body());
                    return Substitution.of(place).apply(body);
                })
                .toList();
    }

    private static Expression combine(Expression.Reduce pool, List<Expression> terms) {
        return switch (pool.reduction()) {
            case SUM -> terms.stream().reduce(pool.initial(), Expression::plus);
            // Any number is at least as large as what the maximum begins with.
            case MAXIMUM -> terms.stream().reduce(Expression::max).orElseThrow();
        };
    }

    /** The register of a place's sum, as {@link Jam} names it. */
    private Register register(Map<Atom.Variable, Index> places) {
        Register register = SUM;
        for (int i = pool.axes().size() - 1; i >= 0; i--) {
            Axis axis = pool.axes().get(i);
            if (!axis.extent().isConstant(1)) {
                Index place = Objects.requireNonNull(places.get(axis.variable()));
                register = Jam.numbered(register, Math.toIntExact(place.constant()));
            }
        }
        return register;
    }
}
