package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is said of labels, which name the parameters. */
final class LabelProblems {
    /** More are not listed. */
    private static final int MOST_LABELS = 20;

    private LabelProblems() {}

    /** @param name what the stage is, which is not what is written where that is mistyped */
    static Diagnostic missing(Stage.Call call, String name, Frame frame) {
        return missing("`" + name + "`", call.call(), Naming.habit(name), frame);
    }

    static Diagnostic missing(Stage.Inline inline, Frame frame) {
        return missing("this `seq`", inline.span(), "stage", frame);
    }

    private static Diagnostic missing(String what, Span stage, String stem, Frame frame) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.MISSING_LABEL,
                what + " has parameters and needs a label, which is their name",
                stage,
                "no label");
        Container container = frame.container().orElseThrow();
        List<Scope.Round> rounds = frame.scope().rounds();
        if (rounds.isEmpty()) {
            String label = container.suggestion(stem);
            return problem.fix("label it, for instance `" + label + ":`", stage.before(), label + ": ");
        }
        if (!rounds.stream().allMatch(each -> isSeen(each, frame.scope()))) {
            return problem.help(
                    "give the rounds of each `for` a name of its own and put it into the label: `for i in ...`"
                            + " and `" + stem + "{i}:`");
        }
        String label = container.loopSuggestion(stem)
                + rounds.stream()
                        .map(each -> "{" + each.name().orElseThrow().text() + "}")
                        .collect(Collectors.joining("_"));
        String title = "label it, another in each round, for instance `" + label + ":`";
        var edit = new Edit(stage.before(), label + ": ");
        return rounds.stream().allMatch(Scope.Round::distinct)
                ? problem.fix(Fix.of(title, edit))
                : problem.propose(title, edit);
    }

    /** Whether the name of a loop's rounds means them where a stage stands: nothing else there has the name. */
    private static boolean isSeen(Scope.Round round, Scope scope) {
        return round.name()
                .filter(name -> scope.find(name.text())
                        .filter(binding -> binding.span().equals(name.span()))
                        .isPresent())
                .isPresent();
    }

    /**
     * Two stages of one container with one name.
     *
     * @param label whether the text is a label; else it is the number of an unlabelled stage in a seq
     * @param round what is called otherwise in each round of the innermost {@code for}
     */
    static Diagnostic duplicate(String text, Span span, Span other, boolean label, Optional<String> round) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.DUPLICATE_LABEL,
                        label
                                ? "two stages have the label `" + text + "`"
                                : "a stage has a label that is another one's number, `" + text + "`",
                        span,
                        label ? "used again here" : "this is stage " + text)
                .note("the parameters of both would have the same names");
        if (span.equals(other) && span.text().contains("{")) {
            return problem.help("in two rounds of a `for` the braces of `" + span.text()
                    + "` hold the same: fill them with something that differs");
        }
        if (span.equals(other)) {
            return round.map(each -> problem.propose(
                            "put what differs from round to round into the label",
                            new Edit(span.after(), "{" + each + "}")))
                    .orElseGet(
                            () -> problem.help("give the rounds of the `for` a name and put it into the label: `for i"
                                    + " in ...` and `" + text + "{i}:`"));
        }
        Diagnostic both = problem.also(other, "`" + text + "` is taken here");
        return label
                ? both.help("label one of them otherwise; to send another stream through the same weights write `use "
                        + text + "`")
                : both.help("label the stage otherwise");
    }

    static Diagnostic invalid(String text, Span span) {
        String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return Diagnostic.of(
                        DiagnosticCode.INVALID_LABEL,
                        text.isEmpty()
                                ? "an empty label names nothing"
                                : "`" + shown + "` cannot be a part of a parameter's name",
                        span,
                        "not a label")
                .help("a label has 1 to 64 letters, digits, underscores and hyphens");
    }

    static Diagnostic withinItself(String label, Stage.Use use) {
        return Diagnostic.of(
                        DiagnosticCode.RECURSION,
                        "`" + label + "` is used within itself",
                        use.target().span(),
                        "still being built here")
                .help("repeat stages with `for`, and use the whole behind it");
    }

    static Diagnostic unknown(String label, Stage.Use use, Set<String> labels) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_LABEL,
                "no stage before this one has the label `" + label + "`",
                use.target().span(),
                "no such label");
        return NearestAdvice.of(problem, labels, label, use.target().span())
                .orElseGet(() -> labels.isEmpty()
                        ? problem.help("label the stage whose weights are meant, before this one: `" + label + ": ...`")
                        : problem.help("labels so far: "
                                + new TreeSet<>(labels)
                                        .stream().limit(MOST_LABELS).collect(Collectors.joining(", "))
                                + (labels.size() > MOST_LABELS ? ", ..." : "")));
    }
}
