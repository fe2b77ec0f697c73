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
 * @param complete whether all that is required was given and nothing was wrong
 */
record Assignment(Map<String, Argument> given, boolean complete) {
    Assignment {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static Assignment of(Callee callee, List<Argument> arguments, Span call, Consumer<Diagnostic> problems) {
        Maker maker = new Maker(callee, call, problems);
        int position = 0;
        boolean counted = true;
        for (Argument argument : arguments) {
            if (argument.name().isPresent()) {
                maker.byName(argument.name().get(), argument);
                counted = false;
            } else if (!counted) {
                maker.problem(ArgumentProblems.positionAfterName(callee, argument));
            } else {
                maker.byPosition(position++, argument, arguments);
            }
        }
        maker.missing();
        return new Assignment(maker.given, maker.complete);
    }

    private static final class Maker {
        private final Callee callee;
        private final Span call;
        private final Consumer<Diagnostic> problems;
        private final Map<String, Argument> given = new LinkedHashMap<>();
        private boolean complete = true;

        private Maker(Callee callee, Span call, Consumer<Diagnostic> problems) {
            this.callee = callee;
            this.call = call;
            this.problems = problems;
        }

        private void byPosition(int position, Argument argument, List<Argument> arguments) {
            if (position < callee.parameters().size()) {
                given.put(callee.parameters().get(position), argument);
            } else if (position == callee.parameters().size()) {
                problem(ArgumentProblems.tooMany(callee, arguments, argument.span()));
            }
        }

        private void byName(Identifier name, Argument argument) {
            if (!callee.parameters().contains(name.text())) {
                problem(ArgumentProblems.unknown(callee, name, argument.span()));
                return;
            }
            if (given.containsKey(name.text())) {
                problem(ArgumentProblems.twice(callee, name, given, argument.span()));
            }
            given.putIfAbsent(name.text(), argument);
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
            problems.accept(problem);
        }
    }
}
