package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment {@code // lint:allow(W401, unused-name) reason}.
 *
 * @param rules what it silences
 * @param line the line that it is about: its own, or if it is alone there, the next that is no comment
 * @param declaration what it is about if it stands above a declaration
 * @param around the declaration that it stands in or above
 */
record Suppression(
        Span comment,
        List<Suppression.Rule> rules,
        int line,
        Optional<Declaration> declaration,
        Optional<Declaration> around) {
    /** Whoever writes this means a suppression, if perhaps one of another tool. */
    private static final Pattern MEANT = Pattern.compile(
            "(//|/\\*+)\\s*(lint\\s*([:-]\\s*)?(allow|ignore|disable|off)|noqa|nolint|pylint:\\s*disable|eslint-disable"
                    + "|@?SuppressWarnings)\\b.*",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final Pattern FORM = Pattern.compile("//\\s*lint:allow\\(([^()]*)\\)\\s*(.*)");
    private static final Pattern NAME = Pattern.compile("[^,\\s]+");

    Suppression {
        rules = List.copyOf(rules);
    }

    /** A lint that is silenced, by code or slug. */
    record Rule(Lint lint, Span span) {}

    /** The suppressions of a file; those that are written wrongly are reported and silence nothing. */
    static List<Suppression> in(SpecFile file, Problems problems) {
        List<SpecFile.Comment> meant = file.comments().stream()
                .filter(each -> MEANT.matcher(each.text()).matches())
                .toList();
        if (meant.isEmpty()) {
            return List.of();
        }
        List<Suppression> all = new ArrayList<>();
        var lines = new LineMap(file);
        meant.forEach(each -> read(file, each, lines, problems).ifPresent(all::add));
        return all;
    }

    private static Optional<Suppression> read(
            SpecFile file, SpecFile.Comment comment, LineMap lines, Problems problems) {
        Matcher form = FORM.matcher(comment.text());
        if (!form.matches() || form.group(1).isBlank()) {
            problems.add(SuppressionProblems.form(file.source(), comment.span()));
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        Matcher name = NAME.matcher(form.group(1));
        while (name.find() && !problems.isFullOfWarnings(file.source())) {
            int start = comment.span().start() + form.start(1) + name.start();
            Span span = file.source().span(start, start + name.group().length());
            Optional<Lint> lint = DiagnosticCode.find(name.group()).flatMap(Lints::find);
            lint.ifPresentOrElse(
                    each -> rules.add(new Rule(each, span)),
                    () -> problems.add(SuppressionProblems.unknown(name.group(), span)));
        }
        if (form.group(2).isBlank()) {
            problems.add(SuppressionProblems.withoutReason(comment.span()));
            return Optional.empty();
        }
        int own = comment.span().line();
        SourceFile source = file.source();
        boolean alone = source.text()
                .substring(source.lineStart(own), comment.span().start())
                .isBlank();
        int line = alone ? lines.codeBehind(own) : own;
        Optional<Declaration> declaration = alone ? lines.header(line) : Optional.empty();
        Optional<Declaration> around = declaration.or(() -> lines.declaration(line));
        return Optional.of(new Suppression(comment.span(), rules, line, declaration, around));
    }

    /** Whether it stands where it silences findings of a place. */
    boolean covers(Diagnostic finding) {
        Span place = finding.place();
        boolean within = declaration
                .map(each -> each.span().contains(place))
                .orElse(place.line() == line || finding.primary().span().line() == line);
        return within && place.file().equals(comment.file());
    }
}
