package dev.convoke.compiler.lint.configuration;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestName;
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
    private static final List<String> SEVERITIES =
            Arrays.stream(Level.values()).map(LintConfiguration::word).toList();

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
                        + NearestName.among(Lints.configurableNames(), each.getKey())
                                .map(near -> ", did you mean `" + near + "`?")
                                .orElse(""));
            } else if (each.getValue().isEmpty()) {
                problems.accept("the severity of `" + each.getKey() + "` is `error`, `warning` or `off`, not `"
                        + severities.get(each.getKey()) + "`");
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
                .filter(each -> word(each).equals(severity))
                .findFirst();
    }

    private static String word(Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    private void read() {
        TomlParseResult toml = Toml.parse(withoutMark(file.text()));
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
                default -> problems.accept(ConfigurationProblems.unknownKey(key, place, KEYS, toml.keySet()));
            }
        }
    }

    /** With a blank for the byte order mark that some editors put at the start of a file: TOML has none, and places stay what they are. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? " " + text.substring(1) : text;
    }

    private void list(TomlTable toml, String key, Span place, Level level) {
        if (!toml.isArray(List.of(key))) {
            problems.accept(
                    toml.isString(List.of(key))
                            ? ConfigurationProblems.oneForAList(key, valueOf(place))
                            : ConfigurationProblems.noList(key, valueOf(place)));
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
            problems.accept(ConfigurationProblems.noTable(valueOf(place)));
            return;
        }
        TomlTable table = toml.getTableOrEmpty(List.of(SEVERITY));
        for (String name : table.keySet()) {
            Span key = last(key(table.inputPositionOf(List.of(name))), name);
            if (table.get(List.of(name)) instanceof String text) {
                level(text)
                        .ifPresentOrElse(
                                each -> set(name, key, each),
                                () -> problems.accept(
                                        ConfigurationProblems.unknownSeverity(text, valueOf(key), SEVERITIES)));
            } else {
                problems.accept(
                        table.isTable(List.of(name))
                                ? ConfigurationProblems.tableForASeverity(name, valueOf(key))
                                : ConfigurationProblems.noSeverity(name, valueOf(key)));
            }
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

    /** Of {@code severity.W401} the part that is a lint. */
    private Span last(Span key, String name) {
        int at = file.text().indexOf(name, key.start());
        boolean dotted = !key.text().contains(name) && at >= 0 && at < file.lineEnd(key.line());
        return dotted ? file.span(at, at + name.length()) : key;
    }

    private boolean isSign(int at) {
        char c = file.text().charAt(at);
        return c == '-' || c == '_';
    }

    /** The value of a key; of a table with a header of its own the key, as it has none on that line. */
    private Span valueOf(Span key) {
        String text = file.text();
        int equals = text.indexOf('=', key.end());
        if (equals < 0 || equals > file.lineEnd(key.line())) {
            return key;
        }
        int start = equals + 1;
        while (start < file.length() && " \t".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return valueAt(start);
    }

    private Span value(TomlPosition position) {
        return valueAt(offset(position));
    }

    /** A value from its first character on: what stands between quotes or brackets, with them, or before the next comma or blank. */
    private Span valueAt(int start) {
        if (start == file.length()) {
            return file.span(start, start);
        }
        return switch (file.text().charAt(start)) {
            case '"', '\'' -> file.span(start, quoted(start));
            case '[', '{' -> file.span(start, bracketed(start));
            default -> file.span(start, word(start));
        };
    }

    /** The end of a text; one without a closing quote ends with its line. */
    private int quoted(int start) {
        String text = file.text();
        char quote = text.charAt(start);
        for (int at = start + 1; at < file.lineEnd(file.line(start)); at++) {
            if (text.charAt(at) == quote) {
                return at + 1;
            }
            if (text.charAt(at) == '\\' && quote == '"') {
                at++;
            }
        }
        return file.lineEnd(file.line(start));
    }

    /** The end of a list or table; its first line counts. */
    private int bracketed(int start) {
        int depth = 0;
        int at = start;
        int end = file.lineEnd(file.line(start));
        while (at < end) {
            char c = file.text().charAt(at);
            if (c == '"' || c == '\'') {
                at = quoted(at);
                continue;
            }
            depth += "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
            at++;
            if (depth == 0) {
                return at;
            }
        }
        return end;
    }

    private int word(int start) {
        int end = start + 1;
        while (end < file.length() && ",]}\n\r \t".indexOf(file.text().charAt(end)) < 0) {
            end++;
        }
        return end;
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
