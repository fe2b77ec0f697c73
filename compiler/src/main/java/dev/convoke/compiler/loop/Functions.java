package dev.convoke.compiler.loop;

/** The functions of the kernel IR in double precision, the same on every machine: what faster ones are measured against. */
final class Functions {
    private Functions() {}

    static double apply(Expression.UnaryOperation operation, double x) {
        return switch (operation) {
            case NEGATE -> -x;
            case ABS -> Math.abs(x);
            case SQRT -> Math.sqrt(x);
            case EXP -> StrictMath.exp(x);
            case LOG -> StrictMath.log(x);
            case TANH -> StrictMath.tanh(x);
            case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
            case ERF -> erf(x);
            case FLOOR -> Math.floor(x);
        };
    }

    static double apply(Expression.BinaryOperation operation, double a, double b) {
        return switch (operation) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MINIMUM -> Math.min(a, b);
            case MAXIMUM -> Math.max(a, b);
        };
    }

    static boolean holds(Expression.Comparison comparison, double a, double b) {
        return switch (comparison) {
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
            case EQUAL -> a == b;
        };
    }

    /** The error function: its Taylor series near zero, where that does not cancel much, else a continued fraction of 1 - erf. */
    static double erf(double x) {
        double magnitude = Math.abs(x);
        if (Double.isNaN(x)) {
            return x;
        }
        if (magnitude > 6) {
            return Math.copySign(1, x);
        }
        if (magnitude < 2) {
            // erf(x) = 2/sqrt(pi) exp(-x^2) sum of 2^k x^(2k+1) / (1 * 3 * ... * (2k+1)): all terms have one sign.
            double term = x;
            double sum = x;
            for (int k = 1; Math.abs(term) > Math.abs(sum) * 1e-17; k++) {
                term *= 2 * x * x / (2 * k + 1);
                sum += term;
            }
            return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
        }
        double fraction = magnitude;
        for (int k = 120; k >= 1; k--) {
            fraction = magnitude + k / 2.0 / fraction;
        }
        double complement = StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
        return Math.copySign(1 - complement, x);
    }
}
