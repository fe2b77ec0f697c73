package dev.convoke.cli;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Numerics;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The spec that a command works on, and which of its nets with which parameters. */
final class NetOptions {
    @Parameters(paramLabel = "FILE", description = "The spec, a .cnn file.")
    private Path file = Path.of("");

    @Mixin
    private NetChoice choice = new NetChoice();

    Path file() {
        return file;
    }

    /** The checked net. */
    Network network() throws SpecProblems, UsageProblem {
        FrontEndOptions options = choice.options();
        var files = new SpecFiles();
        Checked checked = new FrontEndSession(files).check(files.read(file), options);
        return checked.network().orElseThrow(() -> new SpecProblems(checked.diagnostics()));
    }

    /** The checked net as a class in this JVM; with the kernels of training only if they are wanted. */
    CompiledNet compile(boolean training, Numerics numerics) throws SpecProblems, UsageProblem {
        return CompiledNet.of(network(), training, numerics);
    }
}
