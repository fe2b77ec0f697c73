package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Severity;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lints look at what is sound only: errors stay what they are, and one mistake gives no second message. */
class LintOfWrongSpecsTest {
    private static final Path ROOT = Path.of("src/test/resources/diagnostics");

    /** All lints, those of taste too. */
    private static final LintSettings ALL = Arrays.stream(DiagnosticCode.values())
            .filter(Lints::isConfigurable)
            .reduce(LintSettings.DEFAULT, (all, code) -> all.with(code, Level.WARNING), LintSettings::over);

    @ParameterizedTest
    @MethodSource("specs")
    void errorsStayWhatTheyAre(Path spec) throws IOException {
        var source = new SourceFile(spec.getFileName().toString(), Files.readString(spec));
        List<Diagnostic> errors = session().check(source, FrontEndOptions.all()).diagnostics();
        List<Diagnostic> all = session().lint(List.of(source), file -> ALL);
        assertThat(all)
                .filteredOn(each -> each.severity() == Severity.ERROR)
                .extracting(each -> each.code() + " " + each.place() + " " + each.message())
                .containsExactlyElementsOf(errors.stream()
                        .map(each -> each.code() + " " + each.place() + " " + each.message())
                        .toList());
    }

    @Test
    void aNameThatIsMistypedIsNotUnusedToo() {
        assertThat(codes("""
                        block Unit(c) {
                          skip = x -> proj: Conv(c, 1)
                          y = x -> conv: Conv(c, 3, padding=1)
                          return y + skp
                        }
                        net Sound {
                          input image: [3, 8, 8]
                          image -> conv: Conv(4, 3) -> bn: BatchNorm -> output y
                        }
                        net Wrong {
                          input image: [3, 8, 8]
                          image -> unit: Unit(4) -> conv: Conv(4, 3) -> bn: BatchNorm -> output y
                        }
                        """)).containsExactly(DiagnosticCode.UNKNOWN_NAME, DiagnosticCode.BIAS_BEFORE_NORM);
    }

    @Test
    void whatFollowsAShapeTakenForGrantedIsNoNet() {
        assertThat(codes("""
                        net Wrong {
                          input image: [3, 8, 8]
                          image -> conv0: Konv(4, 3) is [4, 6, 6] -> conv: Conv(4, 3) -> bn: BatchNorm -> output y
                        }
                        """)).containsExactly(DiagnosticCode.UNKNOWN_STAGE);
    }

    private static List<DiagnosticCode> codes(String text) {
        return session().lint(List.of(new SourceFile("a.cnn", text)), file -> LintSettings.DEFAULT).stream()
                .map(Diagnostic::code)
                .toList();
    }

    private static FrontEndSession session() {
        return new FrontEndSession(MemoryFiles.of(ROOT.resolve("imports")));
    }

    static Stream<Path> specs() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files
                    .filter(each -> each.toString().endsWith(".cnn"))
                    .filter(each -> !each.toString().contains("imports"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
