package dev.convoke.compiler.lint.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.DiagnosticPairs;
import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.lint.Level;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintConfigurationTest {
    private static final String FOLDER = "configuration";

    @TestFactory
    Stream<DynamicTest> pairs() {
        return DiagnosticPairs.in(FOLDER, ".toml", LintConfigurationTest::check);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void examplesOfPages(DiagnosticCode code) {
        assertThat(PageExamples.of(code.page()).toList()).hasSize(2);
        PageExamples.check(code, LintConfigurationTest::check);
    }

    @Test
    void everyCodeHasAPair() throws IOException {
        Set<DiagnosticCode> seen = EnumSet.noneOf(DiagnosticCode.class);
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/diagnostics", FOLDER))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".toml")).toList()) {
                check(new SourceFile(file.toString(), Files.readString(file))).forEach(each -> seen.add(each.code()));
            }
        }
        assertThat(seen).containsAll(codes().toList());
    }

    @Test
    void everyFormOfTomlIsUnderstood() {
        LintSettings settings = read("""
                # lints, by code or name
                "disable" = [
                  'unused-name', # a comment
                  "W402",
                ]
                severity.bias-before-norm = "error"
                severity."W590" = 'off'
                """);
        assertThat(settings.levels())
                .isEqualTo(Map.of(
                        DiagnosticCode.UNUSED_NAME, Level.OFF,
                        DiagnosticCode.REPEATED_ACTIVATION, Level.OFF,
                        DiagnosticCode.BIAS_BEFORE_NORM, Level.ERROR,
                        DiagnosticCode.UNUSED_SUPPRESSION, Level.OFF));
    }

    @Test
    void anEmptyFileChangesNothing() {
        assertThat(read("")).isEqualTo(LintSettings.DEFAULT);
    }

    private static LintSettings read(String text) {
        return LintConfiguration.read(new SourceFile("convoke-lint.toml", text), problem -> {});
    }

    private static List<Diagnostic> check(SourceFile source) {
        List<Diagnostic> problems = new ArrayList<>();
        LintConfiguration.read(source, problems::add);
        return problems;
    }

    static Stream<DiagnosticCode> codes() {
        return Arrays.stream(DiagnosticCode.values()).filter(each -> each.code().matches("E19\\d"));
    }
}
