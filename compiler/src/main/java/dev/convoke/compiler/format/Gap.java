package dev.convoke.compiler.format;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between two tokens.
 *
 * @param trailing comments on the line of the token before, whose line ends behind them
 * @param leading comments that belong to the token behind
 * @param breaks whether a line ends between the token before and what follows it or its trailing comments
 * @param blank whether an empty line stands there
 */
record Gap(Doc trailing, Doc leading, boolean breaks, boolean blank) {
    /**
     * A gap of a file.
     *
     * @param from where the token before ends, 0 at the file's beginning
     * @param to where the token behind starts, the file's length at its end
     */
    static Gap between(SourceFile source, int from, int to, List<SpecFile.Comment> comments) {
        int behind = trailing(source, from, to, comments);
        List<SpecFile.Comment> leading = comments.subList(behind, comments.size());
        int end = behind == 0 ? from : comments.get(behind - 1).span().end();
        int next = leading.isEmpty() ? to : leading.get(0).span().start();
        int lines = source.line(next) - source.line(end);
        List<Doc> trailing = new ArrayList<>();
        for (int i = 0; i < behind; i++) {
            trailing.add(comment(comments.get(i), false, true));
        }
        // Of comments on one line only the last ends it.
        for (int i = 0; i + 1 < behind; i++) {
            trailing.set(i, Doc.all(Doc.SPACE, comment(comments.get(i), false, false)));
        }
        // documentation begins a line of its own, wherever it stands
        boolean breaks = lines > 0 || !leading.isEmpty() && isDocumentation(leading.get(0));
        return new Gap(Doc.all(trailing), leading(source, leading, to, lines > 0 || behind > 0), breaks, lines > 1);
    }

    /** How many of the comments stand on the line of the token before, with nothing behind them. */
    private static int trailing(SourceFile source, int from, int to, List<SpecFile.Comment> comments) {
        int count = 0;
        int end = from;
        while (from > 0
                && count < comments.size()
                && source.line(comments.get(count).span().start()) == source.line(end)
                && !isDocumentation(comments.get(count))) {
            end = comments.get(count).span().end();
            count++;
        }
        boolean all = count == comments.size();
        return all && to < source.length() && source.line(end) == source.line(to) ? 0 : count;
    }

    private static Doc leading(SourceFile source, List<SpecFile.Comment> comments, int to, boolean onOtherLine) {
        List<Doc> parts = new ArrayList<>();
        boolean sameLine = !comments.isEmpty()
                && to < source.length()
                && source.line(comments.get(0).span().start()) == source.line(to);
        for (int i = 0; i < comments.size(); i++) {
            SpecFile.Comment comment = comments.get(i);
            boolean fresh = i == 0 && !sameLine && (onOtherLine || isDocumentation(comment));
            int next = i + 1 < comments.size() ? comments.get(i + 1).span().start() : to;
            int lines = source.line(next) - source.line(comment.span().end());
            parts.add(comment(comment, fresh, false));
            parts.add(lines == 0 && next < source.length() ? Doc.SPACE : lines > 1 ? Doc.BLANK : Doc.HARD);
        }
        return Doc.all(parts);
    }

    private static Doc comment(SpecFile.Comment comment, boolean fresh, boolean ends) {
        List<String> lines = comment.text().lines().map(String::stripTrailing).toList();
        return new Doc.Comment(lines, comment.span().column() - 1, fresh, ends);
    }

    private static boolean isDocumentation(SpecFile.Comment comment) {
        return comment.text().startsWith("///") && !comment.text().startsWith("////");
    }
}
