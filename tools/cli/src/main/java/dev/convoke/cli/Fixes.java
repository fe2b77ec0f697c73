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
}
