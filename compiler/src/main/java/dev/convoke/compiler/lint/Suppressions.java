package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.Declaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/** The comments of some files that silence lints, and what they and the settings make of findings. */
final class Suppressions {
    private final List<Suppression> all = new ArrayList<>();

    /** By the places that they are about: a line, or a declaration. */
    private final Map<Target, List<Suppression>> byTarget = new HashMap<>();

    private final List<LintedFile> files;
    private final Problems problems = new Problems();
    private final Function<SourceFile, LintSettings> settings;

    Suppressions(List<LintedFile> files, Function<SourceFile, LintSettings> settings) {
        this.settings = settings;
        this.files = files;
        files.forEach(file -> all.addAll(Suppression.in(file.tree(), problems)));
        all.forEach(each -> byTarget.computeIfAbsent(Target.of(each), key -> new ArrayList<>())
                .add(each));
    }

    /** A line of a file, or the place in it where a declaration begins. */
    private record Target(SourceFile file, boolean isLine, int number) {
        static Target of(Suppression suppression) {
            return suppression
                    .declaration()
                    .map(each -> of(each))
                    .orElseGet(() -> new Target(suppression.comment().file(), true, suppression.line()));
        }

        static Target of(Declaration declaration) {
            return new Target(
                    declaration.span().file(), false, declaration.span().start());
        }
    }

    /**
     * The findings that remain, with the severities they are to have, and what is wrong with the comments.
     *
     * @param looked whether a lint looked at the place of a comment: only then is the comment known to be of no use
     */
    List<Diagnostic> apply(List<Diagnostic> findings, BiPredicate<Suppression, Lint> looked) {
        Set<Suppression.Rule> used = new HashSet<>();
        List<Diagnostic> left = new ArrayList<>();
        for (Diagnostic finding : findings) {
            rule(finding).ifPresentOrElse(used::add, () -> left.add(finding));
        }
        for (Suppression suppression : all) {
            suppression.rules().stream()
                    .filter(each -> !used.contains(each) && isOn(each) && looked.test(suppression, each.lint()))
                    .takeWhile(each -> !problems.isFullOfWarnings(each.span().file()))
                    .forEach(each -> problems.add(SuppressionProblems.unused(suppression, each)));
        }
        left.addAll(problems.sorted());
        List<Diagnostic> graded = new ArrayList<>();
        for (Diagnostic finding : left) {
            level(finding).severity().map(finding::withSeverity).ifPresent(graded::add);
        }
        return graded;
    }

    /** What silences a finding; of several comments the first. */
    private Optional<Suppression.Rule> rule(Diagnostic finding) {
        SourceFile source = finding.place().file();
        Stream<Target> lines =
                Stream.of(finding.place(), finding.primary().span()).map(each -> new Target(source, true, each.line()));
        Stream<Target> declarations = files.stream()
                .filter(file -> file.source().equals(source))
                .flatMap(file -> file.around(finding.place()).stream())
                .map(Target::of);
        return Stream.concat(lines, declarations)
                .distinct()
                .flatMap(each -> byTarget.getOrDefault(each, List.of()).stream())
                .filter(each -> each.covers(finding))
                .sorted(Comparator.comparingInt(each -> each.comment().start()))
                .flatMap(each -> each.rules().stream())
                .filter(each -> each.lint().code() == finding.code())
                .findFirst();
    }

    private boolean isOn(Suppression.Rule rule) {
        return settings.apply(rule.span().file()).level(rule.lint()) != Level.OFF;
    }

    private Level level(Diagnostic finding) {
        return settings.apply(finding.place().file()).level(finding.code());
    }
}
