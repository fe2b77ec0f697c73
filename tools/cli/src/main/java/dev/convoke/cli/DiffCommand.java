package dev.convoke.cli;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.compare.Change;
import dev.convoke.compiler.compare.Comparison;
import dev.convoke.compiler.compare.ComparisonText;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what changed between two nets for those who use them. */
@Command(
        name = "diff",
        customSynopsis = {
            "convoke diff OLD NEW [OPTION...]",
            "convoke diff FILE --against git:REV [OPTION...]",
        },
        description =
                "Says what changed between two nets for callers, weights and results; exit code 1 if weights of the"
                        + " old net do not load into the new one.")
final class DiffCommand implements Callable<Integer> {
    private static final String GIT = "git:";

    @Mixin
    private Output output = new Output();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..2",
            description = "The old spec and the new one; with --against only the new one.")
    private List<Path> files = List.of();

    @Option(
            names = "--against",
            paramLabel = "git:REV",
            description = "Compares the file with what it was at a revision of its git repository.")
    private Optional<String> against = Optional.empty();

    @Mixin
    private NetChoice choice = new NetChoice();

    /** The result as JSON. */
    private record Document(boolean compatible, List<Entry> changes) {}

    /** A change as JSON. */
    private record Entry(
            String kind,
            String name,
            Optional<String> to,
            Optional<String> before,
            Optional<String> after,
            int count,
            String text) {
        static Entry of(Change change) {
            return new Entry(
                    change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    change.name(),
                    change.to(),
                    change.before(),
                    change.after(),
                    change.count(),
                    ComparisonText.line(change));
        }
    }

    @Override
    public Integer call() throws UsageProblem, SpecProblems, DataProblem {
        if (files.size() == 2 && against.isPresent()) {
            throw new UsageProblem("--against compares one file with what it was: give one FILE");
        }
        if (files.size() == 1 && against.isEmpty()) {
            throw new UsageProblem("diff needs two files, OLD and NEW, or --against git:REV");
        }
        Network old = against.isPresent() ? networkAt(against.get()) : network(files.get(0));
        Comparison comparison = Comparison.of(old, network(files.get(files.size() - 1)));
        output.line(ComparisonText.of(comparison).stripTrailing());
        output.document(new Document(
                comparison.compatible(),
                comparison.changes().stream().map(Entry::of).toList()));
        return comparison.compatible() ? 0 : 1;
    }

    private Network networkAt(String revision) throws UsageProblem, SpecProblems, DataProblem {
        if (!revision.startsWith(GIT)) {
            throw new UsageProblem("--against is like git:HEAD~1, not " + revision);
        }
        GitRevision git = GitRevision.of(revision.substring(GIT.length()), files.get(0));
        return network(git.read(files.get(0)), git);
    }

    private Network network(Path file) throws UsageProblem, SpecProblems {
        var specs = new SpecFiles();
        return network(specs.read(file), specs);
    }

    private Network network(SourceFile source, ImportResolver imports) throws UsageProblem, SpecProblems {
        FrontEndOptions options = choice.options();
        Checked checked = new FrontEndSession(imports).check(source, options);
        return checked.network().orElseThrow(() -> new SpecProblems(checked.diagnostics()));
    }
}
