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
 * The rightmost place has its words beside it, the others below, connected by bars. Of a long line only the parts around the
 * places are shown, with dots for what lies between.
 */
final class Snippet {
    /** Longer lines are shown in part. */
    private static final int WIDTH = 120;
    /** What is shown before a mark of a line that is shown in part. */
    private static final int CONTEXT = 30;
    /** What is shown of each mark, and behind it, where marks are too far apart for one part. */
    private static final int PART = 40;

    private static final String GAP = "...";

    private final DisplayLine line;
    private final List<Part> parts;
    private final List<Mark> marks;
    private final BiFunction<Style, String, String> painter;

    /** A place on the line in display columns; {@code end} lies behind its last column. */
    private record Mark(int start, int end, String text, Style style, char sign) {}

    /** Columns of the line that are shown. */
    private record Part(int from, int to) {}

    Snippet(
            String text,
            int lineStart,
            int lineEnd,
            List<Label> labels,
            Label primary,
            Style style,
            BiFunction<Style, String, String> painter) {
        Excerpt excerpt = Excerpt.of(
                text,
                lineStart,
                lineEnd,
                labels.stream()
                        .map(Label::span)
                        .map(span -> new Excerpt.Mark(span.start(), Math.min(span.end(), lineEnd)))
                        .toList());
        this.line = DisplayLine.of(excerpt.text());
        this.painter = painter;
        List<Mark> all = new ArrayList<>();
        for (Label label : labels) {
            boolean isPrimary = label == primary;
            int start = line.column(excerpt.offset(label.span().start()));
            int end = line.column(excerpt.offset(label.span().end()));
            all.add(new Mark(
                    start,
                    Math.max(end, start + 1),
                    DisplayLine.harmless(label.text()),
                    isPrimary ? style : Style.OTHER,
                    isPrimary ? '^' : '-'));
        }
        all.sort(Comparator.comparingInt(Mark::start).thenComparingInt(Mark::end));
        this.parts = parts(all, line.width()).stream()
                .map(part -> new Part(line.border(part.from), line.border(part.to)))
                .toList();
        this.marks = all.stream().map(this::shown).toList();
    }

    /** The whole line, one part around all marks, or one around each. */
    private static List<Part> parts(List<Mark> marks, int width) {
        if (width <= WIDTH) {
            return List.of(new Part(0, width));
        }
        int first = marks.stream().mapToInt(Mark::start).min().orElse(0);
        int last = marks.stream().mapToInt(Mark::end).max().orElse(0);
        boolean begins = last <= WIDTH && first <= WIDTH - CONTEXT;
        int from = begins ? 0 : Math.max(0, first - CONTEXT);
        if (last <= from + WIDTH || marks.size() < 2) {
            return List.of(new Part(from, Math.min(width, from + WIDTH)));
        }
        List<Part> parts = new ArrayList<>();
        for (Mark mark : marks) {
            Part part = new Part(
                    Math.max(0, mark.start - CONTEXT), Math.min(width, Math.min(mark.end, mark.start + PART) + PART));
            if (parts.isEmpty() || part.from > parts.get(parts.size() - 1).to + GAP.length()) {
                parts.add(part);
            } else {
                Part before = parts.remove(parts.size() - 1);
                parts.add(new Part(before.from, Math.max(before.to, part.to)));
            }
        }
        return parts;
    }

    /** The same mark in columns of what is shown; what of it lies in no part is not marked. */
    private Mark shown(Mark mark) {
        int column = 0;
        for (Part part : parts) {
            column += part.from > 0 ? GAP.length() : 0;
            if (mark.start <= part.to) {
                int start = column + mark.start - part.from;
                int end = column + Math.min(mark.end, part.to) - part.from;
                return new Mark(start, Math.max(end, start + 1), mark.text, mark.style, mark.sign);
            }
            column += part.to - part.from;
        }
        throw new IllegalStateException("a mark at " + mark.start + " outside of the line");
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
        var shown = new StringBuilder();
        for (Part part : parts) {
            shown.append(part.from > 0 ? GAP : "").append(line.between(part.from, part.to));
        }
        boolean cut = parts.get(parts.size() - 1).to < line.width();
        return shown.append(cut ? GAP : "").toString().stripTrailing();
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
