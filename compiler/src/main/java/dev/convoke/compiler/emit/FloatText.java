package dev.convoke.compiler.emit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Finite floats as text: the shortest decimal of at least two digits that reads back as the same float, in the form of {@link
 * Float#toString}. That itself gave longer decimals before JDK 19 (its bug 4511638), so sources would differ with the JDK that makes them.
 */
public final class FloatText {
    private static final int FEWEST_DIGITS = 2;
    private static final int MOST_DIGITS = 9;
    private static final int LOWEST_PLAIN_EXPONENT = -3;
    private static final int HIGHEST_PLAIN_EXPONENT = 6;

    private FloatText() {}

    public static String of(float value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = shortest(value).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= LOWEST_PLAIN_EXPONENT && exponent <= HIGHEST_PLAIN_EXPONENT) {
            return withFraction(decimal);
        }
        return withFraction(decimal.scaleByPowerOfTen(-exponent)) + "E" + exponent;
    }

    private static String withFraction(BigDecimal decimal) {
        return decimal.setScale(Math.max(1, decimal.scale())).toPlainString();
    }

    private static BigDecimal shortest(float value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = FEWEST_DIGITS; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (Float.parseFloat(rounded.toString()) == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN));
    }
}
