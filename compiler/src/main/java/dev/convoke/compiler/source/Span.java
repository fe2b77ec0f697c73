package dev.convoke.compiler.source;

import java.util.Objects;

/** A piece of a file's text, from {@code start} up to but without {@code end}; empty between two characters. */
public record Span(SourceFile file, int start, int end) {
    public Span {
        Objects.requireNonNull(file);
        if (start < 0 || end < start || end > file.length()) {
            throw new IllegalArgumentException(file + ": no span from " + start + " to " + end);
        }
    }

    public String text() {
        return file.text().substring(start, end);
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public int line() {
        return file.line(start);
    }

    public int column() {
        return file.column(start);
    }

    /** The line that the span ends on. */
    public int endLine() {
        return file.line(end);
    }

    /** The column behind the span's last character. */
    public int endColumn() {
        return file.column(end);
    }

    /** The smallest span that holds this one and another of the same file. */
    public Span to(Span other) {
        if (!file.equals(other.file)) {
            throw new IllegalArgumentException("spans of " + file + " and " + other.file);
        }
        return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The empty span before the first character. */
    public Span before() {
        return new Span(file, start, start);
    }

    /** The empty span behind the last character. */
    public Span after() {
        return new Span(file, end, end);
    }

    /** Whether another span lies inside this one. */
    public boolean contains(Span other) {
        return file.equals(other.file) && start <= other.start && other.end <= end;
    }

    /** {@code resnet.cnn:9:17}. */
    public String place() {
        return file.name() + ":" + line() + ":" + column();
    }

    @Override
    public String toString() {
        return place() + "-" + endLine() + ":" + endColumn();
    }
}
