package dev.convoke.compiler.lint.configuration;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.lint.Lints;
import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Set;

/** What can be wrong with a configuration. */
final class ConfigurationProblems {
    private static final String SEVERITIES = "the severities are `\"error\"`, `\"warning\"` and `\"off\"`";

    private ConfigurationProblems() {}

    static Diagnostic syntax(Span place, String message) {
        return Diagnostic.of(DiagnosticCode.LINT_CONFIGURATION_SYNTAX, "this is no TOML", place, message);
    }

    /** @param given the keys of the file; one that is there already is not meant again */
    static Diagnostic unknownKey(String key, Span place, List<String> known, Set<String> given) {
        List<String> meant =
                known.stream().filter(each -> !given.contains(each)).toList();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.UNKNOWN_LINT_KEY, "the lint configuration has no key `" + key + "`", place, "");
        return NearestAdvice.of(problem, meant, key, place)
                .orElse(problem.help("it has `" + String.join("`, `", known) + "`"));
    }

    static Diagnostic noList(String key, Span place) {
        return value("`" + key + "` is a list of lints", place)
                .help("write `" + key + " = [\"W401\", \"unused-name\"]`");
    }

    static Diagnostic oneForAList(String key, Span place) {
        return value("`" + key + "` is a list of lints", place)
                .fix("put it in a list", place, "[" + place.text() + "]");
    }

    static Diagnostic noName(String key, Span place) {
        return value("`" + key + "` holds codes and names of lints, between quotes", place);
    }

    static Diagnostic noTable(Span place) {
        return value("`severity` is a table of lints", place)
                .help("write `[severity]`, and below it `W401 = \"error\"`");
    }

    static Diagnostic unknownSeverity(String given, Span place, List<String> known) {
        Diagnostic problem = value("there is no severity `" + given + "`", place);
        return NearestAdvice.of(problem, known, given, place, each -> '"' + each + '"')
                .orElse(problem.help(SEVERITIES));
    }

    static Diagnostic noSeverity(String name, Span place) {
        return value("the severity of `" + name + "` is a text between quotes", place)
                .help(SEVERITIES);
    }

    static Diagnostic tableForASeverity(String name, Span place) {
        return value("the severity of `" + name + "` is a text, not a table", place)
                .help("write `[severity]`, and below it `" + name + " = \"error\"`");
    }

    private static Diagnostic value(String message, Span place) {
        return Diagnostic.of(DiagnosticCode.LINT_CONFIGURATION_VALUE, message, place, "");
    }

    static Diagnostic unknownLint(String name, Span place) {
        if (DiagnosticCode.find(name).isPresent()) {
            return Diagnostic.of(
                    DiagnosticCode.UNKNOWN_LINT, "`" + name + "` is no lint: errors stay errors", place, "");
        }
        Diagnostic problem = Diagnostic.of(DiagnosticCode.UNKNOWN_LINT, "there is no lint `" + name + "`", place, "");
        String quote = place.text().startsWith("'") ? "'" : place.text().startsWith("\"") ? "\"" : "";
        return NearestAdvice.of(problem, Lints.configurableNames(), name, place, each -> quote + each + quote)
                .orElse(problem.help("`convoke explain all` lists all lints"));
    }

    static Diagnostic twice(String name, Span place, Span other) {
        return Diagnostic.of(
                        DiagnosticCode.LINT_CONFIGURED_TWICE, "`" + name + "` is configured twice", place, "here again")
                .also(other, "the first time");
    }
}
