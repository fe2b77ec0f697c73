package dev.convoke.compiler.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to stand in one column, on lines far from each other: what {@code is} says of the shapes of a net reads as a table's
 * last column. There are few such columns, so that the tables of different nets look alike.
 */
final class Margins {
    private static final int FIRST_COLUMN = 58;
    private static final int STEP = 9;
    private static final int LEAST_BLANKS = 2;

    private final List<Mark> marks = new ArrayList<>();

    /**
     * A place in the text where blanks are to be put in; one stands there already.
     *
     * @param group those of one group are aligned
     * @param column where the line's text ends before it
     * @param behind the width of what follows
     */
    record Mark(int group, int offset, int column, int behind) {
        private boolean fits(int at) {
            return column + LEAST_BLANKS <= at && at + behind <= Printer.WIDTH;
        }
    }

    void add(Mark mark) {
        marks.add(mark);
    }

    /** The text with the blanks. */
    String applied(StringBuilder text) {
        Map<Integer, List<Mark>> groups = new TreeMap<>();
        marks.forEach(each ->
                groups.computeIfAbsent(each.group(), key -> new ArrayList<>()).add(each));
        Map<Integer, Integer> blanks = new TreeMap<>(Comparator.reverseOrder());
        groups.values().forEach(group -> {
            int column = column(group);
            group.stream()
                    .filter(each -> each.fits(column))
                    .forEach(each -> blanks.put(each.offset(), column - each.column() - 1));
        });
        blanks.forEach((offset, count) -> text.insert(offset, " ".repeat(count)));
        return text.toString();
    }

    /** The column that holds most; those that are too long for it are left out. */
    private static int column(List<Mark> group) {
        int end = group.stream()
                .filter(each -> each.fits(each.column() + LEAST_BLANKS))
                .mapToInt(Mark::column)
                .max()
                .orElse(0);
        int column = FIRST_COLUMN;
        while (column < end + LEAST_BLANKS) {
            column += STEP;
        }
        int even = column;
        boolean all = group.stream()
                .filter(each -> each.fits(each.column() + LEAST_BLANKS))
                .allMatch(each -> each.fits(even));
        return all ? even : end + LEAST_BLANKS;
    }
}
