package dev.convoke.compiler.diagnostic;

import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Renders problems for a person, with the lines of source that they are about. */
public final class TextRenderer implements DiagnosticRenderer {
    /** A fix that changes more lines than this is shown by its first ones. */
    private static final int FIX_LINES = 6;

    private final boolean colour;

    private TextRenderer(boolean colour) {
        this.colour = colour;
    }

    /** A text on one line, without what a terminal would obey: for what is said beside diagnostics. */
    public static String harmless(String text) {
        return DisplayLine.harmless(text);
    }

    /** For files and pipes. */
    public static TextRenderer plain() {
        return new TextRenderer(false);
    }

    /** For terminals. */
    public static TextRenderer coloured() {
        return new TextRenderer(true);
    }

    /** One problem after the other, an empty line between them; ends in a line end unless there are none. */
    @Override
    public String render(List<Diagnostic> diagnostics) {
        List<String> blocks = diagnostics.stream().map(this::render).toList();
        return String.join("\n", blocks);
    }

    private String render(Diagnostic problem) {
        var rows = new ArrayList<String>();
        Style style = Style.of(problem.severity());
        rows.add(paint(style, problem.severity().word() + "[" + problem.code().code() + "]")
                + paint(Style.MESSAGE, ": " + DisplayLine.harmless(problem.message())));
        int gutter = Integer.toString(lastLine(problem)).length();
        rows.add(" ".repeat(gutter)
                + paint(Style.FRAME, "--> ")
                + DisplayLine.harmless(problem.place().place()));
        boolean first = true;
        for (Map.Entry<SourceFile, List<Label>> each : byFile(problem).entrySet()) {
            if (!first) {
                rows.add(" ".repeat(gutter)
                        + paint(Style.FRAME, "::: ")
                        + DisplayLine.harmless(each.getValue().get(0).span().place()));
            }
            source(rows, gutter, each.getKey(), each.getValue(), problem, style);
            first = false;
        }
        for (String note : problem.notes()) {
            rows.add(" ".repeat(gutter) + " " + paint(Style.FRAME, "=") + " " + DisplayLine.harmless(note));
        }
        for (Help help : problem.helps()) {
            rows.add(paint(Style.HELP, "help") + ": " + DisplayLine.harmless(help.text()));
            help.code()
                    .ifPresent(code -> code(
                            rows,
                            gutter,
                            code.firstLine(),
                            code.lines().stream()
                                    .map(line -> new Preview(new SourceFile("", line), List.of()))
                                    .toList()));
        }
        for (Fix fix : problem.fixes()) {
            rows.add(paint(Style.HELP, "help") + ": " + DisplayLine.harmless(fix.title()));
            fixed(rows, gutter, fix);
        }
        return String.join("\n", rows) + "\n";
    }

    /** The labels of each file, the primary label's file first. */
    private static Map<SourceFile, List<Label>> byFile(Diagnostic problem) {
        Map<SourceFile, List<Label>> files = new LinkedHashMap<>();
        files.computeIfAbsent(problem.primary().span().file(), file -> new ArrayList<>())
                .add(problem.primary());
        for (Label label : problem.secondary()) {
            files.computeIfAbsent(label.span().file(), file -> new ArrayList<>())
                    .add(label);
        }
        return files;
    }

    private static int lastLine(Diagnostic problem) {
        int last = problem.primary().span().line();
        for (Label label : problem.secondary()) {
            last = Math.max(last, label.span().line());
        }
        for (Help help : problem.helps()) {
            last = Math.max(
                    last,
                    help.code()
                            .map(code -> code.firstLine() + code.lines().size() - 1)
                            .orElse(0));
        }
        for (Fix fix : problem.fixes()) {
            last = Math.max(
                    last,
                    fix.edits().get(0).span().line()
                            + Math.min(FIX_LINES, Preview.of(fix, FIX_LINES).size())
                            - 1);
        }
        return last;
    }

    private void source(
            List<String> rows, int gutter, SourceFile file, List<Label> labels, Diagnostic problem, Style style) {
        Map<Integer, List<Label>> lines = new TreeMap<>();
        Label primary = problem.primary();
        Label shownPrimary = Snippet.onFirstLine(primary);
        for (Label label : labels) {
            Label shown = label == primary ? shownPrimary : Snippet.onFirstLine(label);
            lines.computeIfAbsent(shown.span().line(), line -> new ArrayList<>())
                    .add(shown);
        }
        rows.add(bar(gutter));
        int before = 0;
        for (Map.Entry<Integer, List<Label>> each : lines.entrySet()) {
            int line = each.getKey();
            if (before > 0 && line == before + 2) {
                var between = snippet(file, line - 1, List.of(), primary, style);
                rows.add(numbered(gutter, line - 1, between.source()));
            } else if (before > 0 && line > before + 2) {
                rows.add(paint(Style.FRAME, "..."));
            }
            var snippet = snippet(file, line, each.getValue(), shownPrimary, style);
            rows.add(numbered(gutter, line, snippet.source()));
            snippet.annotations().forEach(row -> rows.add(bar(gutter) + " " + row));
            before = line;
        }
    }

    private Snippet snippet(SourceFile file, int line, List<Label> labels, Label primary, Style style) {
        return new Snippet(file.text(), file.lineStart(line), file.lineEnd(line), labels, primary, style, this::paint);
    }

    private void fixed(List<String> rows, int gutter, Fix fix) {
        List<Preview> lines = Preview.of(fix, FIX_LINES + 1);
        boolean all = lines.size() <= FIX_LINES;
        code(rows, gutter, fix.edits().get(0).span().line(), all ? lines : lines.subList(0, FIX_LINES));
        if (!all) {
            rows.add(paint(Style.FRAME, "..."));
        }
    }

    private void code(List<String> rows, int gutter, int firstLine, List<Preview> lines) {
        if (!lines.isEmpty()) {
            rows.add(bar(gutter));
        }
        for (int i = 0; i < lines.size(); i++) {
            Preview line = lines.get(i);
            var snippet = snippet(line.file(), 1, line.changes(), NONE, Style.HELP);
            rows.add(numbered(gutter, firstLine + i, snippet.source()));
        }
    }

    /** The primary label of lines that have none. */
    private static final Label NONE = new Label(new SourceFile("", "").span(0, 0), "");

    private String numbered(int gutter, int line, String text) {
        String number = Integer.toString(line);
        String frame = paint(Style.FRAME, " ".repeat(gutter - number.length()) + number + " |");
        return text.isEmpty() ? frame : frame + " " + text;
    }

    private String bar(int gutter) {
        return " ".repeat(gutter) + " " + paint(Style.FRAME, "|");
    }

    private String paint(Style style, String text) {
        return colour ? style.paint(text) : text;
    }
}
