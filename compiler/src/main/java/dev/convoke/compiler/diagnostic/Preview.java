package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * A line as it is after a fix.
 *
 * @param file a file that is this line alone
 * @param changes what the fix put there, at offsets in this line; nothing where it only took something away
 */
record Preview(SourceFile file, List<Label> changes) {
    Preview {
        changes = List.copyOf(changes);
    }

    /** The lines that a fix touches; none if it takes away all that was on them. */
    static List<Preview> of(Fix fix) {
        SourceFile file = fix.edits().get(0).span().file();
        Span last = fix.edits().get(fix.edits().size() - 1).span();
        int start = file.lineStart(fix.edits().get(0).span().line());
        String applied = fix.applied();
        int length = file.lineEnd(last.endLine()) - start + applied.length() - file.length();
        List<Preview> lines = new ArrayList<>();
        int at = start;
        for (String line : applied.substring(start, start + length).split("\r\n|\r|\n")) {
            var text = new SourceFile(file.name(), line);
            lines.add(new Preview(text, changes(fix, at, text)));
            at += line.length();
            at += applied.startsWith("\r\n", at) ? 2 : 1;
        }
        boolean nothing = lines.stream().allMatch(each -> each.file.text().isBlank());
        return nothing ? List.of() : lines;
    }

    private static List<Label> changes(Fix fix, int lineStart, SourceFile line) {
        List<Label> changes = new ArrayList<>();
        int moved = 0;
        for (Edit edit : fix.edits()) {
            int from = Math.max(0, edit.span().start() + moved - lineStart);
            int to = Math.min(
                    line.length(),
                    edit.span().start() + moved + edit.replacement().length() - lineStart);
            if (from <= to) {
                changes.add(new Label(line.span(from, to), ""));
            }
            moved += edit.replacement().length() - edit.span().length();
        }
        return changes;
    }
}
