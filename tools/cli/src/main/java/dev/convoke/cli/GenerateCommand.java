package dev.convoke.cli;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes generated sources. */
@Command(name = "generate", description = "Writes the sources of every net of some specs.")
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

    @Option(
            names = "--numerics",
            paramLabel = "fast|exact",
            description = "exact: direct convolutions only, no Winograd.")
    private RunOptions.Numerics numerics = RunOptions.Numerics.FAST;

    @Option(names = "--target", paramLabel = "java|opencl", description = "What is generated; java by default.")
    private Target target = Target.JAVA;

    /** The result as JSON. */
    private record Document(List<String> files) {}

    @Override
    public Integer call() throws UsageProblem, SpecProblems, DataProblem {
        if (packageName.isEmpty() || !BackEnd.isPackageName(packageName)) {
            throw new UsageProblem("'" + packageName + "' is no name of a Java package");
        }
        Map<String, GeneratedFile> sources = new LinkedHashMap<>();
        for (Network network : networks()) {
            target.generate(network, packageName, numerics == RunOptions.Numerics.EXACT)
                    .forEach(file -> sources.put(file.path(), file));
        }
        var written = new ArrayList<String>();
        for (GeneratedFile file : sources.values()) {
            Path path = folder.resolve(file.path());
            OutputFiles.writeWithFolders(path, file.text());
            written.add(path.toString());
            output.line(path.toString());
        }
        output.document(new Document(written));
        return 0;
    }

    /** All nets of all files; nothing is written unless all of them are right. */
    private List<Network> networks() throws SpecProblems {
        List<Network> networks = new ArrayList<>();
        Problems problems = new Problems();
        List<SpecFile> specs = new ArrayList<>();
        var texts = new SpecFiles();
        var session = new FrontEndSession(texts);
        for (SourceFile spec : texts.readAll(files)) {
            Checked checked = session.check(spec, FrontEndOptions.all());
            networks.addAll(checked.networks());
            checked.ast().ifPresent(specs::add);
            if (checked.hasErrors()) {
                problems.addAll(checked.diagnostics());
            }
        }
        if (!problems.hasErrors()) {
            problems.addAll(FrontEnd.checkPackage(specs));
        }
        if (problems.hasErrors()) {
            throw new SpecProblems(problems.sorted());
        }
        return networks;
    }
}
