package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Parameter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gives the arguments of a call to parameters, by position first and by name then. */
final class Binder {
    /** Longer values are cut where a call is written out. */
    private static final int LONGEST_VALUE = 40;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Binder() {}

    /** Evaluates every argument once, in order, in the caller's frame. What does not fit was reported before. */
    static Bound bind(Callee callee, List<Argument> arguments, Span call, Frame frame) {
        Assignment assignment = Assignment.of(callee, arguments, call, problem -> {});
        Map<Argument, Datum> values = new IdentityHashMap<>();
        List<String> written = new ArrayList<>();
        for (Argument argument : arguments) {
            Datum value = Evaluator.evaluate(argument.value(), frame);
            values.put(argument, value);
            written.add(argument.name().map(name -> name.text() + "=").orElse("") + text(value, argument));
        }
        Map<String, Bound.Given> given = new LinkedHashMap<>();
        assignment
                .given()
                .forEach((name, argument) -> given.put(
                        name,
                        new Bound.Given(
                                Objects.requireNonNull(values.get(argument)),
                                argument.span(),
                                argument.value().span())));
        String text = written.isEmpty() ? callee.name() : callee.name() + "(" + String.join(", ", written) + ")";
        return new Bound(given, text, assignment.complete());
    }

    private static String text(Datum value, Argument argument) {
        String text = value.isUnknown() || value.asFlow().isPresent()
                ? Shown.text(argument.value().span(), 10 * LONGEST_VALUE)
                : value.show(LONGEST_VALUE);
        String line = BLANKS.matcher(text).replaceAll(" ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 3) + "...";
    }

    /**
     * Defines parameters in the scope of an instantiation: what was given, else the default, which may use the
     * parameters before it.
     */
    static void define(List<Parameter> parameters, Bound bound, Frame own) {
        for (Parameter parameter : parameters) {
            String name = parameter.name().text();
            Optional<Bound.Given> given = bound.find(name);
            Datum value = given.map(Bound.Given::value)
                    .or(() -> parameter.byDefault().map(each -> Evaluator.evaluate(each, own)))
                    .orElse(Datum.UNKNOWN);
            Span span = given.map(Bound.Given::valueSpan).orElse(parameter.span());
            own.scope().define(name, checked(parameter, value, span, own), parameter.span());
        }
    }

    private static Datum checked(Parameter parameter, Datum value, Span span, Frame own) {
        if (value.isUnknown() || value.asFlow().isPresent() == parameter.stream()) {
            return value;
        }
        own.problems().add(ValueProblems.streamOrValue(parameter, value, span));
        return Datum.UNKNOWN;
    }
}
