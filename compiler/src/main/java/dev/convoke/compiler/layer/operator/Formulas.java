package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import dev.convoke.compiler.loop.Expression.UnaryOperation;

/** Functions of several operations that keep their digits where the plain formula cancels or overflows. */
public final class Formulas {
    private static final Expression ZERO = Expression.constant(0);
    private static final Expression ONE = Expression.constant(1);

    private Formulas() {}

    /** {@code exp(x) - 1} for x of at most 0, precise near 0: {@code 2 t / (1 - t)} with {@code t = tanh(x / 2)}. */
    public static Expression expm1OfNegative(Expression x) {
        Expression tangent = x.times(Expression.constant(0.5)).apply(UnaryOperation.TANH);
        return tangent.plus(tangent).dividedBy(ONE.minus(tangent));
    }

    /**
     * {@code log(1 + x)} for x of at least 0, precise near 0. Kahan's way: the error of {@code w = 1 + x} is made again by
     * {@code w - 1} and goes with it, {@code log(w) * x / (w - 1)}.
     */
    public static Expression log1pOfPositive(Expression x) {
        Expression rounded = ONE.plus(x);
        Expression scale = x.dividedBy(rounded.minus(ONE));
        return Expression.choose(
                rounded,
                Comparison.EQUAL,
                ONE,
                x,
                rounded.apply(UnaryOperation.LOG).times(scale));
    }

    /** {@code exp(-|x|)}. */
    public static Expression decay(Expression x) {
        return x.apply(UnaryOperation.ABS).apply(UnaryOperation.NEGATE).apply(UnaryOperation.EXP);
    }

    /** {@code log(1 + exp(x))} for all x: {@code max(x, 0) + log(1 + exp(-|x|))}. */
    public static Expression softplus(Expression x) {
        return x.max(ZERO).plus(log1pOfPositive(decay(x)));
    }
}
