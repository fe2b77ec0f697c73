package dev.convoke.benchmarks.compare;

import dev.convoke.benchmarks.Net;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as Markdown. */
final class Tables {
    private static final double KIB_PER_MB = 1e6 / 1024;

    private Tables() {}

    static List<String> heading() {
        return List.of(
                "| net | batch | threads | ONNX Runtime, us | Convoke, us | ratio | of minima | to reach | GFLOP/s | of the limit | bytes allocated |",
                "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    /** A line for each batch and number of threads. */
    static List<String> lines(Net net, List<Duel.Result> results) {
        List<String> lines = new ArrayList<>();
        for (Duel.Result result : results) {
            lines.add("| %s | %d | %d | %s | %s | **%.2f** | %.2f | %s | %.0f | %.0f %% | %,d |"
                    .formatted(
                            net.label(),
                            result.batch(),
                            result.threads(),
                            micros(result.peer().median()),
                            micros(result.convoke().median()),
                            result.ratio(),
                            result.ratioOfMinima(),
                            result.threads() == 1 ? String.valueOf(net.goal(result.batch())) : "",
                            result.gigaflops(),
                            100 * result.gigaflops() / result.limit(),
                            result.allocated()));
        }
        return lines;
    }

    static List<String> speedUpHeading() {
        return List.of("| net | batch | threads | times as fast as one thread |", "|---|---:|---:|---:|");
    }

    /** How much Convoke gains by threads. */
    static List<String> speedUps(Net net, List<Duel.Result> results) {
        List<String> lines = new ArrayList<>();
        for (Duel.Result one : results) {
            for (Duel.Result more : results) {
                if (one.threads() == 1 && more.threads() > 1 && one.batch() == more.batch()) {
                    lines.add("| %s | %d | %d | %.2f |"
                            .formatted(
                                    net.label(),
                                    one.batch(),
                                    more.threads(),
                                    one.convoke().median() / more.convoke().median()));
                }
            }
        }
        return lines;
    }

    static List<String> coldStartHeading() {
        return List.of(
                "| net | library | first answer, s | processor time of it, s | 90 % of steady speed, s | memory until the first answer, MB | memory in all, MB | a call in the end, us |",
                "|---|---|---:|---:|---:|---:|---:|---:|");
    }

    static String line(ColdStart.Result result) {
        return "| %s | %s | **%.2f** | %.2f | %.2f | %.0f | %.0f | %s |"
                .formatted(
                        result.net(),
                        result.who(),
                        result.first() * 1e-3,
                        result.firstProcessor() * 1e-3,
                        result.steady() * 1e-3,
                        result.firstPeak() / KIB_PER_MB,
                        result.peak() / KIB_PER_MB,
                        micros(result.call()));
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
