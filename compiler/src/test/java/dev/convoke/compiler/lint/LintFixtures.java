package dev.convoke.compiler.lint;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The specs under {@code src/test/resources/diagnostics/lints}: {@code W401.cnn} and {@code W401-other-words.cnn} break a rule, {@code
 * W401-good.cnn} comes near it and does not. What they import lies in folders beside them.
 */
final class LintFixtures {
    static final String FOLDER = "lints";
    static final Path ROOT = Path.of("src/test/resources/diagnostics", FOLDER);

    private LintFixtures() {}

    /** All that is found in a fixture: by the lints that are on by default, and by the one it is named after. */
    static List<Diagnostic> lint(SourceFile source) {
        LintSettings settings = LintSettings.DEFAULT.with(code(source.name()), Level.WARNING);
        return new FrontEndSession(MemoryFiles.of(ROOT)).lint(List.of(source), file -> settings);
    }

    /** What a fixture is about. */
    static DiagnosticCode code(String name) {
        return DiagnosticCode.find(name.substring(0, "W401".length())).orElseThrow();
    }

    /** Those of a code, or of all. */
    static List<SourceFile> named(String start) {
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.filter(each -> each.getFileName().toString().matches(start + ".*\\.cnn"))
                    .sorted()
                    .map(LintFixtures::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isGood(SourceFile fixture) {
        return fixture.name().matches("W\\d+-good.*");
    }

    private static SourceFile read(Path file) {
        try {
            return new SourceFile(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
