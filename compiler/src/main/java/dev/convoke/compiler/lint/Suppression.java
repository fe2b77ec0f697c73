package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment {@code // lint:allow(W401, unused-name) reason}.
 *
 * @param rules what it silences
 * @param line the line that it is about: its own, or if it is alone there, the next that is no comment
 * @param declaration what it is about if it stands above a declaration
 */
record Suppression(Span comment, List<Suppression.Rule> rules, int line, Optional<Declaration> declaration) {
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
    static List<Suppression> in(SpecFile file, Consumer<Diagnostic> problems) {
        List<Suppression> all = new ArrayList<>();
        for (SpecFile.Comment comment : file.comments()) {
            if (MEANT.matcher(comment.text()).matches()) {
                read(file, comment, problems).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Optional<Suppression> read(SpecFile file, SpecFile.Comment comment, Consumer<Diagnostic> problems) {
        Matcher form = FORM.matcher(comment.text());
        if (!form.matches() || form.group(1).isBlank()) {
            problems.accept(SuppressionProblems.form(file.source(), comment.span()));
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        Matcher name = NAME.matcher(form.group(1));
        while (name.find()) {
            int start = comment.span().start() + form.start(1) + name.start();
            Span span = file.source().span(start, start + name.group().length());
            Optional<Lint> lint = DiagnosticCode.find(name.group()).flatMap(Lints::find);
            lint.ifPresentOrElse(
                    each -> rules.add(new Rule(each, span)),
                    () -> problems.accept(SuppressionProblems.unknown(name.group(), span)));
        }
        if (form.group(2).isBlank()) {
            problems.accept(SuppressionProblems.withoutReason(comment.span()));
            return Optional.empty();
        }
        int line = line(file, comment.span());
        boolean above = line > comment.span().line();
        Optional<Declaration> declaration = file.declarations().stream()
                .filter(each -> above && each.span().line() <= line && headerLine(each) >= line)
                .findFirst();
        return Optional.of(new Suppression(comment.span(), rules, line, declaration));
    }

    private static int headerLine(Declaration declaration) {
        return declaration.name().span().line();
    }

    /** The line that a comment is about. */
    private static int line(SpecFile file, Span comment) {
        SourceFile source = file.source();
        int own = comment.line();
        if (!source.text().substring(source.lineStart(own), comment.start()).isBlank()) {
            return own;
        }
        int line = own + 1;
        while (line <= source.lineCount() && !isCode(file, line)) {
            line++;
        }
        return line;
    }

    private static boolean isCode(SpecFile file, int line) {
        String text = file.source().lineText(line);
        int first = file.source().lineStart(line)
                + (text.length() - text.stripLeading().length());
        return !text.isBlank()
                && !text.strip().startsWith("//")
                && file.comments().stream()
                        .noneMatch(each -> each.span().start() <= first
                                && first < each.span().end());
    }

    /** The declaration that it stands in or above. */
    Optional<Declaration> around(SpecFile file) {
        return declaration.or(() -> file.declarations().stream()
                .filter(each ->
                        each.span().line() <= line && line <= each.span().endLine())
                .findFirst());
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
