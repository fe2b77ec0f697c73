package dev.convoke.cli;

import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<Diagnostic> all = new ArrayList<>();
        List<Fixes> proposals = new ArrayList<>();
        for (Path file : files) {
            SourceFile source = SpecText.read(file);
            List<Diagnostic> found = check(source);
            Fixes fixes = Fixes.of(source, found);
            if (fix && !fixes.isEmpty()) {
                OutputFiles.write(file, fixes.applied());
                found = check(SpecText.read(file));
            }
            proposals.add(fixes);
            all.addAll(found);
        }
        print(all, proposals);
        return all.stream().anyMatch(each -> strict || each.severity() == Severity.ERROR) ? 1 : 0;
    }

    private static List<Diagnostic> check(SourceFile source) {
        return FrontEnd.check(source, FrontEndOptions.all()).diagnostics();
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
