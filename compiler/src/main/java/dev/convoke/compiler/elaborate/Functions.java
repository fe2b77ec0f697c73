package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The functions of the language on values. */
final class Functions {
    /** All of them, for messages. */
    static final List<String> NAMES =
            List.of("min", "max", "abs", "floor", "ceil", "round", "sqrt", "log2", "pow", "len", "sum", "zip");

    private Functions() {}

    /** @param values known ones */
    static Datum call(Expression.Call call, List<Datum> values, Frame frame) {
        String name = call.name().text();
        if (ListFunctions.NAMES.contains(name)) {
            return ListFunctions.call(call, values, frame);
        }
        boolean many = name.equals("min") || name.equals("max");
        if (many && values.size() == 1 && values.get(0).asElements().isPresent()) {
            return ListFunctions.extreme(call, values.get(0), frame);
        }
        int needed = name.equals("pow") ? 2 : 1;
        if (values.size() < needed || !many && values.size() > needed) {
            String expected = many ? "at least one number" : needed == 2 ? "two numbers" : "one number";
            frame.problems().add(ArgumentProblems.count(call, expected, values.size() < needed));
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
        if (name.equals("pow") && first.signum() == 0 && numbers.get(1).signum() < 0
                || name.equals("pow") && first.signum() < 0 && !numbers.get(1).isWhole()) {
            frame.problems().add(ValueProblems.undefinedPower(call, first, numbers.get(1)));
            return Datum.UNKNOWN;
        }
        return Arithmetic.guarded(
                () -> Arithmetic.number(
                        apply(name, numbers), values.get(0).asNumber().flatMap(Datum.Number::division)),
                call.span(),
                () -> numbers.stream().map(Rational::toString).collect(Collectors.joining(", ", name + "(", ")")),
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
            case "pow" -> first.power(numbers.get(1));
            default -> throw new IllegalArgumentException(name);
        };
    }
}
