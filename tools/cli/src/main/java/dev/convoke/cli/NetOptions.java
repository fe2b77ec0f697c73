package dev.convoke.cli;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.elaborate.Settings;
import dev.convoke.compiler.graph.Network;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The spec that a command works on, and which of its nets with which parameters. */
final class NetOptions {
    @Parameters(paramLabel = "FILE", description = "The spec, a .cnn file.")
    private Path file = Path.of("");

    @Option(
            names = "--net",
            paramLabel = "NAME",
            description = "The net to use; by default the last that the file declares.")
    private Optional<String> net = Optional.empty();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Sets a parameter of the net; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--input-size",
            paramLabel = "INPUT=CxHxW",
            description = "Declares another size of an input, image=3x64x64; may be repeated.")
    private Map<String, String> sizes = new LinkedHashMap<>();

    Path file() {
        return file;
    }

    /** The checked net. */
    Network network() throws SpecProblems, UsageProblem {
        return network(file);
    }

    private Network network(Path spec) throws SpecProblems, UsageProblem {
        var options = new FrontEndOptions(FrontEndOptions.Selection.ONE, net, new Settings(parameters, inputSizes()));
        var files = new SpecFiles();
        Checked checked = new FrontEndSession(files).check(files.read(spec), options);
        return checked.network().orElseThrow(() -> new SpecProblems(checked.diagnostics()));
    }

    private Map<String, List<Integer>> inputSizes() throws UsageProblem {
        Map<String, List<Integer>> extents = new LinkedHashMap<>();
        for (Map.Entry<String, String> size : sizes.entrySet()) {
            if (!size.getValue().matches("[1-9][0-9]{0,8}(x[1-9][0-9]{0,8})*")) {
                throw new UsageProblem(
                        "--input-size is like image=3x64x64, not " + size.getKey() + "=" + size.getValue());
            }
            extents.put(
                    size.getKey(),
                    Arrays.stream(size.getValue().split("x"))
                            .map(Integer::valueOf)
                            .toList());
        }
        return extents;
    }

    /** The checked net as a class in this JVM; with the kernels of training only if they are wanted. */
    CompiledNet compile(boolean training) throws SpecProblems, UsageProblem {
        return compile(network(), training);
    }

    CompiledNet compile(Network network, boolean training) {
        return CompiledNet.of(network, training);
    }
}
