package dev.convoke.benchmarks.compare;

import dev.convoke.benchmarks.PeerModels;
import dev.convoke.cli.machine.MachineLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Where and when it was measured, and what the machine can do at most. */
record Machine(String processor, int cores, String system, Instant time, double load, List<MachineLimits> limits) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    static Machine measure(List<Integer> threads) throws IOException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Machine(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Instant.now().truncatedTo(ChronoUnit.MINUTES),
                load,
                threads.stream().map(MachineLimits::measure).toList());
    }

    /** The name that the processor gives itself, with the family and model that tell generations apart which have one name. */
    private static String processorName() throws IOException {
        if (!Files.isReadable(PROCESSORS)) {
            return "unknown processor";
        }
        List<String> lines = Files.readAllLines(PROCESSORS);
        return value(lines, "model name") + " (family " + value(lines, "cpu family") + ", model "
                + value(lines, "model") + ")";
    }

    private static String value(List<String> lines, String key) {
        Stream<String> values = lines.stream()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
                .map(parts -> parts[1].strip());
        return values.findFirst().orElse("?");
    }

    List<String> markdown() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Measured %s on %d cores of %s, %s; Java %s, ONNX Runtime %s, Convoke at %s. Other load at the beginning: %.1f."
                        .formatted(
                                time,
                                cores,
                                processor,
                                system,
                                Runtime.version(),
                                PeerModels.environment().getVersion(),
                                System.getProperty("convoke.commit", "an unknown commit"),
                                load));
        lines.add("");
        lines.add(
                "| threads | multiply-adds, GFLOP/s | read from 8 MiB (shared cache), GB/s | read from 256 MiB (memory), GB/s |");
        lines.add("|---:|---:|---:|---:|");
        for (MachineLimits limit : limits) {
            lines.add("| %d | %s | %s | %s |"
                    .formatted(
                            limit.threads(),
                            number(limit.gigaflops()),
                            number(limit.cacheGigabytes()),
                            number(limit.memoryGigabytes())));
        }
        return lines;
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : "unknown";
    }
}
