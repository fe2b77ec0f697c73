package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Set;

/** The words for what people bring from other languages or forget: signs, words and forms. */
final class HabitProblems {
    /** Layers whose arguments by position are others in PyTorch, so that the name alone does not mend them. */
    private static final Set<String> ARGUMENTS_DIFFER =
            Set.of("ConvTranspose", "BatchNorm", "GroupNorm", "InstanceNorm", "Pad", "Upsample", "Crop", "Reshape");

    private HabitProblems() {}

    // ---- signs

    static Diagnostic otherArrow(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.OTHER_ARROW,
                        "a stream is sent on by `->`",
                        findings.span(token),
                        "not the arrow")
                .fix("write `->`", findings.span(token), "->");
    }

    /** {@code image | Conv(8, 3)}; a proposal only, as elsewhere the sign joins truths. */
    static Diagnostic pipe(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.OTHER_ARROW,
                        "a stream is sent on by `->`",
                        findings.span(token),
                        "not the arrow")
                .propose("write `->`", new Edit(findings.span(token), "->"));
    }

    static Diagnostic missingArrow(Findings findings, Token before, Token stage) {
        Span gap = stage.firstOnLine()
                ? findings.span(stage).before()
                : findings.span(before).after();
        return Diagnostic.of(
                        DiagnosticCode.MISSING_ARROW,
                        "a `->` is missing before `" + SyntaxProblems.shown(stage) + "`",
                        findings.span(stage),
                        "a stage, but nothing flows into it")
                .fix(new Fix(
                        "write `->`",
                        List.of(new Edit(gap, stage.firstOnLine() ? "-> " : " ->")),
                        // A loop over statements is a statement of its own, for instance behind an input.
                        !stage.is(CnnParser.FOR)));
    }

    static Diagnostic arrowBeforeCheck(Findings findings, Token arrow, Token is) {
        return Diagnostic.of(
                        DiagnosticCode.OTHER_ARROW,
                        "`is` stands behind a stage without an arrow",
                        findings.span(arrow),
                        "one too many")
                .fix("remove the arrow", findings.source().span(arrow.start(), is.start()), "");
    }

    /** @param sure not in parameter lists, where {@code int classes} is a type in front of a name */
    static Diagnostic missingComma(Findings findings, Token before, Token value, boolean sure) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.MISSING_COMMA,
                "a comma is missing before `" + SyntaxProblems.shown(value) + "`",
                findings.span(value));
        if (Divisions.isBehind(findings.source(), before.end())) {
            return Divisions.explain(problem);
        }
        String title = "write a comma";
        Edit comma = new Edit(findings.span(before).after(), ",");
        return sure ? problem.fix(Fix.of(title, comma)) : problem.propose(title, comma);
    }

    static Diagnostic colonForEquals(Findings findings, Token label, boolean inArguments) {
        String name = label.text().substring(0, label.text().length() - 1).stripTrailing();
        int end = label.end();
        while (inArguments
                && end < findings.source().length()
                && findings.source().text().charAt(end) == ' ') {
            end++;
        }
        Span colon = findings.source().span(label.start() + name.length(), end);
        return Diagnostic.of(
                        DiagnosticCode.COLON_OR_EQUALS,
                        "`" + name + "` gets its value by `=`, not by `:`",
                        findings.source().span(label.end() - 1, label.end()))
                .note("a colon makes a label: `" + name + ": Conv(64, 3)` names the stage's parameters")
                .fix("write `=`", colon, inArguments ? "=" : " =");
    }

    static Diagnostic inputWithoutColon(Findings findings, Token word, Token name, Token behind) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.COLON_OR_EQUALS,
                "an input is declared with a colon: `input " + SyntaxProblems.shown(name) + ": [...]`",
                findings.span(name));
        int end = behind.is(CnnParser.ASSIGN) ? behind.end() : name.end();
        Edit colon = new Edit(findings.source().span(name.end(), end), ":");
        return word.text().equals("input")
                ? problem.fix(Fix.of("write `:`", colon))
                : problem.fix(Fix.of("write `input` and `:`", new Edit(findings.span(word), "input"), colon));
    }

    static Diagnostic equalsForColon(Findings findings, Token name, Token equals) {
        return Diagnostic.of(
                        DiagnosticCode.COLON_OR_EQUALS, "a stage is labelled by `:`, not by `=`", findings.span(equals))
                .note("`name = ...` stands at the beginning of a statement and names a stream or a value")
                .fix("write `:`", findings.source().span(name.end(), equals.end()), ":");
    }

    static Diagnostic assignmentAsCondition(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.ASSIGNMENT_AS_CONDITION, "two values are compared by `==`", findings.span(token))
                .fix("write `==`", findings.span(token), "==");
    }

    static Diagnostic otherOperator(Findings findings, Token token, String meant) {
        return Diagnostic.of(
                        DiagnosticCode.OTHER_OPERATOR,
                        "`" + token.text() + "` is written `" + meant.strip() + "` here",
                        findings.span(token))
                .fix("write `" + meant.strip() + "`", findings.span(token), meant);
    }

    static Diagnostic missingOperator(Findings findings, Token token) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.OTHER_OPERATOR, "there is no operator `" + token.text() + "`", findings.span(token));
        return switch (token.text()) {
            case "**", "^" -> problem.help("a square is `v * v`, a power `pow(v, n)`");
            case "%" -> problem.help("the remainder of `a` by `b` is `a - floor(a / b) * b`");
            default -> problem.note("numbers know `+ - * /` and comparisons, truths `and`, `or` and `not`");
        };
    }

    static Diagnostic otherRange(Findings findings, Token token) {
        Diagnostic problem =
                Diagnostic.of(DiagnosticCode.OTHER_OPERATOR, "a range is written `a..b`", findings.span(token));
        return token.text().equals("..<")
                ? problem.fix("write `..`", findings.span(token), "..")
                : problem.note("`a..b` is half open: it ends before `b`");
    }

    static Diagnostic otherAssignment(Findings findings, Token token) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.OTHER_OPERATOR, "there is no `" + token.text() + "`", findings.span(token));
        return token.text().equals(":=")
                ? problem.fix("write `=`", findings.span(token), "=")
                : problem.note("a name gets its value once; give the new value a name of its own");
    }

    /** {@code ...} where a value should stand. */
    static Diagnostic leftOut(Findings findings, Token token) {
        return Diagnostic.of(
                DiagnosticCode.SYNTAX, "something is left out here", findings.span(token), "expected a value");
    }

    // ---- words and forms of other languages

    static Diagnostic otherWord(Findings findings, Token token, String meant) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "`" + token.text() + "` is written `" + meant + "` here",
                        findings.span(token))
                .fix("write `" + meant + "`", findings.span(token), meant);
    }

    static Diagnostic nothing(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "there is no `" + token.text() + "`: every value is there",
                        findings.span(token))
                .help("leave the argument out to get its default");
    }

    /** {@code x -> None -> Relu}. */
    static Diagnostic noStage(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "there is no stage `" + token.text() + "`",
                        findings.span(token),
                        "no stage")
                .propose("leave the stage out, or write `Identity`", new Edit(findings.span(token), "Identity"));
    }

    static Diagnostic binder(Findings findings, Token binder, Token name) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_WORD,
                        "a name gets its value without `" + binder.text() + "`",
                        findings.span(binder))
                .fix("remove it", findings.source().span(binder.start(), name.start()), "");
    }

    static Diagnostic prefix(Findings findings, Token first, Token name, String meant, boolean stage) {
        Span span = findings.span(first, name);
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.FOREIGN_WORD, "`" + span.text() + "` is written `" + meant + "` here", span);
        if (first.isWord("self") && stage) {
            return Diagnostic.of(DiagnosticCode.FOREIGN_WORD, "there is no `self`", span)
                    .help("a stage is declared where it stands: `" + name.text() + ": Linear(10)`");
        }
        if (meant.equals("seq")) {
            return problem.help("a sequence is `label: seq { Conv(64, 3) -> Relu }`");
        }
        if (stage && (meant.equals("Conv") || meant.equals("Linear"))) {
            return problem.note("the number of inputs follows from the stream: `nn.Conv2d(3, 18, 3)` is `Conv(18, 3)`");
        }
        String title = "write `" + meant + "`";
        return stage && ARGUMENTS_DIFFER.contains(meant)
                ? problem.propose(title, new Edit(span, meant))
                : problem.fix(title, span, meant);
    }

    /** {@code nn.Conv2d(3, 16, 3)}, {@code nn.BatchNorm2d(16)}: with a size that the stream says. */
    static Diagnostic prefixAndSize(Findings findings, Token first, Token last, Token name, String meant) {
        Span span = findings.span(first, name);
        boolean more = last.is(CnnParser.COMMA);
        Span rest = findings.span(first, last);
        String text = meant + (more ? "(" : "");
        int end = last.end();
        String file = findings.source().text();
        while (more && end < file.length() && file.charAt(end) == ' ') {
            end++;
        }
        return Diagnostic.of(DiagnosticCode.FOREIGN_WORD, "`" + span.text() + "` is written `" + meant + "` here", span)
                .note(
                        meant.equals("Flatten")
                                ? "`Flatten` makes a vector of all of a sample; the batch is no part of a stream's shape"
                                : "what arrives says how large it is, and the first number is not written")
                .propose(
                        "write `" + meant + (more ? "(...)`" : "`"),
                        new Edit(findings.source().span(rest.start(), end), text));
    }

    static Diagnostic otherDeclaration(Findings findings, Token token, String meant) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.FOREIGN_WORD,
                token.is(CnnParser.IMPORT)
                        ? "what is imported is a file, named in double quotes"
                        : "no declaration begins with `" + token.text() + "`",
                findings.span(token));
        return switch (meant) {
            case "fn" ->
                problem.help("a function on numbers is `fn half(v) = v / 2`; a part of a network is a `block` or"
                        + " a `seq`");
            case "net" ->
                problem.help("a network is `net Name(classes = 10) { ... }`; a part of one is a `block` or a `seq`");
            default -> problem.help("another spec is made visible by `import \"path.cnn\"`; layers need no import");
        };
    }

    static Diagnostic otherConditional(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_FORM,
                        "a choice between values is written `if c then a else b`",
                        findings.span(token))
                .note("the condition comes first");
    }

    static Diagnostic comprehension(Findings findings, Token token) {
        return Diagnostic.of(
                        DiagnosticCode.FOREIGN_FORM,
                        "a value for each element makes a list, in brackets",
                        findings.span(token))
                .help("write `[f(v) for v in list]`");
    }
}
