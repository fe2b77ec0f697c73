package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The lines below a line of source that mark places in it:
 *
 * <pre>
 *   return y + skip -&gt; Relu
 *          -   ^^^^ [64, 56, 56], the block's input
 *          |
 *          [128, 28, 28], from conv2
 * </pre>
 *
 * The rightmost place has its words beside it, the others below, connected by bars.
 */
final class Snippet {
    /** Longer lines are shown in part. */
    private static final int WIDTH = 120;
    /** What is shown before the first mark of a line that is shown in part. */
    private static final int CONTEXT = 30;

    private static final String GAP = "...";

    private final DisplayLine line;
    private final int from;
    private final int to;
    private final List<Mark> marks;
    private final BiFunction<Style, String, String> painter;

    /** A place on the line in display columns; {@code end} lies behind its last column. */
    private record Mark(int start, int end, String text, Style style, char sign) {}

    Snippet(
            String source,
            int lineStart,
            List<Label> labels,
            Label primary,
            Style style,
            BiFunction<Style, String, String> painter) {
        this.line = DisplayLine.of(source);
        this.painter = painter;
        List<Mark> all = new ArrayList<>();
        for (Label label : labels) {
            boolean isPrimary = label == primary;
            int start = line.column(label.span().start() - lineStart);
            int end = line.column(label.span().end() - lineStart);
            all.add(new Mark(
                    start,
                    Math.max(end, start + 1),
                    DisplayLine.harmless(label.text()),
                    isPrimary ? style : Style.OTHER,
                    isPrimary ? '^' : '-'));
        }
        boolean clipped = line.width() > WIDTH;
        int first = all.stream().mapToInt(Mark::start).min().orElse(0);
        this.from = clipped && first > WIDTH - CONTEXT ? first - CONTEXT : 0;
        this.to = clipped ? from + WIDTH : line.width();
        int shift = from - (from > 0 ? GAP.length() : 0);
        this.marks = all.stream()
                .filter(mark -> mark.start <= to)
                .map(mark -> new Mark(
                        mark.start - shift,
                        Math.max(Math.min(mark.end, to), mark.start + 1) - shift,
                        mark.text,
                        mark.style,
                        mark.sign))
                .sorted(Comparator.comparingInt(Mark::start).thenComparingInt(Mark::end))
                .toList();
    }

    /** Labels of places that go on behind the first line keep what is on it. */
    static Label onFirstLine(Label label) {
        Span span = label.span();
        int end = Math.min(span.end(), span.file().lineEnd(span.line()));
        if (end == span.end()) {
            return label;
        }
        String words = label.text() + (label.text().isEmpty() ? "" : " ") + "(up to line " + span.endLine() + ")";
        return new Label(new Span(span.file(), span.start(), Math.max(end, span.start())), words);
    }

    /** The line, clipped if it is long. */
    String source() {
        String shown = line.between(from, to);
        return ((from > 0 ? GAP : "") + shown + (to < line.width() ? GAP : "")).stripTrailing();
    }

    /** The marks and their words. */
    List<String> annotations() {
        List<String> rows = new ArrayList<>();
        if (marks.isEmpty()) {
            return rows;
        }
        int beside = rightmost();
        rows.add(signs(beside));
        List<Mark> below = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            if (i != beside && !marks.get(i).text.isEmpty()) {
                below.add(marks.get(i));
            }
        }
        if (!below.isEmpty()) {
            rows.add(bars(below, below.size()));
        }
        for (int i = below.size() - 1; i >= 0; i--) {
            Mark mark = below.get(i);
            boolean sameColumn = i > 0 && below.get(i - 1).start == mark.start;
            String bars = bars(below, sameColumn ? i - 1 : i);
            rows.add(bars
                    + " ".repeat(Math.max(0, mark.start - plainWidth(bars)))
                    + painter.apply(mark.style, mark.text));
        }
        return rows;
    }

    /** The mark whose words fit beside the signs: the last, if nothing else reaches beyond it. */
    private int rightmost() {
        int last = marks.size() - 1;
        for (int i = 0; i < last; i++) {
            if (marks.get(i).end > marks.get(last).end) {
                return -1;
            }
        }
        return last;
    }

    private String signs(int beside) {
        int width = marks.stream().mapToInt(Mark::end).max().orElse(0);
        Mark[] cells = new Mark[width];
        marks.stream()
                .sorted(Comparator.comparingInt((Mark mark) -> mark.start - mark.end))
                .forEach(mark -> java.util.Arrays.fill(cells, mark.start, mark.end, mark));
        var row = new StringBuilder();
        for (int i = 0; i < width; ) {
            int end = i;
            while (end < width && cells[end] == cells[i]) {
                end++;
            }
            int length = end - i;
            row.append(
                    cells[i] == null
                            ? " ".repeat(length)
                            : painter.apply(
                                    cells[i].style,
                                    String.valueOf(cells[i].sign).repeat(length)));
            i = end;
        }
        if (beside >= 0 && !marks.get(beside).text.isEmpty()) {
            row.append(' ').append(painter.apply(marks.get(beside).style, marks.get(beside).text));
        }
        return row.toString();
    }

    /** A bar in the column of each of the first {@code count} marks. */
    private String bars(List<Mark> below, int count) {
        var row = new StringBuilder();
        int column = 0;
        for (Mark mark : below.subList(0, count)) {
            if (mark.start >= column) {
                row.append(" ".repeat(mark.start - column)).append(painter.apply(mark.style, "|"));
                column = mark.start + 1;
            }
        }
        return row.toString();
    }

    private static int plainWidth(String row) {
        return row.replaceAll("\u001B\\[[0-9;]*m", "").length();
    }
}
