package dev.convoke.compiler.lint.library;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as messages have them. */
final class Figures {
    private Figures() {}

    /** A number with three digits that count, or as many as it has in front of the point. */
    static String of(double number) {
        BigDecimal exact = BigDecimal.valueOf(number);
        int digits = Math.max(3, exact.precision() - exact.scale());
        return exact.round(new MathContext(digits)).stripTrailingZeros().toPlainString();
    }
}
