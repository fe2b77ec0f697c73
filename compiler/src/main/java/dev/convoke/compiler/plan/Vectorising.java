package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import java.util.List;

/** Whether an expression can be computed 16 elements at a time along an axis, whatever the layouts are. */
final class Vectorising {
    private Vectorising() {}

    /** No operation in it that exists for single floats only. */
    static boolean onlyVectorOperations(Expression expression) {
        Check check = new Check();
        check.rewrite(expression);
        return check.possible;
    }

    /** Moreover every access moves by whole elements along the axis, or not at all. */
    static boolean along(Expression expression, Atom.Variable lane) {
        Check check = new Check() {
            @Override
            public Expression load(Expression.Load load) {
                List<Index> moving =
                        load.at().stream().filter(i -> i.mentions(lane)).toList();
                if (moving.size() > 1) {
                    possible = false;
                } else if (moving.size() == 1) {
                    Index rest = moving.get(0).minus(Index.of(lane));
                    possible &= rest.isConstant() && rest.constant() % Lanes.WIDTH == 0;
                }
                return load;
            }

            @Override
            public Expression where(Expression.Where where) {
                Guard guard = where.guard();
                possible &= !guard.mentions(lane);
                return super.where(where);
            }

            @Override
            public Expression indexValue(Expression.IndexValue value) {
                possible &= !value.index().mentions(lane);
                return value;
            }

            @Override
            public Expression reduce(Expression.Reduce reduce) {
                possible &= reduce.axes().stream().noneMatch(a -> a.extent().mentions(lane));
                return super.reduce(reduce);
            }
        };
        check.rewrite(expression);
        return check.possible;
    }

    private static class Check extends ExpressionRewriter {
        boolean possible = true;

        @Override
        public Expression unary(Expression.Unary unary) {
            possible &= switch (unary.operation()) {
                case NEGATE, ABS, SQRT -> true;
                case EXP, LOG, TANH, SIGMOID, ERF, FLOOR -> false;
            };
            return super.unary(unary);
        }

        @Override
        public Expression uniform(Expression.Uniform uniform) {
            possible = false;
            return uniform;
        }
    }
}
