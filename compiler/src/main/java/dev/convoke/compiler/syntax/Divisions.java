package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.SourceFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code a // b}, of which all but {@code a} is a comment here: found where it leaves something wrong behind. */
public final class Divisions {
    /** What may be the rest of a division: a number or name, and then an operator, a bracket or the end. */
    private static final Pattern REST = Pattern.compile("//\\s*(?:\\d+|[A-Za-z_]\\w*(?=\\s*[^\\s\\w]))\\s*"
            + "(?:$|[)\\]},]|->|[=!<>]=|[-+*/<>]|is\\b|and\\b|or\\b)");

    private static final Pattern BEGIN = Pattern.compile("[ \t]*(?=//[^/])");

    private Divisions() {}

    /** Whether a comment behind a value that ends at an offset looks like the rest of a division. */
    public static boolean isBehind(SourceFile file, int offset) {
        Matcher begin = BEGIN.matcher(line(file, offset));
        return begin.lookingAt()
                && REST.matcher(line(file, offset + begin.end())).lookingAt();
    }

    /** The same for the first comment on the line of an offset, behind it. */
    static boolean isOnLine(SourceFile file, int offset) {
        String line = line(file, offset);
        int comment = line.indexOf("//");
        return comment > 0 && REST.matcher(line.substring(comment)).lookingAt();
    }

    /** What to say of a problem that such a comment leaves behind. */
    public static Diagnostic explain(Diagnostic problem) {
        return problem.note("`//` begins a comment, which ends with the line")
                .help("the whole part of a division is `floor(a / b)`");
    }

    /** What stands behind an offset on its line. */
    private static String line(SourceFile file, int offset) {
        int end = offset;
        while (end < file.length()
                && file.text().charAt(end) != '\n'
                && file.text().charAt(end) != '\r') {
            end++;
        }
        return file.text().substring(offset, end);
    }
}
