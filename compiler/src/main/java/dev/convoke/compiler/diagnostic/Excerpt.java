package dev.convoke.compiler.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is looked at of a line: all of it, but of a line of thousands of characters only those near its marks, so that what a problem costs does
 * not depend on the length of its line. What is left out between two marks would not have been shown.
 */
final class Excerpt {
    /** Lines up to this length are looked at as a whole. */
    private static final int LONG = 4000;

    /** What is kept before and behind each end of a mark, more than is ever shown. */
    private static final int NEAR = 1000;

    private final String text;
    private final List<Piece> pieces;

    /** From one offset up to another; it begins at {@code shown} in the excerpt. */
    private record Piece(int from, int to, int shown) {}

    /** A marked place. */
    record Mark(int start, int end) {}

    private Excerpt(String text, List<Piece> pieces) {
        this.text = text;
        this.pieces = pieces;
    }

    /** Of the line that lies between two offsets of a text, as its marks do. */
    static Excerpt of(String text, int lineStart, int lineEnd, List<Mark> marks) {
        if (lineEnd - lineStart <= LONG) {
            return new Excerpt(text.substring(lineStart, lineEnd), List.of(new Piece(lineStart, lineEnd, 0)));
        }
        List<Piece> kept = new ArrayList<>();
        var shown = new StringBuilder();
        List<Mark> all = marks.isEmpty() ? List.of(new Mark(lineStart, lineStart)) : marks;
        for (Mark mark :
                all.stream().sorted(Comparator.comparingInt(Mark::start)).toList()) {
            for (int at : new int[] {mark.start, mark.end}) {
                int done = kept.isEmpty() ? lineStart : kept.get(kept.size() - 1).to;
                int from = Math.max(done, at - NEAR);
                int to = Math.min(lineEnd, at + NEAR);
                if (from < to) {
                    kept.add(new Piece(from, to, shown.length()));
                    shown.append(text, from, to);
                }
            }
        }
        return new Excerpt(shown.toString(), List.copyOf(kept));
    }

    String text() {
        return text;
    }

    /** Where an offset in the text is in the excerpt; what is left out is at the end of the piece before it. */
    int offset(int inText) {
        int offset = 0;
        for (Piece piece : pieces) {
            if (inText < piece.from) {
                break;
            }
            offset = piece.shown + Math.min(inText, piece.to) - piece.from;
        }
        return offset;
    }
}
