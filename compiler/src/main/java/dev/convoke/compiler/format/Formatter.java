package dev.convoke.compiler.format;

import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.syntax.ParseResult;
import dev.convoke.compiler.syntax.Parser;
import java.util.Optional;

/**
 * Gives specs their canonical layout. Words, signs and comments stay as they are and in their order; blanks and line ends become
 * what docs/language.md says of the layout. Formatting a second time changes nothing.
 */
public final class Formatter {
    private static final int MOST_ROUNDS = 4;

    private Formatter() {}

    /** Formats a file. Its lines end as its first line does; a byte order mark is left out. */
    public static Formatted format(SourceFile source) {
        ParseResult parsed = Parser.parse(source);
        if (!parsed.diagnostics().isEmpty()) {
            return new Formatted(Optional.empty(), parsed.diagnostics());
        }
        String text = layout(source);
        // Where rows begin is taken from the source: what was cut for want of room counts as rows from then on.
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String next = layout(new SourceFile(source.name(), text));
            if (next.equals(text)) {
                break;
            }
            text = next;
        }
        boolean windows = source.lineCount() > 1 && source.text().startsWith("\r\n", source.lineEnd(1));
        return new Formatted(Optional.of(windows ? text.replace("\n", "\r\n") : text), parsed.diagnostics());
    }

    private static String layout(SourceFile source) {
        return Printer.print(
                new Declarations(new Tokens(source)).file(Parser.parse(source).file()));
    }
}
