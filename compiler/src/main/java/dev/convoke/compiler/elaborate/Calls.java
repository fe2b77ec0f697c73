package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls within expressions: declared functions, functions of the language, joins of streams. */
final class Calls {
    private Calls() {}

    static Datum call(Expression.Call call, Frame frame) {
        String name = call.name().text();
        Declarations declarations = frame.declarations();
        Optional<Declaration.Function> function = declarations.function(name);
        if (function.isPresent()) {
            return declared(declarations.find(name).orElseThrow(), function.get(), call, frame);
        }
        List<Datum> values = new ArrayList<>();
        call.arguments().forEach(each -> values.add(Evaluator.evaluate(each.value(), frame)));
        if (declarations.find(name).isPresent() || declarations.isDamaged(name)) {
            return Datum.UNKNOWN;
        }
        Optional<Argument> named = call.arguments().stream()
                .filter(each -> each.name().isPresent())
                .findFirst();
        boolean known = Functions.NAMES.contains(name) || StreamFunctions.NAMES.contains(name);
        if (known && named.isPresent()) {
            frame.problems()
                    .add(
                            name.equals("concat")
                                    ? ArgumentProblems.joined(call, named.get())
                                    : ArgumentProblems.named(name, named.get()));
            return Datum.UNKNOWN;
        }
        if (!known || values.stream().anyMatch(Datum::isUnknown)) {
            return Datum.UNKNOWN;
        }
        return Functions.NAMES.contains(name)
                ? Functions.call(call, values, frame)
                : StreamFunctions.call(call, values, frame);
    }

    private static Datum declared(Declared declared, Declaration.Function function, Expression.Call call, Frame frame) {
        String name = function.name().text();
        if (frame.place().active().contains(declared)
                || !frame.session()
                        .budget()
                        .steps(Budget.CALL + function.parameters().size(), call.span(), frame.problems())) {
            return Datum.UNKNOWN;
        }
        if (frame.place().depth() >= Budget.MAX_DEPTH) {
            frame.problems().add(LimitProblems.tooDeep(call.span()));
            return Datum.UNKNOWN;
        }
        Assignment assignment = frame.session()
                .assignment(
                        call.span(),
                        () -> Assignment.of(
                                Callee.of("function", name, function.parameters()),
                                call.arguments(),
                                call.span(),
                                problem -> {}));
        Bound bound = Binder.bind(assignment, frame);
        if (!bound.complete()) {
            return Datum.UNKNOWN;
        }
        Frame own = new Frame(
                frame.session(),
                Scope.empty(),
                frame.place().within(declared, Optional.empty(), function.span()),
                Optional.empty(),
                frame.problems().building(bound.written(), call.span()));
        Binder.define(function.parameters(), bound, own);
        return Evaluator.evaluate(function.body(), own);
    }
}
