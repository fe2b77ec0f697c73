package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of calls whose arguments do not fit what is called. */
final class ArgumentProblems {
    private ArgumentProblems() {}

    static Diagnostic unknown(Callee callee, Identifier name, Span argument) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_ARGUMENT,
                "`" + callee.name() + "` has no argument `" + name + "`",
                name.span(),
                "no such argument");
        Optional<Diagnostic> foreign = ForeignArguments.explain(problem, callee, name);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        return NearestAdvice.of(problem, callee.parameters(), name.text(), name.span())
                .orElseGet(() -> notNear(problem, callee));
    }

    private static Diagnostic notNear(Diagnostic problem, Callee callee) {
        return callee.parameters().isEmpty()
                ? problem.help("`" + callee.name() + "` takes no arguments")
                : problem.help("it takes `" + callee.signature() + "`");
    }

    static Diagnostic twice(Callee callee, Identifier name, Span earlier, Span again) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.DUPLICATE_ARGUMENT,
                        "`" + callee.name() + "` is given `" + name + "` twice",
                        again,
                        "and here again")
                .also(earlier, "`" + name + "` is given here");
        if (earlier.text().startsWith(name.text())) {
            return problem;
        }
        return problem.note("arguments by position are, in this order: "
                        + callee.parameters().stream()
                                .map(each -> "`" + each + "`")
                                .collect(Collectors.joining(", ")))
                .help("give it once, by position or by name");
    }

    static Diagnostic tooMany(Callee callee, List<Argument> arguments, Span first) {
        int count = callee.parameters().size();
        long given = arguments.stream().filter(each -> each.name().isEmpty()).count();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.TOO_MANY_ARGUMENTS,
                count == 0
                        ? "`" + callee.name() + "` takes no arguments"
                        : "`" + callee.name() + "` takes at most " + counted(count, "argument") + ", not " + given,
                first,
                count == 0 ? "nothing can be given" : "one too many");
        if (callee.name().equals("Flatten")) {
            return problem.help("it makes a vector of all of a sample; the batch is no part of a stream's shape");
        }
        return count == 0 ? problem : problem.help("it takes `" + callee.signature() + "`");
    }

    static Diagnostic missing(Callee callee, List<String> missing, Span call) {
        String names = missing.stream().map(each -> "`" + each + "`").collect(Collectors.joining(" and "));
        return Diagnostic.of(
                        DiagnosticCode.MISSING_ARGUMENT,
                        "`" + callee.name() + "` needs " + names,
                        call,
                        "given without " + names)
                .help("it takes `" + callee.signature() + "`"
                        + (callee.required().containsAll(callee.parameters())
                                ? ""
                                : "; what stands in brackets may be left out"));
    }

    static Diagnostic positionAfterName(Callee callee, Argument argument) {
        return Diagnostic.of(
                        DiagnosticCode.POSITION_AFTER_NAME,
                        "an argument by position stands behind one by name",
                        argument.span(),
                        "which argument is this?")
                .help("give it its name: `" + callee.signature() + "`");
    }

    /** PyTorch's {@code concat(a, b, dim=1)}: a value alone would be taken for a stream. */
    static Diagnostic joined(Expression.Call call, Argument argument) {
        List<Argument> arguments = call.arguments();
        int at = arguments.indexOf(argument);
        Span span = argument.span();
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.UNKNOWN_ARGUMENT,
                        "`" + call.name() + "` takes streams alone",
                        argument.name().orElseThrow().span(),
                        "no names here")
                .note("channels are always joined");
        return at == 0
                ? problem.help("leave it out")
                : problem.propose(
                        "leave it out",
                        new Edit(
                                new Span(
                                        span.file(),
                                        arguments.get(at - 1).span().end(),
                                        span.end()),
                                ""));
    }

    static Diagnostic named(String function, Argument argument) {
        Span name = argument.name().orElseThrow().span();
        Span value = argument.value().span();
        return Diagnostic.of(
                        DiagnosticCode.UNKNOWN_ARGUMENT,
                        "`" + function + "` takes its arguments by position",
                        name,
                        "no names here")
                .fix("leave the name out", new Span(name.file(), name.start(), value.start()), "");
    }

    /** @param few whether too few arguments are given, not too many */
    static Diagnostic count(Expression.Call call, String expected, boolean few) {
        int given = call.arguments().size();
        return Diagnostic.of(
                few ? DiagnosticCode.MISSING_ARGUMENT : DiagnosticCode.TOO_MANY_ARGUMENTS,
                "`" + call.name() + "` takes " + expected,
                call.span(),
                given + " given");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
