package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression.ArithmeticOperator;
import java.util.Optional;
import java.util.function.Supplier;

/** Exact arithmetic on numbers, with problems where it has no result. */
final class Arithmetic {
    private Arithmetic() {}

    static Datum apply(
            Datum.Number left,
            ArithmeticOperator operator,
            Datum.Number right,
            Evaluator.Operands operands,
            Frame frame) {
        Rational a = left.value();
        Rational b = right.value();
        if (operator == ArithmeticOperator.OVER && b.signum() == 0) {
            frame.problems().add(ValueProblems.divisionByZero(a, operands));
            return Datum.UNKNOWN;
        }
        return guarded(
                () -> {
                    Rational result = switch (operator) {
                        case PLUS -> a.plus(b);
                        case MINUS -> a.minus(b);
                        case TIMES -> a.times(b);
                        case OVER -> a.dividedBy(b);
                    };
                    return number(result, division(operator, left, right, result));
                },
                operands.whole(),
                () -> a + " " + operator.symbol() + " " + b,
                frame);
    }

    private static Optional<Datum.Division> division(
            ArithmeticOperator operator, Datum.Number left, Datum.Number right, Rational result) {
        if (operator == ArithmeticOperator.OVER
                && left.value().isWhole()
                && right.value().isWhole()
                && !result.isWhole()) {
            return Optional.of(new Datum.Division(left.value(), right.value()));
        }
        return left.division().or(right::division);
    }

    /** A number that remembers a division only as long as it is not whole. */
    static Datum.Number number(Rational value, Optional<Datum.Division> division) {
        return new Datum.Number(value, value.isWhole() ? Optional.empty() : division);
    }

    /** What a computation gives, or unknown after a problem with its place if that does not fit. */
    static Datum guarded(Supplier<Datum> computation, Span span, Supplier<String> text, Frame frame) {
        try {
            return computation.get();
        } catch (ArithmeticException e) {
            frame.problems().add(LimitProblems.overflow(text.get(), span));
            return Datum.UNKNOWN;
        }
    }
}
