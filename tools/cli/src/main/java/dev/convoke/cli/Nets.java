package dev.convoke.cli;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        var problems = new Problems();
        var specs = new SpecFiles();
        var session = new FrontEndSession(specs);
        List<SourceFile> sources = specs.readAll(files);
        for (SourceFile source : sources) {
            Checked checked = session.check(source, FrontEndOptions.all());
            if (checked.hasErrors()) {
                problems.addAll(checked.diagnostics());
                continue;
            }
            List<Skipped> incomplete = new ArrayList<>();
            session.incomplete(source)
                    .forEach((net, missing) -> incomplete.add(new Skipped(source.name(), net, missing)));
            if (checked.networks().isEmpty()) {
                incomplete.forEach(net -> problems.addAll(
                        session.check(source, FrontEndOptions.net(net.name())).diagnostics()));
            } else {
                networks.addAll(checked.networks());
                skipped.addAll(incomplete);
            }
        }
        if (!problems.hasErrors()) {
            problems.addAll(session.checkPackage(sources));
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
}
