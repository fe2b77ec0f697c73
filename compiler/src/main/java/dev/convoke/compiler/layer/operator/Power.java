package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.loop.Expression;
import java.util.Optional;

/** Powers with constant exponents. */
public final class Power {
    /** Exponents up to here are products; a larger one would only make long code. */
    private static final int MOST_FACTORS = 16;

    private Power() {}

    /**
     * {@code base^exponent} as PyTorch's {@code pow} has it: a negative base to an exponent that is not whole is NaN. Products and roots
     * where the exponent is a multiple of 1/4 (exact, and 16 at a time), else {@code exp(exponent * log(base))}.
     *
     * @param base evaluated several times
     */
    public static Expression of(Expression base, double exponent) {
        if (exponent < 0) {
            return Expression.constant(1).dividedBy(of(base, -exponent));
        }
        double quarters = exponent * 4;
        if (quarters == Math.rint(quarters) && exponent <= MOST_FACTORS) {
            return product(base, (int) quarters);
        }
        Expression logarithm = absolute(base, exponent).apply(Expression.UnaryOperation.LOG);
        Expression power = logarithm.times(Expression.constant(exponent)).apply(Expression.UnaryOperation.EXP);
        return isOdd(exponent)
                ? Expression.choose(
                        base,
                        Expression.Comparison.LESS,
                        Expression.constant(0),
                        power.apply(Expression.UnaryOperation.NEGATE),
                        power)
                : power;
    }

    private static boolean isOdd(double exponent) {
        return Math.rint(exponent) == exponent && exponent % 2 != 0;
    }

    /** The logarithm of a negative base is NaN, as it must be where the exponent is not whole. */
    private static Expression absolute(Expression base, double exponent) {
        return Math.rint(exponent) == exponent ? base.apply(Expression.UnaryOperation.ABS) : base;
    }

    private static Expression product(Expression base, int quarters) {
        Optional<Expression> product = Optional.empty();
        for (int i = 0; i < quarters / 4; i++) {
            product = Optional.of(product.map(p -> p.times(base)).orElse(base));
        }
        Expression root = base.apply(Expression.UnaryOperation.SQRT);
        if (quarters % 4 >= 2) {
            product = Optional.of(product.map(p -> p.times(root)).orElse(root));
        }
        if (quarters % 2 == 1) {
            Expression fourth = root.apply(Expression.UnaryOperation.SQRT);
            product = Optional.of(product.map(p -> p.times(fourth)).orElse(fourth));
        }
        return product.orElse(Expression.constant(1));
    }
}
