package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.BinaryOperation;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.StatementRewriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/**
 * {@code min(max(x, 0), high)} of a vector, as {@code Relu6} has it, computed with the bits of its floats as whole numbers: floats of 0 and
 * more have the order of their bits, negative ones are negative numbers. Java's {@code max} and {@code min} of floats are six instructions
 * each, for NaN and the signs of zero; these are six for both.
 *
 * <p>NaN stays NaN: adding {@code 0x7fffff} to the bits carries into the sign for NaN, of either sign, and for nothing else, and what has
 * another sign then is made all ones, which are a NaN.
 *
 * @param operand what is clamped
 * @param high the bound above, more than 0 and finite
 */
record VectorClamp(Expression operand, float high) {
    private static final String INTS = "INTS";
    private static final String ZERO = "ZERO_BITS";
    private static final String CARRY = "CARRY_OF_NAN";

    /** The clamp that an expression is, if it is one. */
    static Optional<VectorClamp> of(Expression.Binary expression) {
        return expression.operation() == BinaryOperation.MINIMUM
                        && expression.right() instanceof Expression.Constant high
                        && high.value() > 0
                        && Float.isFinite(high.value())
                        && expression.left() instanceof Expression.Binary maximum
                        && maximum.operation() == BinaryOperation.MAXIMUM
                        && maximum.right() instanceof Expression.Constant low
                        && low.value() == 0
                ? Optional.of(new VectorClamp(maximum.left(), high.value()))
                : Optional.empty();
    }

    /** The text of the clamped vector. */
    String text(String bits) {
        return bits + lanewise("MAX", ZERO) + lanewise("MIN", constant(high))
                + lanewise("OR", bits + lanewise("ADD", CARRY) + lanewise("XOR", bits) + lanewise("ASHR", "31"))
                + ".reinterpretAsFloats()";
    }

    private static String lanewise(String operator, String operand) {
        return ".lanewise(VectorOperators." + operator + ", " + operand + ")";
    }

    private static String constant(float high) {
        return "BITS_" + Integer.toHexString(Float.floatToIntBits(high)).toUpperCase(Locale.ROOT);
    }

    /** The constants of a class that clamps vectors. */
    static List<FieldSpec> fields(int width, List<Kernel> kernels) {
        TreeSet<Float> bounds = new TreeSet<>();
        kernels.forEach(kernel -> collect(kernel.body(), bounds));
        List<FieldSpec> fields = new ArrayList<>();
        if (!bounds.isEmpty()) {
            fields.add(FieldSpec.builder(
                            ParameterizedTypeName.get(Names.VECTOR_SPECIES, ClassName.get(Integer.class)),
                            INTS,
                            Modifier.PRIVATE,
                            Modifier.STATIC,
                            Modifier.FINAL)
                    .initializer("$T.SPECIES_$L", Names.INT_VECTOR, width * Float.SIZE)
                    .build());
            fields.add(field(ZERO, "0"));
            fields.add(field(CARRY, "0x7fffff"));
            bounds.forEach(high ->
                    fields.add(field(constant(high), "Float.floatToIntBits(" + ExpressionText.literal(high) + ")")));
        }
        return fields;
    }

    private static FieldSpec field(String name, String value) {
        return FieldSpec.builder(Names.INT_VECTOR, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer("$T.broadcast($L, $L)", Names.INT_VECTOR, INTS, value)
                .build();
    }

    private static void collect(Statement body, TreeSet<Float> bounds) {
        ExpressionRewriter expressions = new ExpressionRewriter() {
            @Override
            public Expression binary(Expression.Binary binary) {
                of(binary)
                        .filter(clamp -> VectorFunctions.isVector(clamp.operand))
                        .ifPresent(clamp -> bounds.add(clamp.high));
                return super.binary(binary);
            }
        };
        new StatementRewriter() {
            @Override
            protected Expression expression(Expression expression) {
                return expressions.rewrite(expression);
            }
        }.rewrite(body);
    }
}
