package dev.convoke.cli;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.HelpPages;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.elaborate.Settings;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.runtime.problem.ConvokeException;
import dev.convoke.runtime.problem.FileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports all problems of specs. */
@Command(
        name = "lint",
        customSynopsis = "convoke lint FILE... [OPTION...]",
        description = "Reports all problems of specs.")
final class LintCommand implements Callable<Integer> {
    /** Fixes end long before; it is a guard against two of them that undo each other. */
    private static final int MOST_ROUNDS = 50;

    /** How problems are written. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The result of {@code --diff} as JSON. */
    private record Changes(String diff, List<Map<String, Object>> diagnostics) {}

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Specs.")
    private List<Path> files = List.of();

    @Option(names = "--format", paramLabel = "text|json|sarif|github", description = "The default is text.")
    private Format format = Format.TEXT;

    @Option(names = "--fix", description = "Applies the fixes that are sure, and reports what is left.")
    private boolean fix;

    @Option(names = "--diff", description = "Shows what --fix would change.")
    private boolean diff;

    @Option(names = "--strict", description = "Ends with exit code 1 on warnings too.")
    private boolean strict;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Which lints run; by default convoke-lint.toml beside the spec or above it.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Sets a parameter of the nets that have one of this name; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--help-pages",
            paramLabel = "URI",
            description = "Where you publish the pages of the rules, with {code} in it; for --format sarif.")
    private Optional<String> helpPages = Optional.empty();

    @Override
    public Integer call() throws UsageProblem {
        if (fix && diff) {
            throw new UsageProblem("--fix and --diff exclude each other: --diff changes nothing");
        }
        if (diff && format != Format.TEXT) {
            throw new UsageProblem("--diff prints changes, not problems: leave out --format");
        }
        if (output.json() && (format == Format.SARIF || format == Format.GITHUB)) {
            throw new UsageProblem("--json and --format " + format + ": not both");
        }
        Optional<HelpPages> pages = pages();
        Findings found = check(Map.of());
        checkSettings(found);
        List<Fixed> fixed = fix || diff ? fixed(found) : List.of();
        if (fix && !fixed.isEmpty()) {
            List<Findings.FileProblem> unwritten = write(fixed);
            found = check(Map.of()).with(unwritten);
        }
        print(found, fixed, pages);
        return found.errors() > 0 || strict && found.count() > 0 ? 1 : 0;
    }

    /** What is set for no net is no finding, but wrong use. */
    private void checkSettings(Findings found) throws UsageProblem {
        if (parameters.isEmpty()) {
            return;
        }
        var session = new FrontEndSession(new SpecFiles());
        Set<String> known = new TreeSet<>();
        found.sources().stream().map(session::parameters).forEach(known::addAll);
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw new UsageProblem("--set " + name + ": no net of the files has a parameter of this name"
                        + (known.isEmpty() ? "" : "; there are " + String.join(", ", known)));
            }
        }
    }

    private Optional<HelpPages> pages() throws UsageProblem {
        if (helpPages.isEmpty()) {
            return Optional.empty();
        }
        if (format != Format.SARIF) {
            throw new UsageProblem("--help-pages is for --format sarif");
        }
        Optional<HelpPages> pages = HelpPages.at(helpPages.get());
        if (pages.isEmpty()) {
            throw new UsageProblem("--help-pages is an absolute URI with {code} in it, as in "
                    + "https://example.org/convoke/{code}.md");
        }
        return pages;
    }

    /** A file and its text after all fixes. */
    private record Fixed(SourceFile file, String text) {}

    /** What files become once nothing is left that is surely fixed: one fix may show, or allow, another. */
    private List<Fixed> fixed(Findings found) {
        Map<Path, String> texts = new LinkedHashMap<>();
        Findings left = found;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            List<Diagnostic> diagnostics = left.diagnostics();
            List<Fixes> fixes = left.sources().stream()
                    .map(source -> Fixes.of(source, diagnostics))
                    .filter(each -> !each.isEmpty())
                    .toList();
            if (fixes.isEmpty()) {
                break;
            }
            fixes.forEach(each -> texts.put(SpecFiles.real(each.file().name()), each.applied()));
            left = check(texts);
        }
        return found.sources().stream()
                .flatMap(file ->
                        Optional.ofNullable(texts.get(SpecFiles.real(file.name())))
                                .map(text -> new Fixed(file, text))
                                .stream())
                .toList();
    }

    /**
     * What is wrong in the files and those they import; what several of them lead to is said once.
     *
     * @param changed texts that some files are taken to have
     */
    private Findings check(Map<Path, String> changed) {
        var specs = new SpecFiles(changed);
        Set<SourceFile> sources = new LinkedHashSet<>();
        List<Findings.FileProblem> unreadable = new ArrayList<>();
        for (Path file : files) {
            try {
                sources.add(specs.read(file));
            } catch (ConvokeException e) {
                unreadable.add(new Findings.FileProblem(file, DataProblem.of(e)));
            }
        }
        var configurations = new LintConfigurations(config, specs);
        try {
            sources.forEach(configurations::add);
        } catch (FileException e) {
            return new Findings(List.of(), List.of(), List.of(new Findings.FileProblem(e.file(), DataProblem.of(e))));
        }
        // Only now, as a file that another imports keeps the name by which it was given.
        List<SourceFile> all = List.copyOf(sources);
        var problems = new Problems();
        problems.addAll(configurations.problems());
        var values = new Settings(parameters, Map.of());
        problems.addAll(new FrontEndSession(specs).lint(all, configurations::of, values));
        List<SourceFile> fixable =
                Stream.concat(configurations.sources().stream(), all.stream()).toList();
        return new Findings(fixable, problems.sorted(), unreadable);
    }

    /** Writes what is fixed; the files that could not be written. */
    private static List<Findings.FileProblem> write(List<Fixed> fixed) {
        List<Findings.FileProblem> unwritten = new ArrayList<>();
        for (Fixed each : fixed) {
            Path file = Path.of(each.file().name());
            try {
                OutputFiles.write(file, each.text());
            } catch (ConvokeException e) {
                unwritten.add(new Findings.FileProblem(file, DataProblem.of(e)));
            }
        }
        return unwritten;
    }

    private void print(Findings found, List<Fixed> fixed, Optional<HelpPages> pages) {
        if (diff) {
            printDiff(found, fixed);
            return;
        }
        switch (output.json() ? Format.JSON : format) {
            case TEXT -> text(found);
            case JSON -> Output.print(output.out(), found.document());
            case SARIF -> Output.print(output.out(), Sarif.of(found, pages));
            case GITHUB -> GithubAnnotation.of(found).forEach(output::line);
        }
    }

    private void printDiff(Findings found, List<Fixed> fixed) {
        List<String> diffs = fixed.stream()
                .map(each -> UnifiedDiff.of(each.file().name(), each.file().text(), each.text()))
                .toList();
        diffs.forEach(each -> output.line(each.stripTrailing()));
        found.files()
                .forEach(each -> output.note(
                        ProblemText.of(each.problem(), output.style()).stripTrailing()));
        output.document(new Changes(String.join("", diffs), found.document().diagnostics()));
    }

    private void text(Findings found) {
        output.out().print(found.text(output.style()));
        if (found.count() > 0) {
            output.out().println();
            output.line(Stream.of(count(found.errors(), "error"), count(found.count() - found.errors(), "warning"))
                    .filter(each -> !each.isEmpty())
                    .collect(Collectors.joining(", ")));
        }
        output.out().flush();
    }

    private static String count(long number, String what) {
        return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
    }
}
