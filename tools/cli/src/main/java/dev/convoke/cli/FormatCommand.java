package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.format.Formatted;
import dev.convoke.compiler.format.Formatter;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.runtime.problem.ConvokeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives specs their canonical layout. */
@Command(
        name = "format",
        customSynopsis = "convoke format FILE... [OPTION...]",
        description = "Gives specs their canonical layout; comments stay where they are.")
final class FormatCommand implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Specs.")
    private List<Path> files = List.of();

    @Option(names = "--check", description = "Changes nothing; lists the files that would change, with exit code 1.")
    private boolean check;

    @Option(names = "--diff", description = "Changes nothing; shows what would change.")
    private boolean diff;

    private final List<Change> changes = new ArrayList<>();
    private final List<SourceFile> sources = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Findings.FileProblem> unusable = new ArrayList<>();

    /** A file whose layout is another. */
    private record Change(Path file, SourceFile before, String after) {
        String diff() {
            return UnifiedDiff.of(before.name(), before.text(), after);
        }
    }

    /** The result as JSON. */
    private record Document(List<String> changed, Optional<String> diff, List<Map<String, Object>> diagnostics) {}

    @Override
    public Integer call() {
        var specs = new SpecFiles();
        for (Path file : files) {
            try {
                format(file, specs);
            } catch (ConvokeException e) {
                unusable.add(new Findings.FileProblem(file, DataProblem.of(e)));
            }
        }
        var problems = new Findings(sources, diagnostics, unusable);
        for (Change change : changes) {
            output.line(diff ? change.diff().stripTrailing() : change.file().toString());
        }
        if (problems.count() > 0) {
            output.note(problems.text(output.style()).stripTrailing());
        }
        output.document(new Document(
                changes.stream().map(each -> each.file().toString()).toList(),
                diff
                        ? Optional.of(String.join(
                                "", changes.stream().map(Change::diff).toList()))
                        : Optional.empty(),
                problems.document().diagnostics()));
        return problems.count() > 0 || check && !changes.isEmpty() ? 1 : 0;
    }

    private void format(Path file, SpecFiles specs) {
        SourceFile source = specs.read(file);
        if (sources.contains(source)) {
            return;
        }
        sources.add(source);
        Formatted formatted = Formatter.format(source);
        diagnostics.addAll(formatted.diagnostics());
        if (formatted.text().isEmpty() || formatted.text().get().equals(source.text())) {
            return;
        }
        var change = new Change(file, source, formatted.text().get());
        if (!check && !diff) {
            OutputFiles.write(file, change.after());
        }
        changes.add(change);
    }
}
