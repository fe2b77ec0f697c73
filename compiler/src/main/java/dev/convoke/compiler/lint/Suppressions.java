package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The comments of some files that silence lints, and what they and the settings make of findings. */
final class Suppressions {
    private final List<Suppression> all = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();
    private final Function<SourceFile, LintSettings> settings;

    Suppressions(List<LintedFile> files, Function<SourceFile, LintSettings> settings) {
        this.settings = settings;
        files.forEach(file -> all.addAll(Suppression.in(file.tree(), problems::add)));
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
        left.addAll(problems);
        for (Suppression suppression : all) {
            suppression.rules().stream()
                    .filter(each -> !used.contains(each) && isOn(each) && looked.test(suppression, each.lint()))
                    .forEach(each -> left.add(SuppressionProblems.unused(suppression, each)));
        }
        List<Diagnostic> graded = new ArrayList<>();
        for (Diagnostic finding : left) {
            level(finding).severity().map(finding::withSeverity).ifPresent(graded::add);
        }
        return graded;
    }

    /** What silences a finding; of several comments the first. */
    private Optional<Suppression.Rule> rule(Diagnostic finding) {
        return all.stream()
                .filter(each -> each.covers(finding))
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
