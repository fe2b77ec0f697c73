package dev.convoke.compiler.report;

import dev.convoke.compiler.graph.StateTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a summary as a table for a terminal. */
public final class SummaryTable {
    private static final List<String> HEADER =
            List.of("name", "layer", "output", "parameters", "MACs", "sees", "stride");
    private static final int LAYER = HEADER.indexOf("layer");
    private static final int LONGEST_LAYER = 44;
    private static final int SHORTEST_LAYER = 12;
    private static final int GAP = 2;
    /** The columns from here on are numbers and stand to the right. */
    private static final int FIRST_NUMBER = 3;

    private SummaryTable() {}

    /** As wide as it comes. */
    public static String print(Summary summary) {
        return print(summary, Integer.MAX_VALUE);
    }

    /** In a terminal of so many columns: the layers' texts are cut, then columns at the end left out. */
    public static String print(Summary summary, int columns) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Summary.Port input : summary.inputs()) {
            rows.add(
                    List.of(input.name(), "input", (input.bytes() ? "u8" : "") + shape(input.shape()), "", "", "", ""));
        }
        for (Summary.Row row : summary.layers()) {
            rows.add(List.of(
                    row.path(),
                    cut(row.text(), LONGEST_LAYER),
                    shape(row.output()),
                    row.parameters() == 0 ? "" : grouped(row.parameters()),
                    row.multiplyAccumulates() == 0 ? "" : grouped(row.multiplyAccumulates()),
                    extents(row.receptiveField()),
                    row.stride().stream().allMatch(each -> each.positions() == 0) ? "" : strides(row.stride())));
        }
        return summary.net() + "\n\n" + table(fitted(rows, columns)) + "\n" + totals(summary);
    }

    private static List<List<String>> fitted(List<List<String>> rows, int columns) {
        int excess = width(rows) - columns;
        if (excess <= 0) {
            return rows;
        }
        int layer = widths(rows)[LAYER];
        int shorter = Math.max(SHORTEST_LAYER, layer - excess);
        if (shorter < layer) {
            return fitted(rows.stream().map(row -> withLayer(row, shorter)).toList(), columns);
        }
        int last = rows.get(0).size() - 1;
        return last <= FIRST_NUMBER
                ? rows
                : fitted(rows.stream().map(row -> row.subList(0, last)).toList(), columns);
    }

    private static List<String> withLayer(List<String> row, int width) {
        List<String> cells = new ArrayList<>(row);
        cells.set(LAYER, cut(row.get(LAYER), width));
        return cells;
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private static int width(List<List<String>> rows) {
        int[] widths = widths(rows);
        return GAP * widths.length + Arrays.stream(widths).sum();
    }

    private static String table(List<List<String>> rows) {
        int[] widths = widths(rows);
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = rows.get(r).get(i);
                String blanks = " ".repeat(widths[i] - cell.length());
                line.append(" ".repeat(GAP)).append(i < FIRST_NUMBER ? cell + blanks : blanks + cell);
            }
            text.append(line.toString().stripTrailing()).append('\n');
            if (r == 0) {
                text.append(" ".repeat(GAP))
                        .append("-".repeat(width(rows) - GAP))
                        .append('\n');
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

    /** {@code 7} if all axes are alike, else {@code 7x5}; nothing where there are no axes. */
    private static String extents(List<Long> extents) {
        return perAxis(extents.stream().map(SummaryTable::grouped).toList());
    }

    /** {@code 2}, {@code 1/4}. */
    private static String strides(List<Stride> strides) {
        return perAxis(strides.stream()
                .map(each -> grouped(each.positions()) + (each.elements() == 1 ? "" : "/" + grouped(each.elements())))
                .toList());
    }

    private static String perAxis(List<String> numbers) {
        return numbers.stream().distinct().count() == 1 ? numbers.get(0) : String.join("x", numbers);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 3) + "...";
    }
}
