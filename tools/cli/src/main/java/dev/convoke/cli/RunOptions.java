package dev.convoke.cli;

import picocli.CommandLine.Option;

/** How generated code is made and run. */
final class RunOptions {
    private static final int MOST_THREADS = 1024;

    /** Whether faster algorithms that round differently may be chosen. There are none yet: both give the same code. */
    enum Numerics {
        FAST,
        EXACT
    }

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
                    "exact: no algorithms that round differently from direct convolution. In this version there are none, "
                            + "and both give the same code.")
    private Numerics numerics = Numerics.FAST;

    int threads() throws UsageProblem {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new UsageProblem("--threads must be 1 to " + MOST_THREADS + ", not " + threads);
        }
        return threads;
    }
}
