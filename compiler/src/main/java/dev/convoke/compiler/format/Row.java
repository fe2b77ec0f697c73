package dev.convoke.compiler.format;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a chain. Of rows below each other that call the same layers the arrows are aligned.
 *
 * @param links at least one
 */
record Row(List<Chain.Link> links) {
    /** Cells that differ more in width are not aligned: the holes would tear the rows apart. */
    private static final int MOST_BLANKS = 16;

    Row {
        links = List.copyOf(links);
    }

    private Chain.Link last() {
        return links.get(links.size() - 1);
    }

    /** The width of a stage with its arrow, and its checks unless it is the last. */
    private int cell(int at) {
        Chain.Link link = links.get(at);
        return at + 1 == links.size() ? link.bare().width() : link.whole().width();
    }

    private List<String> names() {
        return links.stream().map(Chain.Link::name).toList();
    }

    /** The index behind the last of the rows that look like the first. */
    static int endOfRun(List<Row> rows, int first) {
        int end = first + 1;
        while (end < rows.size() && rows.get(first).looksLike(rows.get(end))) {
            end++;
        }
        return end;
    }

    private boolean looksLike(Row other) {
        return names().equals(other.names()) && names().stream().noneMatch(String::isEmpty);
    }

    /** The rows of a run as lines. */
    static List<Doc> aligned(List<Row> run, int column, int margins) {
        List<Integer> widths = widths(run, column);
        return run.stream().map(row -> row.line(widths, column, margins)).toList();
    }

    /** The widths of the cells, where they are aligned; else none. */
    private static List<Integer> widths(List<Row> run, int column) {
        int cells = run.get(0).links().size();
        List<Integer> widths = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            int at = cell;
            int most = run.stream().mapToInt(row -> row.cell(at)).max().orElse(0);
            int least = run.stream().mapToInt(row -> row.cell(at)).min().orElse(0);
            boolean last = cell + 1 == cells;
            if (!last && most - least > MOST_BLANKS) {
                return List.of();
            }
            widths.add(most);
        }
        boolean fits = run.stream().allMatch(row -> column + row.width(widths) <= Printer.WIDTH);
        return run.size() > 1 && fits ? widths : List.of();
    }

    /** Its width without the checks at its end. */
    private int width(List<Integer> widths) {
        int width = 0;
        for (int i = 0; i < links.size(); i++) {
            boolean padded = i + 1 < links.size() && !widths.isEmpty();
            width += (i > 0 ? 1 : 0) + (padded ? widths.get(i) : cell(i));
        }
        return Math.min(width, Doc.BEYOND);
    }

    private Doc line(List<Integer> widths, int column, int margins) {
        List<Doc> parts = new ArrayList<>();
        int end = column;
        for (int i = 0; i < links.size(); i++) {
            boolean last = i + 1 == links.size();
            if (i > 0) {
                parts.add(widths.isEmpty() ? Doc.SPACE : new Doc.Tab(end + 1));
            }
            parts.add(last ? links.get(i).bare() : links.get(i).whole());
            end += (i > 0 ? 1 : 0) + (widths.isEmpty() ? 0 : widths.get(i));
        }
        List<Doc> behind = last().checks();
        if (!behind.isEmpty()) {
            Doc checks = Doc.joined(Doc.SPACE, behind);
            parts.add(new Doc.Margin(margins, checks.width()));
            parts.add(checks);
        }
        return Doc.all(parts);
    }
}
