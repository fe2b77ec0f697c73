package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The functions of the language on lists and tuples. */
final class ListFunctions {
    /** All of them. */
    static final List<String> NAMES = List.of("len", "sum", "zip");

    private ListFunctions() {}

    /** @param values known ones */
    static Datum call(Expression.Call call, List<Datum> values, Frame frame) {
        boolean zip = call.name().text().equals("zip");
        int needed = zip ? 2 : 1;
        if (values.size() < needed || !zip && values.size() > needed) {
            String expected = zip ? "at least two lists" : "one list";
            frame.problems().add(ArgumentProblems.count(call, expected, values.size() < needed));
            return Datum.UNKNOWN;
        }
        List<List<Datum>> lists = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<List<Datum>> list = values.get(i).asElements();
            if (list.isEmpty()) {
                frame.problems()
                        .add(ValueProblems.wrongType(
                                "the argument of `" + call.name() + "`",
                                "a list or tuple",
                                values.get(i),
                                call.arguments().get(i).span()));
                return Datum.UNKNOWN;
            }
            lists.add(list.get());
        }
        long elements = lists.stream().mapToLong(List::size).sum();
        if (!frame.session().budget().elements(elements, call.span(), frame.problems())) {
            return Datum.UNKNOWN;
        }
        return switch (call.name().text()) {
            case "len" -> Datum.Number.of(lists.get(0).size());
            case "sum" -> sum(lists.get(0), call, frame);
            case "zip" -> zip(lists, call, frame);
            default -> throw new IllegalArgumentException(call.name().text());
        };
    }

    private static Datum sum(List<Datum> elements, Expression.Call call, Frame frame) {
        return numbers(elements, call, frame)
                .map(numbers -> Arithmetic.guarded(
                        () -> Datum.Number.of(numbers.stream().reduce(Rational.ZERO, Rational::plus)),
                        call.span(),
                        () -> "the sum of " + numbers.size() + " numbers",
                        frame))
                .orElse(Datum.UNKNOWN);
    }

    /** The least or greatest number of a list. */
    static Datum extreme(Expression.Call call, Datum list, Frame frame) {
        List<Datum> elements = list.asElements().orElseThrow();
        if (elements.isEmpty()) {
            frame.problems().add(ValueProblems.emptyList(call));
            return Datum.UNKNOWN;
        }
        if (!frame.session().budget().elements(elements.size(), call.span(), frame.problems())) {
            return Datum.UNKNOWN;
        }
        Comparator<Rational> order =
                call.name().text().equals("max") ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return numbers(elements, call, frame)
                .<Datum>map(
                        numbers -> Datum.Number.of(numbers.stream().max(order).orElseThrow()))
                .orElse(Datum.UNKNOWN);
    }

    private static Optional<List<Rational>> numbers(List<Datum> elements, Expression.Call call, Frame frame) {
        List<Rational> numbers = new ArrayList<>();
        for (Datum element : elements) {
            Optional<Datum.Number> number = element.asNumber();
            if (number.isEmpty()) {
                if (!element.isUnknown()) {
                    frame.problems()
                            .add(ValueProblems.wrongElement(
                                    "the argument of `" + call.name() + "`",
                                    "a list of numbers",
                                    element,
                                    call.arguments().get(0).span()));
                }
                return Optional.empty();
            }
            numbers.add(number.get().value());
        }
        return Optional.of(numbers);
    }

    private static Datum zip(List<List<Datum>> lists, Expression.Call call, Frame frame) {
        List<Integer> sizes = lists.stream().map(List::size).toList();
        if (sizes.stream().distinct().count() > 1) {
            frame.problems().add(ValueProblems.lengthsDiffer(call, sizes));
            return Datum.UNKNOWN;
        }
        long values =
                lists.stream().flatMap(List::stream).mapToLong(Datum::size).sum();
        if (values + sizes.get(0) > Budget.MAX_ELEMENTS) {
            frame.problems().add(LimitProblems.tooManyElements(call.span()));
            return Datum.UNKNOWN;
        }
        List<Datum> tuples = new ArrayList<>();
        for (int i = 0; i < sizes.get(0); i++) {
            int at = i;
            tuples.add(new Datum.Tuple(lists.stream().map(list -> list.get(at)).toList()));
        }
        return new Datum.ListOf(tuples);
    }
}
