package dev.convoke.cli;

import dev.convoke.compiler.plan.Numerics;
import picocli.CommandLine.Option;

/** How generated code is made and run. */
final class RunOptions {
    private static final int MOST_THREADS = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            order = OptionOrder.RUN,
            description = "Threads of what runs; by default one for each core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--numerics",
            paramLabel = "fast|exact",
            order = OptionOrder.RUN,
            description =
                    "exact: no algorithms that round differently from direct convolution, as Winograd's does; slower. By default fast.")
    private Numerics numerics = Numerics.FAST;

    /** Of inference; training is exact. */
    Numerics numerics() {
        return numerics;
    }

    int threads() throws UsageProblem {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new UsageProblem("--threads must be 1 to " + MOST_THREADS + ", not " + threads);
        }
        return threads;
    }
}
