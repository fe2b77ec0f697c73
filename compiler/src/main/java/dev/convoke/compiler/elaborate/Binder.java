package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives the arguments of a call to parameters, by position first and by name then. */
final class Binder {
    /** Longer values are cut where a call is written out. */
    private static final int LONGEST_VALUE = 40;

    private Binder() {}

    /** Evaluates every argument once, in order, in the caller's frame. What does not fit was reported before. */
    static Bound bind(Assignment assignment, Frame frame) {
        List<Datum> values = new ArrayList<>(assignment.arguments().size());
        StringBuilder written = new StringBuilder(assignment.name());
        for (Argument argument : assignment.arguments()) {
            Datum value = Evaluator.evaluate(argument.value(), frame);
            written.append(values.isEmpty() ? "(" : ", ");
            values.add(value);
            argument.name().ifPresent(name -> written.append(name.text()).append('='));
            written.append(text(value, argument));
        }
        return new Bound(
                assignment, values, written.append(values.isEmpty() ? "" : ")").toString());
    }

    private static String text(Datum value, Argument argument) {
        String text = value.isUnknown() || value.asFlow().isPresent()
                ? Shown.text(argument.value().span(), 10 * LONGEST_VALUE)
                : value.show(LONGEST_VALUE);
        String line = Shown.line(text);
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
