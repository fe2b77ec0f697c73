package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No code without a page, a spec that has the problem, and one that has not. The examples of pages and the pairs of files are checked by
 * the tests of their packages; every fix in a pair is applied there. Lints have more to show, see {@code LintPairsTest} and {@code
 * LintFixesTest}.
 */
class RegistryTest {
    private static final Pattern REPORTED = Pattern.compile("(?m)^(?:error|warning)\\[([EW]\\d\\d\\d)]");

    /** What no file of readable length shows, and what is wrong with a command line; tests of their own make these. */
    private static final Set<DiagnosticCode> NOT_PRINTABLE = EnumSet.of(
            DiagnosticCode.NOT_TEXT,
            DiagnosticCode.UNKNOWN_SETTING,
            DiagnosticCode.FILE_TOO_LARGE,
            DiagnosticCode.NESTING_TOO_DEEP,
            DiagnosticCode.TOO_MANY_PROBLEMS,
            DiagnosticCode.TOO_MANY_TOKENS);

    @ParameterizedTest
    @EnumSource
    void everyPageHasAWrongAndARightExample(DiagnosticCode code) {
        boolean shown = !NOT_PRINTABLE.contains(code) && code != DiagnosticCode.TOO_DEEP;
        assertThat(PageExamples.of(code.page()).toList())
                .as("examples of %s", code)
                .hasSize(shown ? 2 : 0);
    }

    @Test
    void everyCodeHasASpecThatHasTheProblem() throws IOException {
        Set<String> seen = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/diagnostics"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".expected")).toList()) {
                REPORTED.matcher(Files.readString(file)).results().forEach(each -> seen.add(each.group(1)));
            }
        }
        assertThat(EnumSet.complementOf(EnumSet.copyOf(NOT_PRINTABLE)))
                .allSatisfy(code -> assertThat(seen).contains(code.code()));
    }
}
