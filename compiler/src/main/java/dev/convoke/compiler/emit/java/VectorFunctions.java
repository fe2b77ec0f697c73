package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Methods of a twin with vectors for what is not one operation of the machine: the operations of the runtime's {@code FloatMath}, lane by lane and in the
 * same order, so the same bits for every number of lanes. Whoever changes one changes both.
 *
 * <p>A method changes a vector's worth of an array, for a vector that C2 hands from one method to another is an object. Each method is one
 * straight line, longer than what C2 puts into its callers (325 bytes): tiles, which are long, would exceed what it takes into one
 * compilation, and it would stop in the middle of a function, with objects. Sums and products are multiply-adds by 1 and with -0, which
 * round alike, and bounds are comparisons: see "What C2 needs" in the documentation of the back end.
 */
final class VectorFunctions {
    private final StringBuilder lines = new StringBuilder();

    private VectorFunctions() {}

    /** Whether an operation has a method here. */
    static boolean isFunction(UnaryOperation operation) {
        return switch (operation) {
            case NEGATE, ABS, SQRT, ERF, FLOOR -> false;
            case EXP, LOG, TANH, SIGMOID -> true;
        };
    }

    /** Whether a statement, vectorised or not, calls one of the methods. */
    static boolean calledIn(Statement statement) {
        boolean[] found = {false};
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression unary(Expression.Unary unary) {
                found[0] |= isFunction(unary.operation()) && isVector(unary.operand());
                return super.unary(unary);
            }
        };
        new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }
        }.rewrite(statement);
        return found[0];
    }

    private static boolean isVector(Expression expression) {
        boolean[] found = {false};
        new ExpressionRewriter() {
            @Override
            public Expression fetch(Expression.Fetch fetch) {
                found[0] |= fetch.lanes() != Lanes.SCALAR;
                return fetch;
            }

            @Override
            public Expression read(Expression.Read read) {
                found[0] |= read.register().vector();
                return read;
            }
        }.rewrite(expression);
        return found[0];
    }

    /** The name of an operation's method. */
    static String name(UnaryOperation operation) {
        return switch (operation) {
            case EXP -> "vectorExp";
            case LOG -> "vectorLog";
            case TANH -> "vectorTanh";
            case SIGMOID -> "vectorSigmoid";
            case NEGATE, ABS, SQRT, ERF, FLOOR -> throw new IllegalArgumentException(operation + " is no function");
        };
    }

    /** {@code void name(float[] x, int at)}: a vector's worth of x from a place on becomes the function of it. */
    static MethodSpec method(UnaryOperation operation) {
        VectorFunctions text = new VectorFunctions();
        text.line("FloatVector x = FloatVector.fromArray(LANES, floats, at)");
        text.body(operation);
        CodeBlock.Builder code = CodeBlock.builder();
        text.lines.toString().lines().forEach(line -> code.addStatement("$L", line));
        return MethodSpec.methodBuilder(name(operation))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(float[].class, "floats")
                .addParameter(TypeName.INT, "at")
                .addCode(code.build())
                .build();
    }

    private void body(UnaryOperation operation) {
        switch (operation) {
            case EXP -> exp();
            case LOG -> log();
            case TANH -> tanh();
            case SIGMOID -> sigmoid();
            case NEGATE, ABS, SQRT, ERF, FLOOR -> throw new IllegalArgumentException(operation + " is no function");
        }
    }

    private void exp() {
        define("bounded", notBelow("x", "FloatMath.EXP_LOWEST"));
        scaled(notAbove("bounded", "FloatMath.EXP_HIGHEST"));
        result("e");
    }

    private void sigmoid() {
        define("minus", "x.abs().neg()");
        scaled(notBelow("minus", "FloatMath.EXP_LOWEST"));
        define("one", constant("1f"));
        result("one.blend(e, x.compare(VectorOperators.LT, 0f)).div(e.fma(one, one))");
    }

    private void tanh() {
        define("a", "x.abs()");
        define("z", product("x", "x"));
        polynomial("p", "z", "TANH_", 5);
        define("small", product("p", "z") + ".fma(a, a)");
        define("one", constant("1f"));
        define("twice", "a.fma(one, a)");
        scaled(notAbove("twice", "FloatMath.EXP_HIGHEST"));
        define("large", constant("-2f") + ".div(e.fma(one, one)).fma(one, one)");
        result(signed("large.blend(small, a.compare(VectorOperators.LT, FloatMath.TANH_SMALL))", "x"));
    }

    private void log() {
        line("var subnormal = x.compare(VectorOperators.LT, Float.MIN_NORMAL)");
        line("IntVector bits = x.blend(" + product("x", constant("0x1p23f")) + ", subnormal).reinterpretAsInts()");
        line("IntVector e = bits.lanewise(VectorOperators.SUB, FloatMath.SQRT_HALF_BITS)"
                + ".lanewise(VectorOperators.ASHR, FloatMath.MANTISSA)");
        define(
                "m",
                "bits.lanewise(VectorOperators.SUB, e.lanewise(VectorOperators.LSHL, FloatMath.MANTISSA)).reinterpretAsFloats()");
        define("one", constant("1f"));
        define("whole", "e.lanewise(VectorOperators.ADD, FloatMath.ROUND_BITS).reinterpretAsFloats()");
        define("lost", constant("-FloatMath.ROUND") + ".blend(-FloatMath.ROUND - FloatMath.MANTISSA, subnormal)");
        define("exponent", "whole.fma(one, lost)");
        define("f", step("m", "one", "-1f"));
        define("s", "f.div(" + step("f", "one", "2f") + ")");
        define("z", product("s", "s"));
        polynomial("p", "z", "LOG_", 3);
        define("h", product(product("f", constant("0.5f")), "f"));
        define("low", "s.fma(p.fma(z, h), " + product("exponent", constant("FloatMath.LN2_LOW")) + ")");
        define("rest", "h.fma(" + constant("-1f") + ", low).fma(one, f)");
        define("inside", "exponent.fma(" + constant("FloatMath.LN2_HIGH") + ", rest)");
        define("finite", "x.blend(inside, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY))");
        define("outside", constant("Float.NaN") + ".blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f))");
        result("outside.blend(finite, x.compare(VectorOperators.GT, 0f))");
    }

    /** Defines {@code e}, the exponential of what is bounded. */
    private void scaled(String bounded) {
        define("c", bounded);
        define("shifted", step("c", constant("FloatMath.LOG2_E"), "FloatMath.ROUND_254"));
        define("n", step("shifted", constant("1f"), "-FloatMath.ROUND_254"));
        define("high", "n.fma(" + constant("-FloatMath.LN2_HIGH") + ", c)");
        define("r", "n.fma(" + constant("-FloatMath.LN2_LOW") + ", high)");
        define("y", constant("FloatMath.EXP_6"));
        for (String coefficient :
                List.of("FloatMath.EXP_5", "FloatMath.EXP_4", "FloatMath.EXP_3", "FloatMath.EXP_2", "1f", "1f")) {
            line("y = " + step("y", "r", coefficient));
        }
        line("IntVector half = " + step("c", constant("FloatMath.HALF_LOG2_E"), "FloatMath.ROUND_127")
                + ".reinterpretAsInts()");
        line("IntVector rest = shifted.reinterpretAsInts().sub(half)");
        line("y = " + product("y", power("half")));
        define("e", product("y", power("rest")));
    }

    private void polynomial(String name, String variable, String coefficients, int degree) {
        define(name, constant("FloatMath." + coefficients + degree));
        for (int i = degree - 1; i >= 0; i--) {
            line(name + " = " + step(name, variable, "FloatMath." + coefficients + i));
        }
    }

    private void line(String text) {
        lines.append(text).append('\n');
    }

    private void define(String name, String value) {
        line("FloatVector " + name + " = " + value);
    }

    private void result(String value) {
        line(value + ".intoArray(floats, at)");
    }

    private static String constant(String value) {
        return "FloatVector.broadcast(LANES, " + value + ")";
    }

    private static String step(String left, String right, String addend) {
        return left + ".fma(" + right + ", " + constant(addend) + ")";
    }

    /** Adding -0 changes nothing, not even the sign of a zero. */
    private static String product(String left, String right) {
        return step(left, right, "-0f");
    }

    private static String power(String biased) {
        return biased + ".lanewise(VectorOperators.LSHL, FloatMath.MANTISSA).reinterpretAsFloats()";
    }

    private static String notBelow(String name, String bound) {
        return name + ".blend(" + bound + ", " + name + ".compare(VectorOperators.LT, " + bound + "))";
    }

    private static String notAbove(String name, String bound) {
        return name + ".blend(" + bound + ", " + name + ".compare(VectorOperators.GT, " + bound + "))";
    }

    /** A magnitude, which is not negative, with the sign of another vector. */
    private static String signed(String magnitude, String sign) {
        return sign
                + ".reinterpretAsInts().lanewise(VectorOperators.AND, Integer.MIN_VALUE).lanewise(VectorOperators.OR, "
                + magnitude + ".reinterpretAsInts()).reinterpretAsFloats()";
    }
}
