package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.emit.FloatText;
import dev.convoke.compiler.loop.Expression;

/** Java text of float expressions, scalar or in the lanes of a {@code FloatVector}. */
final class ExpressionText implements Expression.Cases<ExpressionText.Typed> {
    /** Text and whether it is a vector. */
    record Typed(String text, boolean vector) {}

    private final IndexText indices;

    /** Writes what goes before a statement that uses a function of a vector. */
    interface VectorCalls {
        /** The text of the function's value. */
        String of(Expression.Unary function, String operand);
    }

    private final VectorCalls functions;

    ExpressionText(IndexText indices, VectorCalls functions) {
        this.indices = indices;
        this.functions = functions;
    }

    /** The expression as a vector or as a scalar, as its user needs it. */
    String of(Expression expression, boolean vector) {
        Typed typed = expression.match(this);
        if (typed.vector && !vector) {
            throw new IllegalStateException("a vector where one float is needed: " + typed.text);
        }
        return vector ? vector(typed) : typed.text;
    }

    private static String vector(Typed typed) {
        return typed.vector ? typed.text : "FloatVector.broadcast(LANES, " + typed.text + ")";
    }

    static String literal(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return FloatText.of(value) + "f";
    }

    @Override
    public Typed constant(Expression.Constant constant) {
        return new Typed(literal(constant.value()), false);
    }

    @Override
    public Typed load(Expression.Load load) {
        throw new IllegalStateException(
                "a load by logical indices cannot be emitted: " + load.tensor().name());
    }

    @Override
    public Typed fetch(Expression.Fetch fetch) {
        String at = indices.of(fetch.at());
        String array = fetch.buffer().name();
        return switch (fetch.lanes()) {
            case SCALAR -> new Typed(array + "[" + at + "]", false);
            case BROADCAST -> new Typed("FloatVector.broadcast(LANES, " + array + "[" + at + "])", true);
            case VECTOR -> new Typed("FloatVector.fromArray(LANES, " + array + ", " + at + ")", true);
            case EVERY_SECOND ->
                new Typed(
                        "FloatVector.fromArray(LANES, " + array + ", " + at
                                + ").rearrange(EVERY_SECOND).blend(FloatVector.fromArray(LANES, " + array + ", " + at
                                + " + LANES.length()).rearrange(EVERY_SECOND), UPPER_HALF)",
                        true);
        };
    }

    @Override
    public Typed read(Expression.Read read) {
        return new Typed(read.register().name(), read.register().vector());
    }

    @Override
    public Typed unary(Expression.Unary unary) {
        Typed operand = unary.operand().match(this);
        String text = operand.text;
        if (operand.vector) {
            return new Typed(
                    switch (unary.operation()) {
                        case NEGATE -> text + ".neg()";
                        case ABS -> text + ".abs()";
                        case SQRT -> text + ".sqrt()";
                        case EXP, LOG, TANH, SIGMOID -> functions.of(unary, text);
                        case ERF, FLOOR -> throw new IllegalStateException(unary.operation() + " has no vector form");
                    },
                    true);
        }
        return new Typed(
                switch (unary.operation()) {
                    case NEGATE -> "-(" + text + ")";
                    case ABS -> "Math.abs(" + text + ")";
                    case SQRT -> "(float) Math.sqrt(" + text + ")";
                    case EXP -> "FloatMath.exp(" + text + ")";
                    case LOG -> "FloatMath.log(" + text + ")";
                    case TANH -> "FloatMath.tanh(" + text + ")";
                    case SIGMOID -> "FloatMath.sigmoid(" + text + ")";
                    case ERF -> "FloatMath.erf(" + text + ")";
                    case FLOOR -> "(float) Math.floor(" + text + ")";
                },
                false);
    }

    @Override
    public Typed binary(Expression.Binary binary) {
        Typed left = binary.left().match(this);
        Typed right = binary.right().match(this);
        if (left.vector || right.vector) {
            String method = switch (binary.operation()) {
                case ADD -> "add";
                case SUBTRACT -> "sub";
                case MULTIPLY -> "mul";
                case DIVIDE -> "div";
                case MINIMUM -> "min";
                case MAXIMUM -> "max";
            };
            return new Typed(vector(left) + "." + method + "(" + right.text + ")", true);
        }
        String text = switch (binary.operation()) {
            case ADD -> "(" + left.text + " + " + right.text + ")";
            case SUBTRACT -> "(" + left.text + " - " + right.text + ")";
            case MULTIPLY -> "(" + left.text + " * " + right.text + ")";
            case DIVIDE -> "(" + left.text + " / " + right.text + ")";
            case MINIMUM -> "Math.min(" + left.text + ", " + right.text + ")";
            case MAXIMUM -> "Math.max(" + left.text + ", " + right.text + ")";
        };
        return new Typed(text, false);
    }

    @Override
    public Typed fma(Expression.Fma fma) {
        Typed left = fma.left().match(this);
        Typed right = fma.right().match(this);
        Typed addend = fma.addend().match(this);
        if (left.vector || right.vector || addend.vector) {
            return new Typed(vector(left) + ".fma(" + vector(right) + ", " + vector(addend) + ")", true);
        }
        return new Typed("Math.fma(" + left.text + ", " + right.text + ", " + addend.text + ")", false);
    }

    @Override
    public Typed choose(Expression.Choose choose) {
        Typed left = choose.left().match(this);
        Typed right = choose.right().match(this);
        Typed then = choose.then().match(this);
        Typed otherwise = choose.otherwise().match(this);
        if (left.vector || right.vector) {
            String operator = switch (choose.comparison()) {
                case LESS -> "VectorOperators.LT";
                case LESS_OR_EQUAL -> "VectorOperators.LE";
                case EQUAL -> "VectorOperators.EQ";
            };
            String mask = vector(left) + ".compare(" + operator + ", " + right.text + ")";
            return new Typed(vector(otherwise) + ".blend(" + vector(then) + ", " + mask + ")", true);
        }
        String operator = switch (choose.comparison()) {
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case EQUAL -> " == ";
        };
        boolean vector = then.vector || otherwise.vector;
        String condition = "(" + left.text + operator + right.text + " ? ";
        return vector
                ? new Typed(condition + vector(then) + " : " + vector(otherwise) + ")", true)
                : new Typed(condition + then.text + " : " + otherwise.text + ")", false);
    }

    @Override
    public Typed where(Expression.Where where) {
        String guard = indices.of(where.guard());
        Typed inside = where.inside().match(this);
        Typed outside = where.outside().match(this);
        boolean vector = inside.vector || outside.vector;
        String then = vector ? vector(inside) : inside.text;
        String otherwise = vector ? vector(outside) : outside.text;
        return new Typed("(" + guard + " ? " + then + " : " + otherwise + ")", vector);
    }

    @Override
    public Typed indexValue(Expression.IndexValue value) {
        return new Typed("(float) (" + indices.of(value.index()) + ")", false);
    }

    @Override
    public Typed uniform(Expression.Uniform uniform) {
        return new Typed(
                "Randoms.uniform(randomKey, " + uniform.stream() + ", " + indices.of(uniform.index()) + ")", false);
    }

    @Override
    public Typed reduce(Expression.Reduce reduce) {
        throw new IllegalStateException("a reduction cannot be emitted");
    }

    @Override
    public Typed transform(Expression.Transform transform) {
        throw new IllegalStateException("a transform cannot be emitted");
    }
}
