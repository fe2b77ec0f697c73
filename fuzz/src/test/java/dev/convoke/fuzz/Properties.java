package dev.convoke.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.diagnostic.JsonRenderer;
import dev.convoke.compiler.diagnostic.Label;
import dev.convoke.compiler.diagnostic.SarifLog;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.format.Formatted;
import dev.convoke.compiler.format.Formatter;
import dev.convoke.compiler.format.Trees;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.ParseResult;
import dev.convoke.compiler.syntax.Parser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What holds of every text, whatever it is. */
final class Properties {
    /** What samples import. */
    private static final ImportResolver IMPORTED = MemoryFiles.of(Path.of("../samples/zoo/src/main/cnn"));

    private Properties() {}

    /** Parsing, and if the text is a spec, formatting. */
    static void ofParsing(String text) {
        SourceFile file = file(text);
        ParseResult parsed = Parser.parse(file);
        ofDiagnostics(parsed.diagnostics(), file);
        Formatted formatted = Formatter.format(file);
        if (!parsed.diagnostics().isEmpty()) {
            return;
        }
        String canonical = formatted.text().orElseThrow();
        ParseResult again = Parser.parse(file(canonical));
        assertThat(again.diagnostics()).isEmpty();
        assertThat(Trees.of(again.file())).isEqualTo(Trees.of(parsed.file()));
        assertThat(Formatter.format(file(canonical)).text()).contains(canonical);
    }

    /** Checking and linting all nets. */
    static Checked ofChecking(String text) {
        SourceFile file = file(text);
        var session = new FrontEndSession(IMPORTED);
        Checked checked = session.check(file, FrontEndOptions.all());
        ofDiagnostics(checked.diagnostics(), file);
        assertThat(checked.networks().isEmpty() || !checked.hasErrors()).isTrue();
        List<Diagnostic> linted = session.lint(List.of(file), each -> LintSettings.DEFAULT);
        ofDiagnostics(linted, file);
        return checked;
    }

    /** Places lie within the file, all forms of output can be written, nothing in them moves a cursor, and fixes can be applied. */
    private static void ofDiagnostics(List<Diagnostic> diagnostics, SourceFile file) {
        SarifLog sarif = new SarifLog("1.0", "", UnaryOperator.identity(), Optional.empty());
        for (Diagnostic each : diagnostics) {
            places(each).stream()
                    .filter(span -> span.file().name().equals(file.name()))
                    .forEach(span -> assertThat(span.file()).isEqualTo(file));
            each.fixes().forEach(fix -> assertThat(fix.applied()).isNotEqualTo(file.text()));
            sarif.add(each);
        }
        assertThat(diagnostics).doesNotHaveDuplicates();
        assertThat(harmful(TextRenderer.plain().render(diagnostics))).isEmpty();
        assertThat(harmful(new JsonRenderer().render(diagnostics))).isEmpty();
        assertThat(harmful(sarif.json())).isEmpty();
    }

    private static List<Span> places(Diagnostic problem) {
        List<Span> places =
                new ArrayList<>(List.of(problem.place(), problem.primary().span()));
        problem.secondary().stream().map(Label::span).forEach(places::add);
        for (Fix fix : problem.fixes()) {
            fix.edits().forEach(edit -> places.add(edit.span()));
        }
        return places;
    }

    /** Characters that a terminal obeys, or that hide or turn around what is shown. */
    static List<String> harmful(String output) {
        return output.codePoints()
                .filter(each -> each != '\n' && isHarmful(each))
                .mapToObj("U+%04X"::formatted)
                .distinct()
                .toList();
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    static SourceFile file(String text) {
        return new SourceFile("fuzz.cnn", text);
    }
}
