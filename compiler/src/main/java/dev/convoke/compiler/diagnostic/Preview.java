package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A line as it is after a fix.
 *
 * @param file a file that is this line alone, of a long line what is near the changes
 * @param changes what the fix put there, at offsets in this line; nothing where it only took something away
 */
record Preview(SourceFile file, List<Label> changes) {
    /** What is looked at of a line before and behind the edits. */
    private static final int NEAR = 5000;

    /** More on one line are not shown. */
    private static final int MOST_CHANGES = 20;

    Preview {
        changes = List.copyOf(changes);
    }

    /**
     * The first of the lines that a fix touches; none if it takes away all that was on them.
     *
     * @param limit how many lines at most
     */
    static List<Preview> of(Fix fix, int limit) {
        SourceFile file = fix.edits().get(0).span().file();
        Span last = fix.edits().get(fix.edits().size() - 1).span();
        // Of a long line what is near the edits: copies of all of it, one for each fix, would be many.
        Span first = fix.edits().get(0).span();
        int start = Math.max(file.lineStart(first.line()), first.start() - NEAR);
        String applied = fix.applied(start, Math.min(file.lineEnd(last.endLine()), last.end() + NEAR));
        if (applied.isBlank()) {
            return List.of();
        }
        int length = applied.length();
        while (length > 0 && (applied.charAt(length - 1) == '\n' || applied.charAt(length - 1) == '\r')) {
            length--;
        }
        List<Preview> lines = new ArrayList<>();
        int at = 0;
        while (at <= length && lines.size() < limit) {
            int end = at;
            while (end < length && applied.charAt(end) != '\n' && applied.charAt(end) != '\r') {
                end++;
            }
            lines.add(line(fix, file.name(), start + at, applied.substring(at, end)));
            at = end + (applied.startsWith("\r\n", end) ? 2 : 1);
        }
        return lines;
    }

    private static Preview line(Fix fix, String name, int lineStart, String line) {
        List<Excerpt.Mark> marks = new ArrayList<>();
        int moved = 0;
        for (Edit edit : fix.edits()) {
            int from = Math.max(0, edit.span().start() + moved - lineStart);
            int to = Math.min(
                    line.length(),
                    edit.span().start() + moved + edit.replacement().length() - lineStart);
            if (from > line.length() || marks.size() == MOST_CHANGES) {
                break;
            }
            if (from <= to) {
                marks.add(new Excerpt.Mark(from, to));
            }
            moved += edit.replacement().length() - edit.span().length();
        }
        Excerpt excerpt = Excerpt.of(line, 0, line.length(), marks);
        var text = new SourceFile(name, excerpt.text());
        return new Preview(
                text,
                marks.stream()
                        .map(mark -> text.span(excerpt.offset(mark.start()), excerpt.offset(mark.end())))
                        .map(span -> new Label(span, ""))
                        .toList());
    }
}
