package dev.convoke.cli;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reports all problems of specs. */
@Command(name = "lint", description = "Reports all problems of specs.")
final class LintCommand implements Callable<Integer> {
    /** How problems are written. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB
    }

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

    @Override
    public Integer call() throws UsageProblem {
        if (fix && diff) {
            throw new UsageProblem("--fix and --diff exclude each other: --diff changes nothing");
        }
        var specs = new SpecFiles();
        List<SourceFile> sources = specs.readAll(files);
        List<Diagnostic> all = check(specs, sources);
        List<Diagnostic> found = all;
        List<Fixes> proposals =
                sources.stream().map(source -> Fixes.of(source, found)).toList();
        if (fix && proposals.stream().anyMatch(fixes -> !fixes.isEmpty())) {
            proposals.stream()
                    .filter(fixes -> !fixes.isEmpty())
                    .forEach(fixes -> OutputFiles.write(Path.of(fixes.file().name()), fixes.applied()));
            var fixed = new SpecFiles();
            all = check(fixed, fixed.readAll(files));
        }
        print(all, proposals);
        return all.stream().anyMatch(each -> strict || each.severity() == Severity.ERROR) ? 1 : 0;
    }

    /** What is wrong in some files and those they import; what several of them lead to is said once. */
    private static List<Diagnostic> check(SpecFiles specs, List<SourceFile> sources) {
        var session = new FrontEndSession(specs);
        var problems = new Problems();
        sources.forEach(source ->
                problems.addAll(session.check(source, FrontEndOptions.all()).diagnostics()));
        return problems.sorted();
    }

    private void print(List<Diagnostic> all, List<Fixes> proposals) {
        if (diff) {
            proposals.forEach(fixes -> output.line(fixes.diff().stripTrailing()));
            output.document(Map.of(
                    "diff", String.join("", proposals.stream().map(Fixes::diff).toList())));
            return;
        }
        switch (output.json() ? Format.JSON : format) {
            case TEXT -> text(all);
            case JSON -> Output.print(output.out(), ProblemDocument.of(all));
            case SARIF -> Output.print(output.out(), Sarif.of(all));
            case GITHUB -> all.forEach(problem -> output.line(GithubAnnotation.of(problem)));
        }
    }

    private void text(List<Diagnostic> all) {
        output.out().print(ProblemText.of(all, output.terminal().colour()));
        if (!all.isEmpty()) {
            long errors = all.stream()
                    .filter(each -> each.severity() == Severity.ERROR)
                    .count();
            output.out().println();
            output.line(Stream.of(count(errors, "error"), count(all.size() - errors, "warning"))
                    .filter(each -> !each.isEmpty())
                    .reduce((a, b) -> a + ", " + b)
                    .orElse(""));
        }
        output.out().flush();
    }

    private static String count(long number, String what) {
        return number == 0 ? "" : number + " " + what + (number == 1 ? "" : "s");
    }
}
