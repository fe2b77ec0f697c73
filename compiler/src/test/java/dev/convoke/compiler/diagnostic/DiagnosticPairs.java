package dev.convoke.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Pairs of files: {@code NAME.cnn}, a spec with mistakes, and {@code NAME.expected}, all that is to be said of it. A test class
 * gives its folder under {@code src/test/resources/diagnostics} and the checker to be used:
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> pairs() {
 *     return DiagnosticPairs.in("names", source -> Compiler.check(source).diagnostics());
 * }
 * }</pre>
 *
 * With {@code -Dconvoke.rewrite=true} the expected files are written instead of compared; read the difference before you commit it.
 * Every fix in a pair is applied, and must leave fewer problems than there were.
 */
public final class DiagnosticPairs {
    private static final Path ROOT = Path.of("src/test/resources/diagnostics");
    private static final boolean REWRITE = Boolean.getBoolean("convoke.rewrite");

    private DiagnosticPairs() {}

    /** A test for each pair of a folder. */
    public static Stream<DynamicTest> in(String folder, Function<SourceFile, List<Diagnostic>> checker) {
        return in(folder, ".cnn", checker);
    }

    /** A test for each pair of a folder, one file of each having that suffix. */
    public static Stream<DynamicTest> in(String folder, String suffix, Function<SourceFile, List<Diagnostic>> checker) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            List<Path> specs = files.filter(each -> each.toString().endsWith(suffix))
                    .sorted()
                    .toList();
            assertThat(specs).as("pairs in %s", folder).isNotEmpty();
            return specs.stream()
                    .map(spec -> DynamicTest.dynamicTest(
                            spec.getFileName().toString(), spec.toUri(), () -> check(spec, checker)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path spec, Function<SourceFile, List<Diagnostic>> checker) throws IOException {
        var source = new SourceFile(spec.getFileName().toString(), Files.readString(spec));
        List<Diagnostic> problems = checker.apply(source);
        String actual = TextRenderer.plain().render(problems);
        Path expected = spec.resolveSibling(spec.getFileName().toString().replaceFirst("\\.(cnn|toml)$", ".expected"));
        if (REWRITE) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
        for (Diagnostic problem : problems) {
            for (Fix fix : problem.fixes()) {
                List<Diagnostic> left = checker.apply(new SourceFile(source.name(), fix.applied()));
                assertThat(left)
                        .as("after the fix `%s` of %s at %s", fix.title(), problem.code(), problem.place())
                        .hasSizeLessThan(problems.size());
            }
        }
    }
}
