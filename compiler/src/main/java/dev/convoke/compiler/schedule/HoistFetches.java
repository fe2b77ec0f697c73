package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads before a loop what every iteration of it loads: the scale and shift of a channel while the elements of a tile are finished. C2 cannot do
 * it: for all it knows, what the loop stores lies in the same array.
 */
final class HoistFetches {
    /** So many vectors stay in registers beside what the loop computes. */
    private static final int MOST = 8;

    private HoistFetches() {}

    static Kernel hoist(Kernel kernel) {
        Map<String, Integer> names = new HashMap<>();
        return kernel.withBody(
                new StatementRewriter() {
                    @Override
                    public Statement loop(Statement.For loop) {
                        Statement body = rewrite(loop.body());
                        Statement.For same =
                                new Statement.For(loop.variable(), loop.low(), loop.high(), loop.kind(), body);
                        boolean surelyRuns =
                                loop.high().minus(loop.low()).range().low() > 0;
                        return loop.kind() == Statement.For.Kind.SERIAL && surelyRuns
                                ? hoistedFrom(same, new Effects(same), names)
                                : same;
                    }
                }.rewrite(kernel.body()));
    }

    /** What a loop writes and binds, and whether it changes registers. */
    private static final class Effects extends StatementRewriter {
        private final Set<Buffer> written = new HashSet<>();
        private final Set<Atom.Variable> bound = new HashSet<>();
        private boolean changesRegisters;

        Effects(Statement loop) {
            rewrite(loop);
        }

        @Override
        public Statement loop(Statement.For loop) {
            bound.add(loop.variable());
            return super.loop(loop);
        }

        @Override
        public Statement let(Statement.Let let) {
            bound.add(let.variable());
            return let;
        }

        @Override
        public Statement put(Statement.Put put) {
            written.add(put.buffer());
            return put;
        }

        @Override
        public Statement assign(Statement.Assign assign) {
            changesRegisters = true;
            return assign;
        }

        boolean invariant(Expression.Fetch fetch) {
            return !written.contains(fetch.buffer())
                    && bound.stream().noneMatch(variable -> fetch.at().mentions(variable));
        }
    }

    private static Statement hoistedFrom(Statement.For loop, Effects effects, Map<String, Integer> names) {
        if (effects.changesRegisters || effects.written.isEmpty()) {
            // A reduction: it stores nothing, so C2 sees what does not change.
            return loop;
        }
        Map<Expression.Fetch, Register> hoisted = new LinkedHashMap<>();
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                if (!effects.invariant(fetch) || hoisted.size() == MOST && !hoisted.containsKey(fetch)) {
                    return fetch;
                }
                return new Expression.Read(hoisted.computeIfAbsent(fetch, f -> {
                    String base = f.buffer().name() + "_of";
                    return new Register(base + names.merge(base, 1, Integer::sum), f.lanes() != Lanes.SCALAR);
                }));
            }

            @Override
            public Expression where(Expression.Where where) {
                return where;
            }
        };
        Statement body = new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }

            @Override
            public Statement when(Statement.When when) {
                return when;
            }
        }.rewrite(loop.body());
        List<Statement> statements = new ArrayList<>();
        hoisted.forEach((fetch, register) -> statements.add(new Statement.Define(register, fetch)));
        statements.add(new Statement.For(loop.variable(), loop.low(), loop.high(), loop.kind(), body));
        return StatementRewriter.flat(statements);
    }
}
