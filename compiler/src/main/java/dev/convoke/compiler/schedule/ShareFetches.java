package dev.convoke.compiler.schedule;

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
import java.util.Objects;
import java.util.Set;

/**
 * Loads once what the statements of a block load several times: the weights that all pixels of a tile share, and the inputs
 * that all blocks of channels share.
 */
final class ShareFetches {
    private ShareFetches() {}

    static Kernel share(Kernel kernel) {
        Map<String, Integer> names = new HashMap<>();
        return kernel.withBody(
                new StatementRewriter() {
                    @Override
                    public Statement block(Statement.Block block) {
                        List<Statement> inner =
                                block.statements().stream().map(this::rewrite).toList();
                        return flat(sharedIn(inner, names));
                    }
                }.rewrite(kernel.body()));
    }

    private static List<Statement> sharedIn(List<Statement> statements, Map<String, Integer> names) {
        Set<Buffer> written = new HashSet<>();
        Map<Expression.Fetch, Integer> uses = new LinkedHashMap<>();
        for (Statement statement : statements) {
            written.addAll(writtenBuffers(statement));
            if (isSimple(statement)) {
                fetches(statement).forEach(f -> uses.merge(f, 1, Integer::sum));
            }
        }
        Map<Expression.Fetch, Register> shared = new HashMap<>();
        List<Statement> result = new ArrayList<>();
        for (Statement statement : statements) {
            if (!isSimple(statement)) {
                result.add(statement);
                continue;
            }
            for (Expression.Fetch fetch : fetches(statement)) {
                if (Objects.requireNonNull(uses.get(fetch)) > 1
                        && !written.contains(fetch.buffer())
                        && !shared.containsKey(fetch)) {
                    String base = fetch.buffer().name();
                    Register register = new Register(
                            base + "_" + names.merge(base, 1, Integer::sum), fetch.lanes() != Lanes.SCALAR);
                    shared.put(fetch, register);
                    result.add(new Statement.Define(register, fetch));
                }
            }
            result.add(replace(statement, shared));
        }
        return result;
    }

    private static boolean isSimple(Statement statement) {
        return statement.match(new Statement.Cases<Boolean>() {
            @Override
            public Boolean block(Statement.Block block) {
                return false;
            }

            @Override
            public Boolean loop(Statement.For loop) {
                return false;
            }

            @Override
            public Boolean define(Statement.Define define) {
                return true;
            }

            @Override
            public Boolean assign(Statement.Assign assign) {
                return true;
            }

            @Override
            public Boolean store(Statement.Store store) {
                return false;
            }

            @Override
            public Boolean put(Statement.Put put) {
                return true;
            }

            @Override
            public Boolean when(Statement.When when) {
                return false;
            }

            @Override
            public Boolean let(Statement.Let let) {
                return false;
            }
        });
    }

    private static Set<Buffer> writtenBuffers(Statement statement) {
        Set<Buffer> written = new HashSet<>();
        new StatementRewriter() {
            @Override
            public Statement put(Statement.Put put) {
                written.add(put.buffer());
                return put;
            }
        }.rewrite(statement);
        return written;
    }

    /** The fetches that a statement makes whatever happens, in order; those under a condition are left where they are. */
    private static List<Expression.Fetch> fetches(Statement statement) {
        List<Expression.Fetch> fetches = new ArrayList<>();
        ExpressionRewriter collect = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                fetches.add(fetch);
                return fetch;
            }

            @Override
            public Expression where(Expression.Where where) {
                return where;
            }
        };
        new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return collect.rewrite(expression);
            }
        }.rewrite(statement);
        return fetches;
    }

    private static Statement replace(Statement statement, Map<Expression.Fetch, Register> shared) {
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                return shared.containsKey(fetch) ? new Expression.Read(shared.get(fetch)) : fetch;
            }
        };
        return new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }
        }.rewrite(statement);
    }
}
