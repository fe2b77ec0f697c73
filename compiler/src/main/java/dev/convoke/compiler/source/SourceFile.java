package dev.convoke.compiler.source;

import java.util.Arrays;
import java.util.Objects;

/**
 * The text of one spec and the name that messages call it by. Offsets count UTF-16 units from 0, lines and columns count
 * from 1; a line ends at {@code \n}, {@code \r\n} or {@code \r}.
 */
public final class SourceFile {
    private final String name;
    private final String text;
    private final int[] lineStarts;

    public SourceFile(String name, String text) {
        this.name = Objects.requireNonNull(name);
        this.text = Objects.requireNonNull(text);
        this.lineStarts = lineStarts(text);
    }

    /** How messages call the file: its path as the user gave it. */
    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    public int length() {
        return text.length();
    }

    public int lineCount() {
        return lineStarts.length;
    }

    /** The line that an offset lies on; the end of the text lies on the last line. */
    public int line(int offset) {
        Objects.checkIndex(offset, text.length() + 1);
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    public int column(int offset) {
        return offset - lineStarts[line(offset) - 1] + 1;
    }

    /** The offset of a line's first character. */
    public int lineStart(int line) {
        return lineStarts[Objects.checkIndex(line - 1, lineStarts.length)];
    }

    /** The offset behind a line's last character; its line end is no part of it. */
    public int lineEnd(int line) {
        int end = line < lineStarts.length ? lineStart(line + 1) : text.length();
        int start = lineStart(line);
        if (line < lineStarts.length) {
            end--;
            if (end > start && text.charAt(end) == '\n' && text.charAt(end - 1) == '\r') {
                end--;
            }
        }
        return end;
    }

    /** The text of a line without its line end. */
    public String lineText(int line) {
        return text.substring(lineStart(line), lineEnd(line));
    }

    public Span span(int start, int end) {
        return new Span(this, start, end);
    }

    /** Two files of one name and one text are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SourceFile file && name.equals(file.name) && text.equals(file.text);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + text.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (ends) {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, 2 * count);
                }
                starts[count++] = i + 1;
            }
        }
        return Arrays.copyOf(starts, count);
    }
}
