package dev.convoke.cli;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nets of some specs.
 *
 * @param networks those that are right
 * @param skipped those that lack the value of a parameter, of files in which others do not
 */
record Nets(List<Network> networks, List<Skipped> skipped) {

    /**
     * A net that nothing was generated of.
     *
     * @param missing its parameters that have no default
     */
    record Skipped(String file, String name, List<String> missing) {
        /** What to do about it. */
        String note() {
            return "%s: skipped the net %s, as %s no default; for it give --net %s%s"
                    .formatted(
                            file,
                            name,
                            String.join(", ", missing) + (missing.size() == 1 ? " has" : " have"),
                            name,
                            missing.stream()
                                    .map(each -> " --set " + each + "=...")
                                    .collect(Collectors.joining()));
        }
    }

    /** One net of a file. */
    static Nets one(Path file, FrontEndOptions options) throws SpecProblems {
        var specs = new SpecFiles();
        Checked checked = new FrontEndSession(specs).check(specs.read(file), options);
        return new Nets(
                List.of(checked.network().orElseThrow(() -> new SpecProblems(checked.diagnostics()))), List.of());
    }

    /** All nets of all files, if all are right. A file none of whose nets can be had without settings is not. */
    static Nets all(List<Path> files) throws SpecProblems {
        List<Network> networks = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        List<SpecFile> trees = new ArrayList<>();
        var problems = new Problems();
        var specs = new SpecFiles();
        var session = new FrontEndSession(specs);
        List<SourceFile> sources = specs.readAll(files);
        for (SourceFile source : sources) {
            Checked checked = session.check(source, FrontEndOptions.all());
            checked.ast().ifPresent(trees::add);
            if (checked.hasErrors()) {
                problems.addAll(checked.diagnostics());
                continue;
            }
            List<Skipped> incomplete = incomplete(source.name(), checked);
            if (checked.networks().isEmpty()) {
                incomplete.forEach(net -> problems.addAll(
                        session.check(source, FrontEndOptions.net(net.name())).diagnostics()));
            } else {
                networks.addAll(checked.networks());
                skipped.addAll(incomplete);
            }
        }
        if (!problems.hasErrors()) {
            problems.addAll(FrontEnd.checkPackage(trees));
        }
        if (networks.isEmpty() && !problems.hasErrors()) {
            // Files of blocks only: beside others they are welcome, alone they leave nothing to do.
            sources.forEach(source -> problems.addAll(
                    session.check(source, FrontEndOptions.last()).diagnostics()));
        }
        if (problems.hasErrors()) {
            throw new SpecProblems(problems.sorted());
        }
        return new Nets(networks, skipped);
    }

    private static List<Skipped> incomplete(String file, Checked checked) {
        return checked.ast().map(SpecFile::declarations).orElse(List.of()).stream()
                .flatMap(declaration -> declaration.match(new NetOnly()).stream())
                .map(net -> new Skipped(file, net.name().text(), missing(net)))
                .filter(net -> !net.missing().isEmpty())
                .toList();
    }

    /** A net, of all that files declare. */
    private static final class NetOnly implements Declaration.Cases<Optional<Declaration.Net>> {
        @Override
        public Optional<Declaration.Net> net(Declaration.Net net) {
            return Optional.of(net);
        }

        @Override
        public Optional<Declaration.Net> block(Declaration.Block block) {
            return Optional.empty();
        }

        @Override
        public Optional<Declaration.Net> seq(Declaration.Seq seq) {
            return Optional.empty();
        }

        @Override
        public Optional<Declaration.Net> function(Declaration.Function function) {
            return Optional.empty();
        }

        @Override
        public Optional<Declaration.Net> constant(Declaration.Constant constant) {
            return Optional.empty();
        }
    }

    private static List<String> missing(Declaration.Net net) {
        return net.parameters().stream()
                .filter(each -> each.byDefault().isEmpty())
                .map(each -> each.name().text())
                .toList();
    }
}
