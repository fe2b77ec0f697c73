package dev.convoke.cli;

import java.util.Locale;
import picocli.CommandLine.Option;

/** How generated code is made and run. */
final class RunOptions {
    /** Whether faster algorithms that round differently may be chosen. */
    enum Numerics {
        FAST,
        EXACT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--threads", paramLabel = "N", description = "Threads to use; by default one for each core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--numerics",
            paramLabel = "fast|exact",
            description = "exact: direct convolutions only, no Winograd; the default is fast.")
    private Numerics numerics = Numerics.FAST;

    int threads() throws UsageProblem {
        if (threads < 1 || threads > 1024) {
            throw new UsageProblem("--threads must be 1 to 1024, not " + threads);
        }
        return threads;
    }

    boolean exact() {
        return numerics == Numerics.EXACT;
    }
}
