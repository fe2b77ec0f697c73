package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.lint.Lint;
import dev.convoke.compiler.lint.Lints;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pages of {@code docs/diagnostics}: one for each code, and a list of all. */
final class DiagnosticPages {
    /** The chapters by what their codes begin with; of several the longest counts. */
    private static final Map<String, String> CHAPTERS = chapters();

    private DiagnosticPages() {}

    private static Map<String, String> chapters() {
        Map<String, String> chapters = new LinkedHashMap<>();
        chapters.put("E1", "Names and values");
        List.of("E10", "E11", "E12", "E13").forEach(each -> chapters.put(each, "Syntax"));
        chapters.put("E19", "Configuration and tools");
        chapters.put("E2", "Shapes");
        chapters.put("E3", "Limits");
        chapters.put("E4", "Weights and data");
        chapters.put("W3", "Lints: geometry");
        chapters.put("W4", "Lints: training");
        chapters.put("W5", "Lints: style");
        chapters.put("W59", "Comments that silence lints");
        chapters.put("W6", "Lints: cost");
        return chapters;
    }

    /** A code, of a spec or of data. */
    private record Entry(String code, String slug, String meaning, String page, String kind) {}

    /** Texts by file name. */
    static Map<String, String> all() {
        Map<String, Entry> entries = new TreeMap<>();
        Arrays.stream(DiagnosticCode.values())
                .map(each -> new Entry(each.code(), each.slug(), each.meaning(), each.page(), kind(each)))
                .forEach(each -> entries.put(each.code(), each));
        Arrays.stream(DataCode.values())
                .map(each -> new Entry(each.code(), each.slug(), each.meaning(), each.page(), "error"))
                .forEach(each -> entries.put(each.code(), each));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("README.md", list(entries));
        entries.values().forEach(each -> pages.put(each.code() + ".md", page(each)));
        return pages;
    }

    private static String kind(DiagnosticCode code) {
        Optional<Lint> lint = Lints.find(code);
        String severity = code.severity() == Severity.ERROR ? "error" : "warning";
        String off = lint.isPresent() && !lint.get().onByDefault() ? ", off by default" : "";
        String fix = lint.isPresent() && lint.get().hasFix() ? ", has a fix" : "";
        return severity + off + fix;
    }

    private static String page(Entry entry) {
        return entry.page().strip() + "\n\n---\n\n`" + entry.slug() + "`, " + entry.kind()
                + ". [All codes](README.md)\n";
    }

    private static String list(Map<String, Entry> entries) {
        Map<String, StringBuilder> chapters = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            chapters.computeIfAbsent(chapter(entry.code()), key -> new StringBuilder())
                    .append("| [%1$s](%1$s.md) | `%2$s` | %3$s | %4$s |%n"
                            .formatted(entry.code(), entry.slug(), entry.meaning(), entry.kind())
                            .replace(System.lineSeparator(), "\n"));
        }
        StringBuilder text = new StringBuilder("""
                # Diagnostics

                All that Convoke can find wrong, or probably not meant. `convoke explain CODE` prints a page; lints are configured as [lint](../lint.md)
                says. Made from the codes themselves: `DiagnosticPagesTest` writes these pages.
                """);
        chapters.forEach((chapter, rows) -> text.append("\n## ")
                .append(chapter)
                .append("\n\n| code | name | what is wrong | |\n|---|---|---|---|\n")
                .append(rows));
        return text.toString();
    }

    private static String chapter(String code) {
        return CHAPTERS.entrySet().stream()
                .filter(each -> code.startsWith(each.getKey()))
                .reduce((one, other) -> other.getKey().length() > one.getKey().length() ? other : one)
                .orElseThrow()
                .getValue();
    }
}
