package dev.convoke.compiler.emit.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTextTest {
    private static final Buffer IN = new Buffer("in");

    private static String text(Expression expression, boolean vector) {
        return new ExpressionText(
                        new IndexText(Literals.plain()), (function, operand) -> function.operation() + " of " + operand)
                .of(expression, vector);
    }

    private static Expression fetch(Lanes lanes) {
        return new Expression.Fetch(IN, Index.of(3), lanes);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0f, 1, -1.5f, 0.1f, Float.MIN_VALUE, Float.MAX_VALUE, 16777217f, 1e-10f})
    void literalsAreTheFloatsThemselves(float value) {
        String literal = ExpressionText.literal(value);
        assertThat(literal).endsWith("f");
        assertThat(Float.floatToRawIntBits(Float.parseFloat(literal))).isEqualTo(Float.floatToRawIntBits(value));
    }

    @Test
    void whatIsNoNumberHasAName() {
        assertThat(ExpressionText.literal(Float.NaN)).isEqualTo("Float.NaN");
        assertThat(ExpressionText.literal(Float.POSITIVE_INFINITY)).isEqualTo("Float.POSITIVE_INFINITY");
        assertThat(ExpressionText.literal(Float.NEGATIVE_INFINITY)).isEqualTo("Float.NEGATIVE_INFINITY");
    }

    @Test
    void scalarsAreUsedInVectorsAsTheyAre() {
        Expression sum = fetch(Lanes.VECTOR).plus(Expression.constant(2));
        assertThat(text(sum, true)).isEqualTo("FloatVector.fromArray(LANES, in, 3).add(2.0f)");
        Expression difference = Expression.constant(2).minus(fetch(Lanes.VECTOR));
        assertThat(text(difference, true))
                .isEqualTo("FloatVector.broadcast(LANES, 2.0f).sub(FloatVector.fromArray(LANES, in, 3))");
        assertThat(text(Expression.constant(2), true)).isEqualTo("FloatVector.broadcast(LANES, 2.0f)");
        assertThat(text(fetch(Lanes.SCALAR).plus(Expression.constant(-2)), false))
                .isEqualTo("(in[3] + -2.0f)");
    }

    @Test
    void functionsOfVectorsAreCalledBeforeTheStatement() {
        assertThat(text(fetch(Lanes.VECTOR).apply(UnaryOperation.EXP), true))
                .isEqualTo("EXP of FloatVector.fromArray(LANES, in, 3)");
        assertThat(text(fetch(Lanes.SCALAR).apply(UnaryOperation.EXP), false)).isEqualTo("FloatMath.exp(in[3])");
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        Expression floor = fetch(Lanes.VECTOR).apply(UnaryOperation.FLOOR);
        assertThatThrownBy(() -> text(floor, true)).hasMessage("FLOOR has no vector form");
        assertThatThrownBy(() -> text(fetch(Lanes.VECTOR), false))
                .hasMessageStartingWith("a vector where one float is needed");
    }
}
