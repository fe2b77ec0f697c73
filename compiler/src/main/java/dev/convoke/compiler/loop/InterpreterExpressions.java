package dev.convoke.compiler.loop;

import java.util.stream.Stream;

/** Translates the expressions of a kernel into code for {@link Interpreter}. */
final class InterpreterExpressions implements Expression.Cases<InterpreterExpressions.Code> {
    /**
     * Computes an expression one lane at a time, which is right as no operation mixes lanes.
     *
     * @param vector whether the lanes differ; a scalar has the same value in every lane
     */
    record Code(boolean vector, Lane lane) {
        float at(int position) {
            return lane.at(position);
        }
    }

    /** The value in one lane. */
    interface Lane {
        float at(int lane);
    }

    private final InterpreterScope scope;
    private final Machine machine;

    InterpreterExpressions(InterpreterScope scope) {
        this.scope = scope;
        this.machine = scope.machine();
    }

    private static Code code(Lane lane, Code... operands) {
        return new Code(Stream.of(operands).anyMatch(Code::vector), lane);
    }

    @Override
    public Code constant(Expression.Constant constant) {
        float value = constant.value();
        return code(lane -> value);
    }

    @Override
    public Code load(Expression.Load load) {
        Memory memory = scope.memory(load.tensor());
        Elements elements = scope.elements(load.tensor(), load.at());
        return code(lane -> memory.read(elements.at(machine.values)));
    }

    @Override
    public Code fetch(Expression.Fetch fetch) {
        Memory memory = scope.memory(fetch.buffer());
        Variables.Code at = scope.variables().code(fetch.at());
        return switch (fetch.lanes()) {
            case SCALAR -> new Code(false, lane -> memory.read(at.at(machine.values)));
            case BROADCAST -> new Code(true, lane -> memory.read(at.at(machine.values)));
            case VECTOR -> new Code(true, lane -> memory.read(at.at(machine.values) + lane));
            case EVERY_SECOND -> new Code(true, lane -> memory.read(at.at(machine.values) + 2 * lane));
        };
    }

    @Override
    public Code read(Expression.Read read) {
        float[] lanes = scope.local(read.register()).lanes();
        return read.register().vector() ? new Code(true, lane -> lanes[lane]) : new Code(false, lane -> lanes[0]);
    }

    @Override
    public Code unary(Expression.Unary unary) {
        Code operand = unary.operand().match(this);
        Expression.UnaryOperation operation = unary.operation();
        Lane lane = switch (operation) {
            case NEGATE, ABS, SQRT, FLOOR -> l -> (float) Functions.apply(operation, operand.at(l));
            case EXP, LOG, TANH, SIGMOID, ERF -> l -> scope.intrinsics().apply(operation, operand.at(l));
        };
        return code(lane, operand);
    }

    @Override
    public Code binary(Expression.Binary binary) {
        Code left = binary.left().match(this);
        Code right = binary.right().match(this);
        Lane lane = switch (binary.operation()) {
            case ADD -> l -> left.at(l) + right.at(l);
            case SUBTRACT -> l -> left.at(l) - right.at(l);
            case MULTIPLY -> l -> left.at(l) * right.at(l);
            case DIVIDE -> l -> left.at(l) / right.at(l);
            case MINIMUM -> l -> Math.min(left.at(l), right.at(l));
            case MAXIMUM -> l -> Math.max(left.at(l), right.at(l));
        };
        return code(lane, left, right);
    }

    @Override
    public Code fma(Expression.Fma fma) {
        Code left = fma.left().match(this);
        Code right = fma.right().match(this);
        Code addend = fma.addend().match(this);
        return code(lane -> Math.fma(left.at(lane), right.at(lane), addend.at(lane)), left, right, addend);
    }

    @Override
    public Code choose(Expression.Choose choose) {
        Code left = choose.left().match(this);
        Code right = choose.right().match(this);
        Code then = choose.then().match(this);
        Code otherwise = choose.otherwise().match(this);
        Expression.Comparison comparison = choose.comparison();
        // Both sides are evaluated, as vector code does, so that an access that only one of them makes is checked.
        Lane lane = l -> {
            float yes = then.at(l);
            float no = otherwise.at(l);
            return Functions.holds(comparison, left.at(l), right.at(l)) ? yes : no;
        };
        return code(lane, left, right, then, otherwise);
    }

    @Override
    public Code where(Expression.Where where) {
        Variables.Code[] guard = scope.variables().code(where.guard());
        Code inside = where.inside().match(this);
        Code outside = where.outside().match(this);
        return code(
                lane -> Variables.holds(guard, machine.values) ? inside.at(lane) : outside.at(lane), inside, outside);
    }

    @Override
    public Code indexValue(Expression.IndexValue indexValue) {
        Variables.Code index = scope.variables().code(indexValue.index());
        return code(lane -> index.at(machine.values));
    }

    @Override
    public Code uniform(Expression.Uniform uniform) {
        Variables.Code index = scope.variables().code(uniform.index());
        return code(lane -> scope.intrinsics().uniform(uniform.stream(), index.at(machine.values)));
    }

    @Override
    public Code reduce(Expression.Reduce reduce) {
        throw new IllegalArgumentException("a kernel cannot reduce; lowering makes loops of reductions");
    }

    @Override
    public Code transform(Expression.Transform transform) {
        throw new IllegalArgumentException("a kernel cannot transform a tile; lowering makes loops of transforms");
    }
}
