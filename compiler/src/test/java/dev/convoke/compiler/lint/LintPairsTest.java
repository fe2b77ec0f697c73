package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.DiagnosticPairs;
import dev.convoke.compiler.diagnostic.PageExamples;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lints say, word by word; see {@link LintFixtures}. */
class LintPairsTest {
    @TestFactory
    Stream<DynamicTest> pairs() {
        return DiagnosticPairs.in(LintFixtures.FOLDER, LintFixtures::lint);
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hasAPageWithExamples(DiagnosticCode code) {
        assertThat(PageExamples.of(code.page()).toList())
                .as("examples of %s", code)
                .hasSize(2);
        LintSettings settings = LintSettings.DEFAULT.with(code, Level.WARNING);
        PageExamples.check(
                code,
                source ->
                        new FrontEndSession(MemoryFiles.of(LintFixtures.ROOT)).lint(List.of(source), file -> settings));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hasBadFixtures(DiagnosticCode code) {
        List<SourceFile> bad = LintFixtures.named(code.code()).stream()
                .filter(each -> !LintFixtures.isGood(each))
                .toList();
        assertThat(bad).as("%s.cnn", code.code()).isNotEmpty();
        assertThat(bad)
                .allSatisfy(each -> assertThat(LintFixtures.lint(each))
                        .as(each.name())
                        .extracting(Diagnostic::code)
                        .contains(code));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void hasGoodFixtures(DiagnosticCode code) {
        List<SourceFile> good = LintFixtures.named(code.code()).stream()
                .filter(LintFixtures::isGood)
                .toList();
        assertThat(good).as("%s-good.cnn", code.code()).isNotEmpty();
        assertThat(good)
                .allSatisfy(each -> assertThat(LintFixtures.lint(each))
                        .as(each.name())
                        .extracting(Diagnostic::code)
                        .doesNotContain(code));
    }

    @Test
    void everyCodeOfALintHasOneLint() {
        assertThat(Lints.all()).extracting(Lint::code).doesNotHaveDuplicates();
        assertThat(codes().filter(each -> !each.code().startsWith("W59")).toList())
                .containsExactlyInAnyOrderElementsOf(
                        Lints.all().stream().map(Lint::code).toList());
    }

    static Stream<DiagnosticCode> codes() {
        return Arrays.stream(DiagnosticCode.values()).filter(each -> each.code().startsWith("W"));
    }
}
