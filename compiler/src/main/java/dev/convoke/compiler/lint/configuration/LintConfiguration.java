package dev.convoke.compiler.lint.configuration;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.Level;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.lint.Lints;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Reads configurations:
 *
 * <pre>{@code
 * enable = ["missing-documentation"]
 * disable = ["W401"]
 *
 * [severity]
 * unused-name = "error"
 * }</pre>
 *
 * A lint is named by its code or its slug, once in the file.
 */
public final class LintConfiguration {
    /** What the file is called; it holds for the specs in its folder and all folders below, up to the next such file. */
    public static final String FILE_NAME = "convoke-lint.toml";

    private static final String ENABLE = "enable";
    private static final String DISABLE = "disable";
    private static final String SEVERITY = "severity";
    private static final List<String> KEYS = List.of(ENABLE, DISABLE, SEVERITY);

    private final SourceFile file;
    private final Consumer<Diagnostic> problems;
    private final Map<DiagnosticCode, Span> named = new HashMap<>();
    private LintSettings settings = LintSettings.DEFAULT;

    private LintConfiguration(SourceFile file, Consumer<Diagnostic> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What a file says, as far as it is understood; all else is reported. */
    public static LintSettings read(SourceFile file, Consumer<Diagnostic> problems) {
        var configuration = new LintConfiguration(file, problems);
        configuration.read();
        return configuration.settings;
    }

    /**
     * What lists and severities say that do not come from a file.
     *
     * @param problems lints and severities that do not exist, in words
     */
    public static LintSettings of(
            Collection<String> enable,
            Collection<String> disable,
            Map<String, String> severities,
            Consumer<String> problems) {
        LintSettings settings = LintSettings.DEFAULT;
        Map<String, Optional<Level>> levels = new LinkedHashMap<>();
        enable.forEach(each -> levels.put(each, Optional.of(Level.WARNING)));
        disable.forEach(each -> levels.put(each, Optional.of(Level.OFF)));
        severities.forEach((name, severity) -> levels.put(name, level(severity)));
        for (Map.Entry<String, Optional<Level>> each : levels.entrySet()) {
            Optional<DiagnosticCode> code = code(each.getKey());
            if (code.isEmpty()) {
                problems.accept("there is no lint `" + each.getKey() + "`"
                        + Lints.nearest(each.getKey())
                                .map(near -> ", did you mean `" + near + "`?")
                                .orElse(""));
            } else if (each.getValue().isEmpty()) {
                problems.accept("the severity of `" + each.getKey() + "` is `error`, `warning` or `off`");
            } else {
                settings = settings.with(code.get(), each.getValue().get());
            }
        }
        return settings;
    }

    private static Optional<DiagnosticCode> code(String name) {
        return DiagnosticCode.find(name).filter(Lints::isConfigurable);
    }

    private static Optional<Level> level(String severity) {
        return Arrays.stream(Level.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(severity))
                .findFirst();
    }

    private void read() {
        TomlParseResult toml = Toml.parse(file.text());
        if (toml.hasErrors()) {
            for (TomlParseError error : toml.errors()) {
                int at = offset(error.position());
                problems.accept(ConfigurationProblems.syntax(file.span(at, at), String.valueOf(error.getMessage())));
            }
            return;
        }
        for (String key : toml.keySet()) {
            Span place = key(toml.inputPositionOf(List.of(key)));
            switch (key) {
                case ENABLE -> list(toml, key, place, Level.WARNING);
                case DISABLE -> list(toml, key, place, Level.OFF);
                case SEVERITY -> severities(toml, place);
                default -> problems.accept(ConfigurationProblems.unknownKey(key, place, KEYS));
            }
        }
    }

    private void list(TomlTable toml, String key, Span place, Level level) {
        if (!toml.isArray(List.of(key))) {
            problems.accept(ConfigurationProblems.noList(key, place));
            return;
        }
        TomlArray array = toml.getArrayOrEmpty(List.of(key));
        for (int i = 0; i < array.size(); i++) {
            Span each = value(array.inputPositionOf(i));
            if (array.get(i) instanceof String name) {
                set(name, each, level);
            } else {
                problems.accept(ConfigurationProblems.noName(key, each));
            }
        }
    }

    private void severities(TomlTable toml, Span place) {
        if (!toml.isTable(List.of(SEVERITY))) {
            problems.accept(ConfigurationProblems.noTable(place));
            return;
        }
        TomlTable table = toml.getTableOrEmpty(List.of(SEVERITY));
        for (String name : table.keySet()) {
            Span key = key(table.inputPositionOf(List.of(name)));
            Optional<Level> level = table.get(List.of(name)) instanceof String text ? level(text) : Optional.empty();
            level.ifPresentOrElse(
                    each -> set(name, key, each), () -> problems.accept(ConfigurationProblems.noSeverity(name, key)));
        }
    }

    private void set(String name, Span place, Level level) {
        Optional<DiagnosticCode> code = code(name);
        if (code.isEmpty()) {
            problems.accept(ConfigurationProblems.unknownLint(name, place));
            return;
        }
        Optional<Span> other = Optional.ofNullable(named.putIfAbsent(code.get(), place));
        other.ifPresentOrElse(
                each -> problems.accept(ConfigurationProblems.twice(name, place, each)),
                () -> settings = settings.with(code.get(), level));
    }

    /** A key from its first character on; of a table's header without the bracket. */
    private Span key(TomlPosition position) {
        int start = offset(position);
        while (start < file.length() && "[ \t".indexOf(file.text().charAt(start)) >= 0) {
            start++;
        }
        int end = start;
        while (end < file.length() && (Character.isLetterOrDigit(file.text().charAt(end)) || isSign(end))) {
            end++;
        }
        return end > start ? file.span(start, end) : value(position);
    }

    private boolean isSign(int at) {
        char c = file.text().charAt(at);
        return c == '-' || c == '_';
    }

    /** A value from its first character on: a text with its quotes, or what stands before the next comma or blank. */
    private Span value(TomlPosition position) {
        int start = offset(position);
        if (start == file.length()) {
            return file.span(start, start);
        }
        char first = file.text().charAt(start);
        int end = start + 1;
        if (first == '"' || first == '\'') {
            int close = file.text().indexOf(first, end);
            return file.span(start, close < 0 ? file.lineEnd(file.line(start)) : close + 1);
        }
        while (end < file.length() && ",]}\n\r \t".indexOf(file.text().charAt(end)) < 0) {
            end++;
        }
        return file.span(start, end);
    }

    /** TOML's lines end at line feeds, and its columns count characters of Unicode. */
    private int offset(TomlPosition position) {
        int start = 0;
        for (int line = 1; line < position.line(); line++) {
            int end = file.text().indexOf('\n', start);
            start = end < 0 ? file.length() : end + 1;
        }
        int at = start;
        for (int column = 1; column < position.column() && at < file.length(); column++) {
            at += Character.charCount(file.text().codePointAt(at));
        }
        return at;
    }
}
