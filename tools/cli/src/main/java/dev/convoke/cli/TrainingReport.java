package dev.convoke.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A page with the curves and the table of a training run; needs no other file. */
record TrainingReport(String net, List<TrainCommand.Epoch> epochs, List<Double> losses) {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 240;
    private static final int POINTS = 400;

    static TrainingReport of(String net, List<TrainCommand.Epoch> epochs, List<Double> losses) {
        return new TrainingReport(net, epochs, losses);
    }

    void write(Path file) {
        OutputFiles.write(file, html());
    }

    private String html() {
        List<Double> test =
                epochs.stream().flatMap(epoch -> epoch.testAccuracy().stream()).toList();
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>%1$s: training</title>
                <style>
                body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 52em; color: #222; }
                svg { background: #fafafa; border: 1px solid #ddd; width: 100%%; }
                table { border-collapse: collapse; }
                td, th { padding: 0.15em 0.9em; text-align: right; border-bottom: 1px solid #eee; }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                <h2>Loss of each step</h2>
                %2$s
                <h2>Test accuracy after each epoch</h2>
                %3$s
                <h2>Epochs</h2>
                <table>
                <tr><th>epoch</th><th>seconds</th><th>loss</th><th>accuracy</th><th>test loss</th><th>test accuracy</th></tr>
                %4$s
                </table>
                </body>
                </html>
                """.formatted(net, curve(thinned(losses)), curve(test), rows());
    }

    private String rows() {
        return epochs.stream()
                .map(epoch -> String.format(
                        Locale.ROOT,
                        "<tr><td>%d</td><td>%.2f</td><td>%.5f</td><td>%s</td><td>%s</td><td>%s</td></tr>",
                        epoch.epoch(),
                        epoch.seconds(),
                        epoch.trainLoss(),
                        percent(epoch.trainAccuracy()),
                        epoch.testLoss()
                                .map(loss -> String.format(Locale.ROOT, "%.5f", loss))
                                .orElse(""),
                        percent(epoch.testAccuracy())))
                .collect(Collectors.joining("\n"));
    }

    private static String percent(Optional<Double> share) {
        return share.map(it -> String.format(Locale.ROOT, "%.2f %%", 100 * it)).orElse("");
    }

    /** Means of equal parts, so that a curve has no more points than a screen. */
    private static List<Double> thinned(List<Double> values) {
        int part = Math.max(1, (values.size() + POINTS - 1) / POINTS);
        return java.util.stream.IntStream.range(0, (values.size() + part - 1) / part)
                .mapToObj(i -> values.subList(i * part, Math.min(values.size(), (i + 1) * part)).stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(0))
                .toList();
    }

    private static String curve(List<Double> values) {
        if (values.isEmpty()) {
            return "<p>none</p>";
        }
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double range = high > low ? high - low : 1;
        var points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = values.size() == 1 ? WIDTH / 2.0 : 10 + (WIDTH - 20.0) * i / (values.size() - 1);
            double y = HEIGHT - 10 - (HEIGHT - 20) * (values.get(i) - low) / range;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\"><polyline fill=\"none\" stroke=\"#1565c0\" stroke-width=\"1.5\" points=\"%s\"/>"
                        + "<text x=\"12\" y=\"18\" font-size=\"12\">%.4f</text><text x=\"12\" y=\"%d\" font-size=\"12\">%.4f</text></svg>",
                WIDTH,
                HEIGHT,
                points.toString().strip(),
                high,
                HEIGHT - 6,
                low);
    }
}
