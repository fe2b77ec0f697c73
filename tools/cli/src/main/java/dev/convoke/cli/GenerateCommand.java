package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.schedule.PlanExplanation;
import dev.convoke.runtime.generated.VectorSupport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes generated sources. */
@Command(
        name = "generate",
        customSynopsis = "convoke generate FILE... -o DIR --package P [OPTION...]",
        description =
                "Writes the sources of every net of some specs, or of one net: as soon as --net, --set or --input-size is given.")
final class GenerateCommand implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Specs.")
    private List<Path> files = List.of();

    @Option(
            names = "-o",
            required = true,
            paramLabel = "DIR",
            description = "The source folder; it is made if need be.")
    private Path folder = Path.of("");

    @Option(names = "--package", required = true, paramLabel = "P", description = "The package of the classes.")
    private String packageName = "";

    @Option(names = "--target", paramLabel = "java|opencl", description = "What is generated; java by default.")
    private Target target = Target.JAVA;

    @Option(
            names = "--explain-plan",
            description =
                    "Tells too what runs in which order, in which tiles, and by which algorithms convolutions are computed.")
    private boolean explainPlan;

    @Mixin
    private NetChoice choice = new NetChoice();

    @Mixin
    private RunOptions run = new RunOptions();

    /** The result as JSON. */
    private record Document(List<String> files, List<String> skipped, Optional<List<String>> plans) {}

    @Override
    public Integer call() throws UsageProblem, SpecProblems, DataProblem {
        if (packageName.isEmpty() || !BackEnd.isPackageName(packageName)) {
            throw new UsageProblem("'" + packageName + "' is no name of a Java package");
        }
        run.threads();
        if (explainPlan && target == Target.OPENCL) {
            throw new UsageProblem("--explain-plan is for --target java only");
        }
        Nets nets = nets();
        List<String> written = write(sources(nets.networks()));
        Optional<List<String>> plans = explainPlan ? Optional.of(plans(nets.networks())) : Optional.empty();
        plans.orElse(List.of()).forEach(output::line);
        nets.skipped().forEach(net -> output.note(net.note()));
        output.document(new Document(
                written, nets.skipped().stream().map(Nets.Skipped::name).toList(), plans));
        return 0;
    }

    private Nets nets() throws UsageProblem, SpecProblems {
        if (!choice.isGiven()) {
            return Nets.all(files);
        }
        if (files.size() > 1) {
            throw new UsageProblem(
                    "--net, --set and --input-size are for one net: give one FILE with them, not " + files.size());
        }
        return Nets.one(files.get(0), choice.options());
    }

    /** The plans in lines, for vectors as this machine has them. */
    private List<String> plans(List<Network> networks) {
        List<String> lines = new ArrayList<>();
        for (Network network : networks) {
            lines.add("");
            lines.addAll(
                    PlanExplanation.of(network.name(), BackEnd.plan(network, run.numerics()), VectorSupport.lanes()));
        }
        return lines;
    }

    private Map<String, GeneratedFile> sources(List<Network> networks) {
        Map<String, GeneratedFile> sources = new LinkedHashMap<>();
        for (Network network : networks) {
            target.generate(network, packageName, run.numerics()).forEach(file -> sources.put(file.path(), file));
        }
        return sources;
    }

    private List<String> write(Map<String, GeneratedFile> sources) throws DataProblem {
        var written = new ArrayList<String>();
        for (GeneratedFile file : sources.values()) {
            Path path = folder.resolve(file.path());
            OutputFiles.writeWithFolders(path, file.text());
            written.add(path.toString());
            output.line(path.toString());
        }
        return written;
    }
}
