package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fixes make of the fixtures. */
class LintFixesTest {
    @ParameterizedTest
    @MethodSource("lints")
    void fixesAreTested(Lint lint) {
        boolean fixed = LintFixtures.named(lint.code().code()).stream()
                .flatMap(each -> LintFixtures.lint(each).stream())
                .anyMatch(each -> each.code() == lint.code() && !each.fixes().isEmpty());
        assertThat(fixed).as("a fixture of %s has a fix", lint.code()).isEqualTo(lint.hasFix());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void fixesMendWhatTheyAreFor(SourceFile fixture) {
        for (Diagnostic finding : LintFixtures.lint(fixture)) {
            for (Fix fix : finding.fixes()) {
                var mended = new SourceFile(fixture.name(), fix.applied());
                assertThat(LintFixtures.lint(mended).stream().filter(each -> each.code() == finding.code()))
                        .as("%s after `%s`", finding.place(), fix.title())
                        .hasSizeLessThan((int) LintFixtures.lint(fixture).stream()
                                .filter(each -> each.code() == finding.code())
                                .count());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void sureFixesChangeNoNet(SourceFile fixture) {
        SourceFile mended = fixture;
        for (int round = 0; round < 100; round++) {
            List<Fix> fixes = sure(mended);
            if (fixes.isEmpty()) {
                break;
            }
            mended = new SourceFile(fixture.name(), fixes.get(0).applied());
        }
        assertThat(sure(mended)).as("fixes come to an end").isEmpty();
        List<Network> before = networks(fixture);
        List<Network> after = networks(mended);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            SameNet.check(Objects.requireNonNull(before.get(i)), Objects.requireNonNull(after.get(i)));
        }
    }

    private static List<Fix> sure(SourceFile source) {
        return LintFixtures.lint(source).stream()
                .flatMap(each -> each.fixes().stream())
                .filter(Fix::sure)
                .toList();
    }

    private static List<Network> networks(SourceFile source) {
        return new FrontEndSession(MemoryFiles.of(LintFixtures.ROOT))
                .check(source, FrontEndOptions.all())
                .networks();
    }

    static Stream<Lint> lints() {
        return Lints.all().stream();
    }

    static Stream<SourceFile> fixtures() {
        return LintFixtures.named("W").stream();
    }
}
