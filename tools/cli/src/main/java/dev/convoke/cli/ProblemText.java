package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.TextRenderer;
import java.util.List;

/** Problems for people. */
final class ProblemText {
    private ProblemText() {}

    static String of(List<Diagnostic> diagnostics, boolean colour) {
        return (colour ? TextRenderer.coloured() : TextRenderer.plain()).render(diagnostics);
    }

    /** In the same form, without a place. */
    static String of(DataProblem problem, Style style) {
        var text = new StringBuilder(style.red("error[" + problem.code().code() + "]"))
                .append(style.bold(": " + harmless(problem.message())))
                .append('\n');
        problem.notes()
                .forEach(note ->
                        text.append(style.cyan(" = ")).append(harmless(note)).append('\n'));
        if (!problem.help().isEmpty()) {
            text.append(style.green("help"))
                    .append(": ")
                    .append(harmless(problem.help()))
                    .append('\n');
        }
        return text.toString();
    }

    /** Names in files may hold what a terminal would obey, or what turns text around. */
    static String harmless(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    }
}
