package dev.convoke.compiler.loop;

import java.util.ArrayList;
import java.util.List;

/** Rebuilds statements from the leaves up; expressions pass through {@link #expression}, indices through {@link #index}. */
public class StatementRewriter implements Statement.Cases<Statement> {
    public final Statement rewrite(Statement statement) {
        return statement.match(this);
    }

    protected Expression expression(Expression expression) {
        return expression;
    }

    protected Index index(Index index) {
        return index;
    }

    protected Register register(Register register) {
        return register;
    }

    @Override
    public Statement block(Statement.Block block) {
        List<Statement> rewritten = new ArrayList<>();
        for (Statement statement : block.statements()) {
            rewritten.add(rewrite(statement));
        }
        return flat(rewritten);
    }

    /** A block of those statements, inner blocks dissolved. */
    public static Statement flat(List<Statement> statements) {
        List<Statement> flat = new ArrayList<>();
        for (Statement statement : statements) {
            if (statement instanceof Statement.Block inner) {
                flat.addAll(inner.statements());
            } else {
                flat.add(statement);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Statement.Block(flat);
    }

    @Override
    public Statement loop(Statement.For loop) {
        return new Statement.For(
                loop.variable(), index(loop.low()), index(loop.high()), loop.kind(), rewrite(loop.body()));
    }

    @Override
    public Statement define(Statement.Define define) {
        return new Statement.Define(register(define.register()), expression(define.value()));
    }

    @Override
    public Statement assign(Statement.Assign assign) {
        return new Statement.Assign(register(assign.register()), expression(assign.value()));
    }

    @Override
    public Statement store(Statement.Store store) {
        return new Statement.Store(
                store.tensor(), store.at().stream().map(this::index).toList(), expression(store.value()));
    }

    @Override
    public Statement put(Statement.Put put) {
        return new Statement.Put(put.buffer(), index(put.at()), expression(put.value()), put.lanes());
    }

    @Override
    public Statement when(Statement.When when) {
        return new Statement.When(when.guard().map(this::index), rewrite(when.body()));
    }

    @Override
    public Statement let(Statement.Let let) {
        return new Statement.Let(let.variable(), index(let.value()));
    }
}
