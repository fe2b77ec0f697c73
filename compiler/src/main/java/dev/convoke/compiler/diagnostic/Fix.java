package dev.convoke.compiler.diagnostic;

import java.util.Comparator;
import java.util.List;

/**
 * Edits that remove a problem. The edits are sorted by place, lie in one file and do not overlap.
 *
 * @param title what the edits do, {@code write `->`}
 * @param sure whether a tool may apply them unasked: an error is surely mended so, or the net stays what it was, its parameters and their
 *     names included; otherwise they are a proposal, for people to apply
 */
public record Fix(String title, List<Edit> edits, boolean sure) {
    public Fix {
        title = Diagnostic.oneLine(title);
        edits = edits.stream()
                .sorted(Comparator.comparingInt((Edit edit) -> edit.span().start())
                        .thenComparingInt(edit -> edit.span().end()))
                .toList();
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("a fix without edits: " + title);
        }
        for (int i = 1; i < edits.size(); i++) {
            var before = edits.get(i - 1).span();
            var here = edits.get(i).span();
            if (!before.file().equals(here.file()) || here.start() < before.end()) {
                throw new IllegalArgumentException("edits that overlap or lie in two files: " + title);
            }
        }
    }

    /** A sure fix. */
    public Fix(String title, List<Edit> edits) {
        this(title, edits, true);
    }

    /** A sure fix. */
    public static Fix of(String title, Edit... edits) {
        return new Fix(title, List.of(edits), true);
    }

    /** A fix that people decide on. */
    public static Fix proposal(String title, Edit... edits) {
        return new Fix(title, List.of(edits), false);
    }

    /** The text of the edits' file after them. */
    public String applied() {
        return applied(0, edits.get(0).span().file().length());
    }

    /** The text of a part of the file after the edits, all of which lie in it. */
    String applied(int start, int end) {
        var file = edits.get(0).span().file();
        var text = new StringBuilder();
        int done = start;
        for (Edit edit : edits) {
            text.append(file.text(), done, edit.span().start()).append(edit.replacement());
            done = edit.span().end();
        }
        return text.append(file.text(), done, end).toString();
    }
}
