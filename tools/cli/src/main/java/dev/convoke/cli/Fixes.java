package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The sure edits of a file.
 *
 * @param edits sorted by place, without overlaps: of two fixes that touch the same place the first wins
 */
record Fixes(SourceFile file, List<Edit> edits) {
    private static final int CONTEXT = 3;

    static Fixes of(SourceFile file, List<Diagnostic> problems) {
        List<Edit> chosen = new ArrayList<>();
        for (Diagnostic problem : problems) {
            for (Fix fix : problem.fixes()) {
                boolean free = fix.sure()
                        && fix.edits().stream()
                                .allMatch(edit -> edit.span().file().equals(file)
                                        && chosen.stream().noneMatch(other -> overlap(edit, other)));
                if (free) {
                    chosen.addAll(fix.edits());
                }
            }
        }
        chosen.sort(Comparator.comparingInt(edit -> edit.span().start()));
        return new Fixes(file, List.copyOf(chosen));
    }

    private static boolean overlap(Edit one, Edit other) {
        return one.span().start() <= other.span().end()
                && other.span().start() <= one.span().end();
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /** The text after all edits. */
    String applied() {
        var text = new StringBuilder(file.text());
        for (int i = edits.size() - 1; i >= 0; i--) {
            Edit edit = edits.get(i);
            text.replace(edit.span().start(), edit.span().end(), edit.replacement());
        }
        return text.toString();
    }

    /** The edits as a unified diff; empty without edits. */
    String diff() {
        if (isEmpty()) {
            return "";
        }
        var diff = new StringBuilder("--- %1$s%n+++ %1$s%n".formatted(file.name()));
        int shift = 0;
        int next = 0;
        while (next < edits.size()) {
            int last = next;
            while (last + 1 < edits.size() && firstLine(last + 1) - lastLine(last) <= 2 * CONTEXT) {
                last++;
            }
            shift += hunk(diff, next, last, shift);
            next = last + 1;
        }
        return diff.toString();
    }

    /** Appends the edits from one to another as a hunk; returns by how many lines the file grows there. */
    private int hunk(StringBuilder diff, int first, int last, int shift) {
        int from = firstLine(first);
        int to = lastLine(last);
        int start = Math.max(1, from - CONTEXT);
        int end = Math.min(lastLine(), to + CONTEXT);
        String before = file.text().substring(file.lineStart(from), file.lineEnd(to));
        var after = new StringBuilder(before);
        for (int i = last; i >= first; i--) {
            int offset = file.lineStart(from);
            Edit edit = edits.get(i);
            after.replace(edit.span().start() - offset, edit.span().end() - offset, edit.replacement());
        }
        List<String> removed = before.lines().toList();
        List<String> added = after.toString().lines().toList();
        int growth = added.size() - removed.size();
        int length = end - start + 1;
        diff.append("@@ -%d,%d +%d,%d @@%n".formatted(start, length, start + shift, length + growth));
        lines(diff, start, from - 1);
        removed.forEach(line -> diff.append("-%s%n".formatted(line)));
        added.forEach(line -> diff.append("+%s%n".formatted(line)));
        lines(diff, to + 1, end);
        return growth;
    }

    private void lines(StringBuilder diff, int from, int to) {
        for (int line = from; line <= to; line++) {
            diff.append(" %s%n".formatted(file.lineText(line)));
        }
    }

    /** What follows the last line end is a line only if there is something. */
    private int lastLine() {
        int last = file.lineCount();
        return last > 1 && file.lineText(last).isEmpty() ? last - 1 : last;
    }

    private int firstLine(int edit) {
        return edits.get(edit).span().line();
    }

    private int lastLine(int edit) {
        return edits.get(edit).span().endLine();
    }
}
