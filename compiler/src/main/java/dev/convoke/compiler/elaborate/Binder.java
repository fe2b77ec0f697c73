package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the arguments of a call to parameters, by position first and by name then. */
final class Binder {
    /** Longer values are cut where a call is written out. */
    private static final int LONGEST_VALUE = 40;

    private final Callee callee;
    private final Span call;
    private final Frame frame;
    private final Map<String, Bound.Given> given = new LinkedHashMap<>();
    private boolean complete = true;

    private Binder(Callee callee, Span call, Frame frame) {
        this.callee = callee;
        this.call = call;
        this.frame = frame;
    }

    /** Evaluates every argument once, in order, in the caller's frame. */
    static Bound bind(Callee callee, List<Argument> arguments, Span call, Frame frame) {
        Binder binder = new Binder(callee, call, frame);
        List<String> written = new ArrayList<>();
        int position = 0;
        boolean counted = true;
        for (Argument argument : arguments) {
            Datum value = Evaluator.evaluate(argument.value(), frame);
            written.add(argument.name().map(name -> name.text() + "=").orElse("") + text(value, argument));
            Bound.Given one =
                    new Bound.Given(value, argument.span(), argument.value().span());
            if (argument.name().isPresent()) {
                binder.byName(argument.name().get(), one);
                counted = false;
            } else if (!counted) {
                binder.problem(ArgumentProblems.positionAfterName(callee, argument));
            } else {
                binder.byPosition(position++, one, arguments);
            }
        }
        binder.missing();
        String text = written.isEmpty() ? callee.name() : callee.name() + "(" + String.join(", ", written) + ")";
        return new Bound(binder.given, text, binder.complete);
    }

    private static String text(Datum value, Argument argument) {
        String text = value.isUnknown() || value.asFlow().isPresent()
                ? argument.value().span().text()
                : value.show();
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE - 3) + "...";
    }

    private void byPosition(int position, Bound.Given one, List<Argument> arguments) {
        if (position < callee.parameters().size()) {
            given.put(callee.parameters().get(position), one);
        } else if (position == callee.parameters().size()) {
            problem(ArgumentProblems.tooMany(callee, arguments, one.span()));
        }
    }

    private void byName(Identifier name, Bound.Given one) {
        if (!callee.parameters().contains(name.text())) {
            problem(ArgumentProblems.unknown(callee, name, one.span()));
            return;
        }
        Bound.Given earlier = given.putIfAbsent(name.text(), one);
        if (earlier != null) {
            problem(ArgumentProblems.twice(callee, name, earlier.span(), one.span()));
        }
    }

    private void missing() {
        List<String> missing = callee.parameters().stream()
                .filter(each -> callee.required().contains(each) && !given.containsKey(each))
                .toList();
        if (complete && !missing.isEmpty()) {
            problem(ArgumentProblems.missing(callee, missing, call));
        }
    }

    private void problem(Diagnostic problem) {
        complete = false;
        frame.problems().add(problem);
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
