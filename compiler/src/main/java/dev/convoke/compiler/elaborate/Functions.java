package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions of the language on numbers. */
final class Functions {
    /** All of them, for messages. */
    static final List<String> NAMES = List.of("min", "max", "abs", "floor", "ceil", "round", "sqrt", "log2");

    private Functions() {}

    /** @param values known ones */
    static Datum call(Expression.Call call, List<Datum> values, Frame frame) {
        String name = call.name().text();
        boolean many = name.equals("min") || name.equals("max");
        if (values.isEmpty() || !many && values.size() > 1) {
            frame.problems().add(ArgumentProblems.count(call, many ? "at least one" : "one"));
            return Datum.UNKNOWN;
        }
        List<Rational> numbers = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<Datum.Number> number = values.get(i).asNumber();
            if (number.isEmpty()) {
                frame.problems()
                        .add(ValueProblems.wrongType(
                                "the argument of `" + name + "`",
                                "a number",
                                values.get(i),
                                call.arguments().get(i).span()));
                return Datum.UNKNOWN;
            }
            numbers.add(number.get().value());
        }
        Rational first = numbers.get(0);
        if (name.equals("sqrt") && first.signum() < 0 || name.equals("log2") && first.signum() <= 0) {
            frame.problems().add(ValueProblems.undefined(call, first));
            return Datum.UNKNOWN;
        }
        return Arithmetic.guarded(
                () -> Arithmetic.number(
                        apply(name, numbers), values.get(0).asNumber().flatMap(Datum.Number::division)),
                call.span(),
                () -> name + "(" + first + ")",
                frame);
    }

    private static Rational apply(String name, List<Rational> numbers) {
        Rational first = numbers.get(0);
        return switch (name) {
            case "min" -> numbers.stream().min(Rational::compareTo).orElseThrow();
            case "max" -> numbers.stream().max(Rational::compareTo).orElseThrow();
            case "abs" -> first.abs();
            case "floor" -> first.floor();
            case "ceil" -> first.ceil();
            case "round" -> first.round();
            case "sqrt" -> first.sqrt();
            case "log2" -> first.log2();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
