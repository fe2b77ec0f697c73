package dev.convoke.compiler.loop;

import java.util.Optional;
import java.util.stream.Stream;

/** Verifies statements; the answer is whether a parallel loop may follow: nothing but lets has come before. */
final class StatementVerifier implements Statement.Cases<Boolean> {
    private final VerifierScope scope;
    private final ExpressionVerifier expressions;
    private boolean outermost = true;

    StatementVerifier(VerifierScope scope) {
        this.scope = scope;
        this.expressions = new ExpressionVerifier(scope);
    }

    @Override
    public Boolean block(Statement.Block block) {
        scope.enter();
        block.statements().forEach(statement -> outermost = statement.match(this));
        scope.leave();
        return outermost;
    }

    @Override
    public Boolean loop(Statement.For loop) {
        scope.at(loop);
        Stream.of(loop.low(), loop.high()).forEach(scope::use);
        switch (loop.kind()) {
            case PARALLEL -> parallel(loop);
            case SERIAL -> outermost = false;
        }
        Atom.Variable variable = loop.variable();
        Range low = loop.low().range();
        Range high = loop.high().range();
        if (low.low() < variable.low() || high.high() - 1 > variable.high()) {
            scope.report("the loop runs from %d to %d, but the range of %s is %d..%d"
                    .formatted(low.low(), high.high() - 1, variable, variable.low(), variable.high()));
        }
        boolean fullRange = loop.low().isConstant(variable.low()) && loop.high().isConstant(variable.high() + 1);
        scope.enter();
        scope.bind(variable, Optional.empty(), fullRange);
        // Where a loop around may have no iterations at all, its body proves nothing about what happens for certain.
        boolean mayBeEmpty = loop.high().minus(loop.low()).range().low() < 1;
        inner(loop.body(), mayBeEmpty);
        scope.leave();
        return false;
    }

    private void parallel(Statement.For loop) {
        if (!outermost) {
            scope.report("a parallel loop is not outermost");
        }
    }

    private void inner(Statement body, boolean conditional) {
        if (conditional) {
            scope.guard();
        }
        scope.enter();
        body.match(this);
        scope.leave();
        if (conditional) {
            scope.unguard();
        }
    }

    @Override
    public Boolean define(Statement.Define define) {
        scope.at(define);
        value(define.value(), define.register());
        scope.define(define.register());
        return false;
    }

    @Override
    public Boolean assign(Statement.Assign assign) {
        scope.at(assign);
        value(assign.value(), assign.register());
        scope.use(assign.register());
        return false;
    }

    private void value(Expression value, Register register) {
        if (expressions.isVector(value) && !register.vector()) {
            scope.report("a vector is put into the scalar register " + register);
        }
    }

    @Override
    public Boolean store(Statement.Store store) {
        scope.at(store);
        if (expressions.isVector(store.value())) {
            scope.report(
                    "a vector is stored as one element of " + store.tensor().name());
        }
        expressions.access(store.tensor(), store.at());
        return false;
    }

    @Override
    public Boolean put(Statement.Put put) {
        scope.at(put);
        boolean vector = expressions.isVector(put.value());
        expressions.access(put.buffer(), put.at());
        switch (put.lanes()) {
            case SCALAR -> {
                if (vector) {
                    scope.report("a vector is put into " + put.buffer() + " as one float");
                }
            }
            case VECTOR -> {}
            case EVERY_SECOND ->
                scope.report("something is put into " + put.buffer()
                        + " at every second place; a put is of one float or of a vector");
            case BROADCAST ->
                scope.report("something is put into " + put.buffer()
                        + " as a broadcast; a put is of one float or of a vector");
        }
        return false;
    }

    @Override
    public Boolean when(Statement.When when) {
        scope.at(when);
        when.guard().nonNegative().forEach(scope::use);
        outermost = false;
        inner(when.body(), true);
        return false;
    }

    @Override
    public Boolean let(Statement.Let let) {
        scope.at(let);
        scope.use(let.value());
        Range range = let.value().range();
        Atom.Variable variable = let.variable();
        if (range.low() < variable.low() || range.high() > variable.high()) {
            scope.report("the value is in %d..%d, but the range of %s is %d..%d"
                    .formatted(range.low(), range.high(), variable, variable.low(), variable.high()));
        }
        scope.bind(variable, Optional.of(let.value()), false);
        return outermost;
    }
}
