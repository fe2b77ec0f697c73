package dev.convoke.compiler.lint;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.SpecFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What stands on which line of a file: read once, as a file may have ten thousand comments and as many declarations. */
final class LineMap {
    private final SourceFile source;
    private final TreeMap<Integer, Span> comments = new TreeMap<>();
    private final Map<Integer, Declaration> declarations = new HashMap<>();
    private final Map<Integer, Declaration> headers = new HashMap<>();

    /** By line: whether it, or else which behind it, is the first with code; one behind the last if there is none. */
    private final int[] code;

    LineMap(SpecFile file) {
        this.source = file.source();
        file.comments().forEach(each -> comments.put(each.span().start(), each.span()));
        for (Declaration each : file.declarations()) {
            int first = each.span().line();
            lines(headers, each, first, each.name().span().line());
            lines(declarations, each, first, each.span().endLine());
        }
        this.code = new int[source.lineCount() + 2];
        code[source.lineCount() + 1] = source.lineCount() + 1;
        for (int line = source.lineCount(); line > 0; line--) {
            code[line] = isCode(line) ? line : code[line + 1];
        }
    }

    /** Of several declarations on a line the first. */
    private static void lines(Map<Integer, Declaration> lines, Declaration declaration, int first, int last) {
        for (int line = first; line <= last; line++) {
            lines.putIfAbsent(line, declaration);
        }
    }

    private boolean isCode(int line) {
        String text = source.lineText(line);
        int first =
                source.lineStart(line) + (text.length() - text.stripLeading().length());
        return !text.isBlank()
                && !text.strip().startsWith("//")
                && Optional.ofNullable(comments.floorEntry(first))
                        .filter(each -> first < each.getValue().end())
                        .isEmpty();
    }

    /** The next line with code behind a line; one behind the last if there is none. */
    int codeBehind(int line) {
        return code[line + 1];
    }

    /** The declaration on a line. */
    Optional<Declaration> declaration(int line) {
        return Optional.ofNullable(declarations.get(line));
    }

    /** The declaration whose name stands on a line, or what is written before the name. */
    Optional<Declaration> header(int line) {
        return Optional.ofNullable(headers.get(line));
    }
}
