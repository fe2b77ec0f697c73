package dev.convoke.compiler.diagnostic;

/**
 * A line of source as a terminal shows it: tabs are widened, characters that would move the cursor or turn the text around
 * are replaced, and every offset knows its display column.
 */
final class DisplayLine {
    private static final int TAB = 4;
    private static final char REPLACEMENT = '\uFFFD';

    private final String text;
    /** For each offset in the source line, the end included, the column from 0 at which it is shown. */
    private final int[] columns;
    /** The same, but the index in {@code text}. */
    private final int[] indices;

    private DisplayLine(String text, int[] columns, int[] indices) {
        this.text = text;
        this.columns = columns;
        this.indices = indices;
    }

    static DisplayLine of(String source) {
        var shown = new StringBuilder(source.length());
        int[] columns = new int[source.length() + 1];
        int[] indices = new int[source.length() + 1];
        int column = 0;
        for (int i = 0; i < source.length(); ) {
            int point = source.codePointAt(i);
            int units = Character.charCount(point);
            for (int unit = i; unit < i + units; unit++) {
                columns[unit] = column;
                indices[unit] = shown.length();
            }
            if (point == '\t') {
                int blanks = TAB - column % TAB;
                shown.append(" ".repeat(blanks));
                column += blanks;
            } else if (isHarmful(point)) {
                shown.append(REPLACEMENT);
                column++;
            } else {
                shown.appendCodePoint(point);
                column += width(point);
            }
            i += units;
        }
        columns[source.length()] = column;
        indices[source.length()] = shown.length();
        return new DisplayLine(shown.toString(), columns, indices);
    }

    String text() {
        return text;
    }

    int width() {
        return columns[columns.length - 1];
    }

    /** The display column, from 0, of an offset in the source line; offsets behind its end are shown right behind it. */
    int column(int offset) {
        return columns[Math.min(offset, columns.length - 1)];
    }

    /** The first column from this one on at which a character begins, or the line's end; a wide character has two columns. */
    int border(int column) {
        return columns[firstAt(column)];
    }

    /** The part of the line between two display columns; characters that lie across a border are left out. */
    String between(int from, int to) {
        int first = firstAt(from);
        int last = Math.max(first, firstAt(to + 1) - (columns[columns.length - 1] > to ? 1 : 0));
        return text.substring(indices[first], indices[last]);
    }

    /** The first offset that is shown in a column or behind it; the end if none is. Lines may be long, so it is not looked for one by one. */
    private int firstAt(int column) {
        int low = 0;
        int high = columns.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (columns[middle] < column) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Messages and labels quote source text, so they get the same treatment. */
    static String harmless(String words) {
        return of(words).text();
    }

    /** Control characters, broken surrogates, and the marks that reorder text or hide in it. */
    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Columns that a terminal gives to a character. */
    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = point >= 0x1100 && point <= 0x115F
                || point >= 0x2E80 && point <= 0xA4CF && point != 0x303F
                || point >= 0xAC00 && point <= 0xD7A3
                || point >= 0xF900 && point <= 0xFAFF
                || point >= 0xFE30 && point <= 0xFE6F
                || point >= 0xFF00 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6
                || point >= 0x1F300 && point <= 0x1FAFF
                || point >= 0x20000 && point <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
