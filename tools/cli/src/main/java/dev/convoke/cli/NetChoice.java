package dev.convoke.cli;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.elaborate.Settings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** One net of a spec, and with which parameters and sizes. */
final class NetChoice {
    @Option(
            names = "--net",
            paramLabel = "NAME",
            order = OptionOrder.NET,
            description = "The net to use; by default the last that the file declares.")
    private Optional<String> net = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            order = OptionOrder.NET,
            description = "Sets a parameter of the net; may be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--input-size",
            paramLabel = "INPUT=CxHxW",
            order = OptionOrder.NET,
            description = "Declares another size of an input, image=3x64x64; may be repeated.")
    private Map<String, String> sizes = new LinkedHashMap<>();

    /** Whether any of it was said. */
    boolean isGiven() {
        return net.isPresent() || !parameters.isEmpty() || !sizes.isEmpty();
    }

    FrontEndOptions options() throws UsageProblem {
        return new FrontEndOptions(FrontEndOptions.Selection.ONE, net, new Settings(parameters, inputSizes()));
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
}
