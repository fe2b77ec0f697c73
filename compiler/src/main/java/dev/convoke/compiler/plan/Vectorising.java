package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import java.util.List;

/** Whether an expression can be computed 16 elements at a time along an axis, whatever the layouts are. */
final class Vectorising {
    private Vectorising() {}

    /**
     * No operation in it that exists for single floats only; no function under a condition, for those of vectors are computed in any
     * case, before the statement.
     */
    static boolean onlyVectorOperations(Expression expression) {
        Check check = new Check();
        check.rewrite(expression);
        return check.possible;
    }

    /** Moreover every access moves by whole elements along the axis, or not at all. */
    static boolean along(Expression expression, Atom.Variable lane) {
        Check check = new CheckAlong(lane) {
            @Override
            public Expression load(Expression.Load load) {
                List<Index> moving =
                        load.at().stream().filter(i -> moves(i, lane)).toList();
                possible &= moving.isEmpty() || moving.size() == 1 && movesByElements(moving.get(0), lane);
                return load;
            }
        };
        check.rewrite(expression);
        return check.possible;
    }

    /**
     * The same along rows, where vectors may begin anywhere: every access moves by one or two elements along its last axis, or not at all.
     * Conditions that zeros around a tensor would replace are taken as gone.
     */
    static boolean alongRows(Expression expression, Atom.Variable lane) {
        Check check = new CheckAlong(lane) {
            @Override
            public Expression load(Expression.Load load) {
                int last = load.at().size() - 1;
                for (int axis = 0; axis <= last; axis++) {
                    Index index = load.at().get(axis);
                    long step = index.coefficient(lane);
                    possible &= !index.mentions(lane)
                            || axis == last
                                    && (step == 1 || step == 2)
                                    && !index.minus(Index.of(lane).times(step)).mentions(lane);
                }
                return load;
            }

            @Override
            public Expression where(Expression.Where where) {
                boolean halo = where.inside() instanceof Expression.Load
                        && where.outside() instanceof Expression.Constant outside
                        && Float.compare(outside.value(), 0f) == 0;
                return halo ? rewrite(where.inside()) : super.where(where);
            }
        };
        check.rewrite(expression);
        return check.possible;
    }

    /** Whether a condition differs among lanes. */
    static boolean guardsMove(Expression expression, Atom.Variable lane) {
        return Accesses.of(expression).stream()
                .anyMatch(a -> a.guard().nonNegative().stream().anyMatch(i -> moves(i, lane)));
    }

    /**
     * Whether an index differs among the 16 lanes of a block. It may mention the axis and yet be the same for all of them: the
     * group that a channel belongs to, where groups are whole blocks.
     */
    static boolean moves(Index index, Atom.Variable lane) {
        if (!index.mentions(lane)) {
            return false;
        }
        boolean linear = index.terms().stream()
                .allMatch(t -> t.atom().equals(lane) || !t.atom().mentions(lane));
        return linear || split(index, lane).mentions(within(lane));
    }

    /** Whether the lanes of a block are consecutive at an index, the first of them at a multiple of 16. */
    private static boolean movesByElements(Index index, Atom.Variable lane) {
        Index rest = split(index, lane).minus(Index.of(within(lane)));
        return !rest.mentions(within(lane))
                && rest.constant() % Lanes.WIDTH == 0
                && rest.terms().stream().allMatch(t -> t.coefficient() % Lanes.WIDTH == 0);
    }

    /** An index in terms of a block of the axis and the lane within it. */
    private static Index split(Index index, Atom.Variable lane) {
        Index block = lane.high() < Lanes.WIDTH
                ? Index.ZERO
                : Index.of(new Atom.Variable(lane.name() + "b", 0, lane.high() / Lanes.WIDTH))
                        .times(Lanes.WIDTH);
        return index.substitute(lane, block.plus(Index.of(within(lane))));
    }

    private static Atom.Variable within(Atom.Variable lane) {
        return new Atom.Variable(lane.name() + "l", 0, Math.min(lane.high(), Lanes.WIDTH - 1L));
    }

    private static class CheckAlong extends Check {
        private final Atom.Variable lane;

        CheckAlong(Atom.Variable lane) {
            this.lane = lane;
        }

        @Override
        public Expression where(Expression.Where where) {
            possible &= where.guard().nonNegative().stream().noneMatch(i -> moves(i, lane));
            return super.where(where);
        }

        @Override
        public Expression indexValue(Expression.IndexValue value) {
            possible &= !moves(value.index(), lane);
            return value;
        }

        @Override
        public Expression reduce(Expression.Reduce reduce) {
            possible &= reduce.axes().stream().noneMatch(a -> a.extent().mentions(lane));
            return super.reduce(reduce);
        }
    }

    private static class Check extends ExpressionRewriter {
        boolean possible = true;
        private boolean conditional;

        @Override
        public Expression unary(Expression.Unary unary) {
            possible &= switch (unary.operation()) {
                case NEGATE, ABS, SQRT -> true;
                case EXP, LOG, TANH, SIGMOID -> !conditional;
                case ERF, FLOOR -> false;
            };
            return super.unary(unary);
        }

        @Override
        public Expression where(Expression.Where where) {
            boolean outside = conditional;
            conditional = true;
            Expression same = super.where(where);
            conditional = outside;
            return same;
        }

        @Override
        public Expression uniform(Expression.Uniform uniform) {
            possible = false;
            return uniform;
        }
    }
}
