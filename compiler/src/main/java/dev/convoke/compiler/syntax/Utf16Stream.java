package dev.convoke.compiler.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A piece of a text as ANTLR reads it, by UTF-16 units and with the offsets of the whole text; ANTLR's own streams count code points,
 * which would put every span behind an emoji in the wrong place.
 */
final class Utf16Stream implements CharStream {
    private final String text;
    private final int end;
    private int position;

    Utf16Stream(String text, int start, int end) {
        this.text = text;
        this.end = end;
        this.position = start;
    }

    @Override
    public void consume() {
        if (position >= end) {
            throw new IllegalStateException("consume at the end");
        }
        position++;
    }

    @Override
    public int LA(int distance) {
        int at = distance > 0 ? position + distance - 1 : position + distance;
        return at >= 0 && at < end ? text.charAt(at) : IntStream.EOF;
    }

    @Override
    public int mark() {
        return -1;
    }

    @Override
    public void release(int marker) {
        // the whole text stays in memory
    }

    @Override
    public int index() {
        return position;
    }

    @Override
    public void seek(int index) {
        position = Math.min(index, end);
    }

    @Override
    public int size() {
        return end;
    }

    @Override
    public String getSourceName() {
        return UNKNOWN_SOURCE_NAME;
    }

    @Override
    public String getText(Interval interval) {
        return text.substring(interval.a, Math.min(interval.b + 1, end));
    }
}
