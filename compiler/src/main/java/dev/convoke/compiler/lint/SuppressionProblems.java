package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be wrong with comments that silence lints. */
final class SuppressionProblems {
    private static final String EXAMPLE = "// lint:allow(W401) the weights were trained with it";

    /** All that a suppression needs, in another form. Nothing in it can match in two ways, as comments may be long. */
    private static final Pattern LIKE_THE_FORM = Pattern.compile(
            "(?://|/\\*+)\\s*(?:(?:noqa|nolint)[\\s:,]*)?lint\\s*(?:[:-]\\s*)?allow\\s*\\(\\s*(\\w[\\w\\s,-]*)\\)"
                    + "[\\s:,-]*(\\w.*)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);

    private SuppressionProblems() {}

    static Diagnostic form(SourceFile file, Span comment) {
        boolean isBlock = comment.text().startsWith("/*");
        Diagnostic problem =
                Diagnostic.of(DiagnosticCode.SUPPRESSION_FORM, "this comment silences nothing", comment, "");
        String text = comment.text();
        Matcher meant = LIKE_THE_FORM.matcher(isBlock ? text.substring(0, text.length() - 2) : text);
        boolean isLast = file.text()
                .substring(comment.end(), file.lineEnd(comment.endLine()))
                .isBlank();
        if (meant.matches() && isLast) {
            return problem.fix(
                    "write it as it is understood",
                    comment,
                    "// lint:allow(" + meant.group(1).strip() + ") "
                            + meant.group(2).strip());
        }
        return problem.help(
                isBlock
                        ? "write it with `//`, at the end of the line or on a line above: `" + EXAMPLE + "`"
                        : "write the lints in parentheses and the reason behind them: `" + EXAMPLE + "`");
    }

    static Diagnostic withoutReason(Span comment) {
        return Diagnostic.of(
                        DiagnosticCode.SUPPRESSION_WITHOUT_REASON,
                        "`" + comment.text().strip() + "` does not say why, so it silences nothing",
                        comment,
                        "the reason is missing")
                .help("write it behind the parentheses: `" + EXAMPLE + "`");
    }

    static Diagnostic unknown(String name, Span span) {
        Optional<DiagnosticCode> code = DiagnosticCode.find(name);
        if (code.isPresent()) {
            boolean error = code.get().code().startsWith("E");
            return Diagnostic.of(
                            DiagnosticCode.UNKNOWN_SUPPRESSION,
                            error ? "errors cannot be silenced" : "`" + name + "` cannot be silenced by a comment",
                            span,
                            code.get().meaning())
                    .help(
                            error
                                    ? "`convoke explain " + name + "` says how to mend it"
                                    : "the configuration can switch it off, see `convoke explain " + name + "`");
        }
        Diagnostic problem =
                Diagnostic.of(DiagnosticCode.UNKNOWN_SUPPRESSION, "there is no lint `" + name + "`", span, "");
        return NearestAdvice.of(problem, Lints.names(), name, span)
                .orElse(problem.help("`convoke explain all` lists all lints"));
    }

    static Diagnostic unused(Suppression suppression, Suppression.Rule rule) {
        String what = suppression.declaration().isPresent() ? "here" : "on line " + suppression.line();
        return Diagnostic.of(
                        DiagnosticCode.UNUSED_SUPPRESSION,
                        rule.lint().code().code() + " has nothing to say " + what + " that this comment could silence",
                        rule.span(),
                        rule.lint().code().meaning())
                .fix(Fix.of(
                        suppression.rules().size() == 1 ? "remove the comment" : "remove it from the list",
                        without(suppression, rule)));
    }

    private static Edit without(Suppression suppression, Suppression.Rule rule) {
        if (suppression.rules().size() == 1) {
            return Edits.withoutComment(suppression.comment());
        }
        SourceFile file = rule.span().file();
        boolean first = suppression.rules().get(0).equals(rule);
        String text = file.text();
        int start = rule.span().start();
        int end = rule.span().end();
        if (first) {
            end = suppression.rules().get(1).span().start();
        } else {
            start = text.lastIndexOf(',', start);
        }
        return new Edit(file.span(start, end), "");
    }
}
