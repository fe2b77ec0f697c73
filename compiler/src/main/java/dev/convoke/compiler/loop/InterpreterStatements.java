package dev.convoke.compiler.loop;

/** Translates the statements of a kernel into code for {@link Interpreter}. */
final class InterpreterStatements implements Statement.Cases<InterpreterStatements.Action> {
    /** Does what a statement says. */
    interface Action {
        void run();
    }

    private final InterpreterScope scope;
    private final Machine machine;
    private final InterpreterExpressions expressions;

    InterpreterStatements(InterpreterScope scope) {
        this.scope = scope;
        this.machine = scope.machine();
        this.expressions = new InterpreterExpressions(scope);
    }

    @Override
    public Action block(Statement.Block block) {
        Action[] actions = scope.within(() -> block.statements().stream()
                .map(statement -> statement.match(this))
                .toArray(Action[]::new));
        return () -> {
            for (Action action : actions) {
                action.run();
            }
        };
    }

    @Override
    public Action loop(Statement.For loop) {
        Variables.Code low = scope.variables().code(loop.low());
        Variables.Code high = scope.variables().code(loop.high());
        return scope.within(() -> {
            int slot = scope.bind(loop.variable());
            Action body = loop.body().match(this);
            return switch (loop.kind()) {
                case SERIAL ->
                    () -> {
                        long end = high.at(machine.values);
                        for (long value = low.at(machine.values); value < end; value++) {
                            machine.set(loop.variable(), slot, value);
                            body.run();
                        }
                    };
                case PARALLEL ->
                    () -> {
                        for (long value : machine.order(low.at(machine.values), high.at(machine.values))) {
                            machine.set(loop.variable(), slot, value);
                            machine.beginIteration();
                            body.run();
                        }
                        machine.endIterations();
                    };
            };
        });
    }

    @Override
    public Action define(Statement.Define define) {
        // The value is translated first: it cannot read the register that it is for.
        InterpreterExpressions.Code value = define.value().match(expressions);
        return assignment(scope.define(define.register()), value);
    }

    @Override
    public Action assign(Statement.Assign assign) {
        return assignment(scope.local(assign.register()), assign.value().match(expressions));
    }

    private static Action assignment(InterpreterScope.Local local, InterpreterExpressions.Code value) {
        if (value.vector() && !local.register().vector()) {
            throw new IllegalArgumentException("the scalar register " + local.register() + " is given a vector");
        }
        float[] lanes = local.lanes();
        return () -> {
            for (int lane = 0; lane < lanes.length; lane++) {
                lanes[lane] = value.at(lane);
            }
        };
    }

    @Override
    public Action store(Statement.Store store) {
        InterpreterExpressions.Code value = scalar(store.value(), store.tensor().name());
        Memory memory = scope.memory(store.tensor());
        Elements elements = scope.elements(store.tensor(), store.at());
        return () -> memory.write(elements.at(machine.values), value.at(0));
    }

    @Override
    public Action put(Statement.Put put) {
        Memory memory = scope.memory(put.buffer());
        Variables.Code at = scope.variables().code(put.at());
        return switch (put.lanes()) {
            case SCALAR -> {
                InterpreterExpressions.Code value =
                        scalar(put.value(), put.buffer().name());
                yield () -> memory.write(at.at(machine.values), value.at(0));
            }
            case VECTOR -> {
                InterpreterExpressions.Code value = put.value().match(expressions);
                yield () -> putVector(memory, at.at(machine.values), value);
            }
            case EVERY_SECOND ->
                throw new IllegalArgumentException("something is put into " + put.buffer()
                        + " at every second place; a put is of one float or of a vector");
            case BROADCAST ->
                throw new IllegalArgumentException("something is put into " + put.buffer()
                        + " as a broadcast; a put is of one float or of a vector");
        };
    }

    // All lanes are computed before the first is written, as the value may read what is overwritten.
    private void putVector(Memory memory, long at, InterpreterExpressions.Code value) {
        float[] lanes = new float[scope.width()];
        for (int lane = 0; lane < lanes.length; lane++) {
            lanes[lane] = value.at(lane);
        }
        for (int lane = 0; lane < lanes.length; lane++) {
            memory.write(at + lane, lanes[lane]);
        }
    }

    private InterpreterExpressions.Code scalar(Expression expression, String destination) {
        InterpreterExpressions.Code value = expression.match(expressions);
        if (value.vector()) {
            throw new IllegalArgumentException("a vector is written as one float into " + destination);
        }
        return value;
    }

    @Override
    public Action when(Statement.When when) {
        Variables.Code[] guard = scope.variables().code(when.guard());
        Action body = scope.within(() -> when.body().match(this));
        return () -> {
            if (Variables.holds(guard, machine.values)) {
                body.run();
            }
        };
    }

    @Override
    public Action let(Statement.Let let) {
        Variables.Code value = scope.variables().code(let.value());
        int slot = scope.bind(let.variable());
        return () -> machine.set(let.variable(), slot, value.at(machine.values));
    }
}
