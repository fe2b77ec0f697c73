package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;
import java.util.Optional;

/** Edits that fixes are made of. */
public final class Edits {
    private Edits() {}

    /**
     * Gives an argument a value: in place of the one it has, or behind the others.
     *
     * @param given where it stands, if it is given
     */
    public static Edit argument(Stage.Call call, Optional<Expansion.Given> given, String name, String value) {
        if (given.isPresent()) {
            return new Edit(given.get().value(), value);
        }
        Span span = call.call();
        String text = span.text();
        if (!text.endsWith(")")) {
            return new Edit(span.after(), "(" + name + "=" + value + ")");
        }
        String before = text.substring(0, text.length() - 1).stripTrailing();
        String comma = before.endsWith("(") ? "" : before.endsWith(",") ? " " : ", ";
        int at = span.start() + before.length();
        return new Edit(span.file().span(at, at), comma + name + "=" + value);
    }

    /** Removes an argument with its comma; the last of several with the comma before it. */
    public static Edit withoutArgument(Stage.Call call, Expansion.Given given) {
        String text = call.span().file().text();
        int start = given.span().start();
        int end = given.span().end();
        int next = blanks(text, end);
        if (text.charAt(next) == ',') {
            return new Edit(call.span().file().span(start, blanks(text, next + 1)), "");
        }
        int before = start;
        while (Character.isWhitespace(text.charAt(before - 1))) {
            before--;
        }
        boolean only = text.charAt(before - 1) == '(';
        // `Relu()` is `Relu`.
        return new Edit(call.span().file().span(before - 1, only ? next + 1 : end), "");
    }

    /** Removes a stage of a chain with the arrow before it, or with the one behind it if it is the first; empty if it has neither. */
    public static Optional<Edit> withoutStage(Span stage) {
        String text = stage.file().text();
        int before = stage.start();
        while (before > 0 && Character.isWhitespace(text.charAt(before - 1))) {
            before--;
        }
        if (text.startsWith("->", before - 2)) {
            int start = before - 2;
            while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
            return Optional.of(new Edit(stage.file().span(start, stage.end()), ""));
        }
        int after = blanks(text, stage.end());
        return text.startsWith("->", after)
                ? Optional.of(new Edit(stage.file().span(stage.start(), blanks(text, after + 2)), ""))
                : Optional.empty();
    }

    /** Removes a statement or declaration; with its line or lines, if nothing else stands there. */
    public static Edit without(Span statement) {
        SourceFile file = statement.file();
        int start = file.lineStart(statement.line());
        int end = file.lineEnd(statement.endLine());
        boolean alone = file.text().substring(start, statement.start()).isBlank()
                && file.text().substring(statement.end(), end).isBlank();
        if (!alone) {
            return new Edit(statement, "");
        }
        boolean last = statement.endLine() == file.lineCount();
        return new Edit(file.span(start, last ? end : file.lineStart(statement.endLine() + 1)), "");
    }

    /** Removes a comment; with its line, if nothing else stands there, else with the blanks before it. */
    public static Edit withoutComment(Span comment) {
        SourceFile file = comment.file();
        String before = file.text().substring(file.lineStart(comment.line()), comment.start());
        if (before.isBlank()) {
            return without(comment);
        }
        int start = file.lineStart(comment.line()) + before.stripTrailing().length();
        return new Edit(file.span(start, comment.end()), "");
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
