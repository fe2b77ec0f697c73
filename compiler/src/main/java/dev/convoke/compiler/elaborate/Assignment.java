package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Identifier;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which argument of a call is for which parameter: by position first, then by name. That needs no values, so calls are
 * checked once and for all, whether they are ever reached or not.
 *
 * @param name what is called
 * @param arguments of the call, in their order
 * @param given for each parameter that is given, which of the arguments it is
 * @param complete whether all that is required was given and nothing was wrong
 * @param places where the argument of each of these parameters stands
 */
record Assignment(
        String name, List<Argument> arguments, Map<String, Integer> given, boolean complete, Expansion.Places places) {
    Assignment {
        arguments = List.copyOf(arguments);
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static Assignment of(Callee callee, List<Argument> arguments, Span call, Consumer<Diagnostic> problems) {
        Maker maker = new Maker(callee, arguments, call, problems);
        boolean counted = true;
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            if (argument.name().isPresent()) {
                maker.byName(argument.name().get(), i);
                counted = false;
            } else if (counted) {
                maker.byPosition(i);
            } else {
                maker.problem(ArgumentProblems.positionAfterName(callee, argument));
            }
        }
        maker.missing();
        return new Assignment(callee.name(), arguments, maker.given, maker.complete, maker.places());
    }

    private static final class Maker {
        private final Callee callee;
        private final List<Argument> arguments;
        private final Span call;
        private final Consumer<Diagnostic> problems;
        private final Map<String, Integer> given = new LinkedHashMap<>();
        private boolean complete = true;

        private Maker(Callee callee, List<Argument> arguments, Span call, Consumer<Diagnostic> problems) {
            this.callee = callee;
            this.arguments = arguments;
            this.call = call;
            this.problems = problems;
        }

        private void byPosition(int position) {
            if (position < callee.parameters().size()) {
                given.put(callee.parameters().get(position), position);
            } else if (position == callee.parameters().size()) {
                problem(ArgumentProblems.tooMany(
                        callee, arguments, arguments.get(position).span()));
            }
        }

        private void byName(Identifier name, int argument) {
            Span span = arguments.get(argument).span();
            if (!callee.parameters().contains(name.text())) {
                problem(ArgumentProblems.unknown(callee, name, span));
                return;
            }
            Integer earlier = given.putIfAbsent(name.text(), argument);
            if (earlier != null) {
                problem(ArgumentProblems.twice(
                        callee, name, arguments.get(earlier).span(), span));
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

        private Expansion.Places places() {
            Map<String, Expansion.Given> places = new LinkedHashMap<>();
            given.forEach((name, at) -> {
                Argument argument = arguments.get(at);
                places.put(
                        name,
                        new Expansion.Given(argument.span(), argument.value().span()));
            });
            return new Expansion.Places(places);
        }

        private void problem(Diagnostic problem) {
            complete = false;
            problems.accept(problem);
        }
    }
}
