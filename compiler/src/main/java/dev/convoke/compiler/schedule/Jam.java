package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Unroll and jam: runs several iterations of a loop at once by giving each its own registers and doing each statement of the
 * body for all of them before the next. Loops inside are entered once for all iterations; that is what makes a register tile.
 */
final class Jam implements Statement.Cases<Statement> {
    private final Atom.Variable variable;
    private final Atom.Variable within;
    private final Index first;
    private final boolean finishesInLoop;
    private final List<StatementRewriter> copies;

    private Jam(Atom.Variable variable, List<Index> values, boolean finishesInLoop) {
        this.variable = variable;
        this.within = Tile.within(variable, values.size());
        this.first = values.get(0);
        this.finishesInLoop = finishesInLoop;
        this.copies = IntStream.range(0, values.size())
                .<StatementRewriter>mapToObj(
                        i -> copy(Substitution.of(Map.of(variable, values.get(i), within, Index.of(i))), i))
                .toList();
    }

    /** The body for all those values of the variable together. */
    static Statement jam(Statement body, Atom.Variable variable, List<Index> values) {
        return jam(body, variable, values, false);
    }

    /**
     * @param values consecutive
     * @param finishesInLoop whether what becomes of sums that {@link FinishSums} put away is done one value after the other
     */
    static Statement jam(Statement body, Atom.Variable variable, List<Index> values, boolean finishesInLoop) {
        return values.size() == 1
                ? Substitution.of(variable, values.get(0)).apply(body)
                : body.match(new Jam(variable, values, finishesInLoop));
    }

    private static StatementRewriter copy(Substitution substitution, int number) {
        ExpressionRewriter registers = new ExpressionRewriter() {
            @Override
            public Expression read(Expression.Read read) {
                return new Expression.Read(numbered(read.register(), number));
            }
        };
        return new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return registers.rewrite(substitution.apply(expression));
            }

            @Override
            protected Index index(Index index) {
                return substitution.apply(index);
            }

            @Override
            protected Register register(Register register) {
                return numbered(register, number);
            }
        };
    }

    /** The register of one of the iterations. */
    static Register numbered(Register register, int number) {
        return new Register(register.name() + "_" + number, register.vector());
    }

    private Statement each(Statement statement) {
        List<Statement> all = new ArrayList<>();
        copies.forEach(c -> all.add(c.rewrite(statement)));
        return StatementRewriter.flat(all);
    }

    @Override
    public Statement block(Statement.Block block) {
        List<Statement> statements = block.statements();
        int sums = finishesInLoop ? FinishSums.putAway(statements) : 0;
        if (sums == 0) {
            return StatementRewriter.flat(
                    statements.stream().map(s -> s.match(this)).toList());
        }
        List<Statement> all = new ArrayList<>();
        statements.subList(0, sums).forEach(s -> all.add(s.match(this)));
        Statement finish = Substitution.of(variable, first.plus(Index.of(within)))
                .apply(StatementRewriter.flat(statements.subList(sums, statements.size())));
        all.add(new Statement.For(within, Index.ZERO, Index.of(copies.size()), Statement.For.Kind.SERIAL, finish));
        return StatementRewriter.flat(all);
    }

    @Override
    public Statement loop(Statement.For loop) {
        if (loop.low().mentions(variable) || loop.high().mentions(variable)) {
            throw new IllegalArgumentException(
                    "cannot jam " + variable + ": the loop over " + loop.variable() + " depends on it");
        }
        return new Statement.For(
                loop.variable(),
                loop.low(),
                loop.high(),
                loop.kind(),
                loop.body().match(this));
    }

    @Override
    public Statement define(Statement.Define define) {
        return each(define);
    }

    @Override
    public Statement assign(Statement.Assign assign) {
        return each(assign);
    }

    @Override
    public Statement store(Statement.Store store) {
        return each(store);
    }

    @Override
    public Statement put(Statement.Put put) {
        return each(put);
    }

    @Override
    public Statement when(Statement.When when) {
        return when.guard().mentions(variable)
                ? each(when)
                : new Statement.When(when.guard(), when.body().match(this));
    }

    @Override
    public Statement let(Statement.Let let) {
        if (let.value().mentions(variable)) {
            throw new IllegalArgumentException("cannot jam " + variable + ": " + let.variable() + " depends on it");
        }
        return let;
    }
}
