package dev.convoke.compiler.report;

import dev.convoke.compiler.graph.StateTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a summary as a table for a terminal. */
public final class SummaryTable {
    private static final List<String> HEADER =
            List.of("name", "layer", "output", "parameters", "MACs", "sees", "stride");
    private static final int LONGEST_LAYER = 44;
    /** The columns from here on are numbers and stand to the right. */
    private static final int FIRST_NUMBER = 3;

    private SummaryTable() {}

    public static String print(Summary summary) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Summary.Port input : summary.inputs()) {
            rows.add(List.of(input.name(), "input", shape(input.shape()), "", "", "", ""));
        }
        for (Summary.Row row : summary.layers()) {
            rows.add(List.of(
                    row.path(),
                    cut(row.text()),
                    shape(row.output()),
                    row.parameters() == 0 ? "" : grouped(row.parameters()),
                    row.multiplyAccumulates() == 0 ? "" : grouped(row.multiplyAccumulates()),
                    extents(row.receptiveField()),
                    row.stride().stream().allMatch(each -> each == 0) ? "" : extents(row.stride())));
        }
        return summary.net() + "\n\n" + table(rows) + "\n" + totals(summary);
    }

    private static String table(List<List<String>> rows) {
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = rows.get(r).get(i);
                String blanks = " ".repeat(widths[i] - cell.length());
                line.append("  ").append(i < FIRST_NUMBER ? cell + blanks : blanks + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                int width = 2 * (widths.length - 1);
                for (int each : widths) {
                    width += each;
                }
                text.append("  ").append("-".repeat(width)).append('\n');
            }
        }
        return text.toString();
    }

    private static String totals(Summary summary) {
        long buffers = summary.tensors().stream()
                .filter(each -> each.kind() != StateTensor.Kind.PARAMETER)
                .count();
        StringBuilder text = new StringBuilder();
        line(
                text,
                "parameters",
                grouped(summary.parameters()) + " in " + (summary.tensors().size() - buffers) + " tensors"
                        + (buffers == 0 ? "" : ", and " + buffers + " buffers"));
        line(
                text,
                "MACs",
                grouped(summary.multiplyAccumulates()) + scaled(summary.multiplyAccumulates()) + " for one sample");
        summary.outputs().forEach(each -> line(text, "output", each.name() + " " + shape(each.shape())));
        Summary.Memory memory = summary.memory();
        line(
                text,
                "memory",
                bytes(memory.parameters()) + " of parameters and buffers, " + bytes(memory.inference())
                        + " of activations for inference, " + bytes(memory.trainingPerSample())
                        + " for each sample in training");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("  %-11s %s%n", name, value).replace(System.lineSeparator(), "\n"));
    }

    private static String scaled(long number) {
        return number < 1_000_000
                ? ""
                : number < 1_000_000_000
                        ? String.format(Locale.ROOT, " (%.3f M)", number / 1e6)
                        : String.format(Locale.ROOT, " (%.3f G)", number / 1e9);
    }

    private static String bytes(long bytes) {
        return bytes < 10_240
                ? grouped(bytes) + " bytes"
                : bytes < 10_485_760
                        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                        : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    private static String shape(List<Integer> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }

    /** {@code 7} if all axes are alike, else {@code 7x5}. */
    private static String extents(List<Long> extents) {
        return extents.stream().distinct().count() == 1
                ? grouped(extents.get(0))
                : extents.stream().map(SummaryTable::grouped).collect(Collectors.joining("x"));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_LAYER ? text : text.substring(0, LONGEST_LAYER - 3) + "...";
    }
}
