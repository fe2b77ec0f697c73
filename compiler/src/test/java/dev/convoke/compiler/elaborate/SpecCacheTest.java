package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With a cache of earlier looks, a session says what it says without. */
class SpecCacheTest {
    private static final Path FIXTURES = Path.of("src/test/resources/diagnostics");
    private static final Path ZOO = Path.of("../samples/zoo/src/main/cnn");

    /** Fixtures for messages about limits take long, and expand to nothing that could be reused. */
    private static final String LIMITS = "limits";

    private static final int EDITS = 4;

    private static final String TWO_NETS = """
            block Residual(c) { return x + (x -> conv: Conv(c, 3, padding=1) -> Relu) }

            net First {
              input image: [8, 8, 8]
              image -> one: Residual(8) -> output features
            }

            net Second {
              input image: [8, 8, 8]
              image -> pool: MaxPool(2) -> output features
            }
            """;

    static Stream<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(ZOO));
        try (Stream<Path> all = Files.list(FIXTURES)) {
            all.filter(each -> Files.isDirectory(each) && !each.endsWith(LIMITS))
                    .sorted()
                    .forEach(folders::add);
        }
        return folders.stream();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void randomEdits(Path folder) {
        var random = new SplittableRandom(folder.getFileName().toString().hashCode());
        var cache = new SpecCache();
        MemoryFiles files = MemoryFiles.of(folder);
        for (Path file : specs(folder)) {
            String name = file.getFileName().toString();
            String text = read(file);
            for (int i = 0; i < EDITS; i++) {
                // Now and then the text is what it was at first.
                text = i == 2 ? read(file) : edited(text, random);
                files.with(name, text);
                var source = new SourceFile(name, text);
                assertThat(lint(files, source, cache))
                        .as("%s after edit %d:%n%s", file, i, text)
                        .isEqualTo(lint(files, source, new SpecCache()));
                assertThat(networks(files, source, cache)).isEqualTo(networks(files, source, new SpecCache()));
            }
            files.with(name, read(file));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void editsOfWhatIsImported(Path folder) {
        var random = new SplittableRandom(folder.getFileName().toString().hashCode());
        var cache = new SpecCache();
        for (Path file : specs(folder)) {
            String text = read(file);
            if (text.contains("import ")) {
                var source = new SourceFile(file.getFileName().toString(), text);
                MemoryFiles files = MemoryFiles.of(folder);
                lint(files, source, cache);
                for (Path imported : specs(folder)) {
                    if (text.contains("\"" + imported.getFileName() + "\"")) {
                        for (int i = 0; i < EDITS; i++) {
                            files.with(imported.getFileName().toString(), edited(read(imported), random));
                            assertThat(lint(files, source, cache)).isEqualTo(lint(files, source, new SpecCache()));
                        }
                    }
                }
            }
        }
    }

    @Test
    void whatMovesIsNotElaboratedAgain() {
        var cache = new SpecCache();
        Value before = output(TWO_NETS, 0, cache);
        String moved = "// a line more\n" + TWO_NETS.replace("MaxPool(2)", "AvgPool(2)");
        assertThat(output(moved, 0, cache)).isSameAs(before);
        assertThat(networks(ImportResolver.NONE, new SourceFile("two.cnn", moved), cache)
                        .get(0)
                        .span()
                        .line())
                .isEqualTo(4);
    }

    @Test
    void whatNamesTheEditedDeclarationIsElaboratedAgain() {
        var cache = new SpecCache();
        Value first = output(TWO_NETS, 0, cache);
        Value second = output(TWO_NETS, 1, cache);
        String edited = TWO_NETS.replace("-> Relu", "-> Tanh");
        assertThat(output(edited, 0, cache)).isNotSameAs(first);
        assertThat(output(edited, 1, cache)).isSameAs(second);
    }

    /** A declaration can take the place of a layer. */
    @Test
    void aNewDeclarationOfANameThatWasALayer() {
        var cache = new SpecCache();
        Value before = output(TWO_NETS, 1, cache);
        String text = TWO_NETS + "seq MaxPool(n) { AvgPool(n) -> AvgPool(n) }\n";
        var source = new SourceFile("two.cnn", text);
        assertThat(output(text, 1, cache)).isNotEqualTo(before);
        assertThat(networks(ImportResolver.NONE, source, cache))
                .isEqualTo(networks(ImportResolver.NONE, source, new SpecCache()));
    }

    private static Value output(String text, int net, SpecCache cache) {
        return networks(ImportResolver.NONE, new SourceFile("two.cnn", text), cache)
                .get(net)
                .graph()
                .outputs()
                .get(0);
    }

    private static List<Diagnostic> lint(ImportResolver files, SourceFile source, SpecCache cache) {
        return new FrontEndSession(files, cache).lint(List.of(source), file -> LintSettings.DEFAULT);
    }

    private static List<Network> networks(ImportResolver files, SourceFile source, SpecCache cache) {
        return new FrontEndSession(files, cache)
                .check(source, FrontEndOptions.all())
                .networks();
    }

    private static String edited(String text, SplittableRandom random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return "\n";
        }
        int at = random.nextInt(lines.size());
        String line = lines.get(at);
        switch (random.nextInt(7)) {
            case 0 -> lines.add(at, "");
            case 1 -> lines.add(at, "// a comment");
            case 2 -> lines.remove(at);
            case 3 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 4 -> lines.set(at, line.replaceFirst("[0-9]+", String.valueOf(1 + random.nextInt(70))));
            case 5 -> lines.set(at, line.replaceFirst("Relu|Conv|BatchNorm", "Tanh"));
            default -> {
                int character = random.nextInt(line.length() + 1);
                lines.set(at, line.substring(0, character) + "x" + line.substring(character));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<Path> specs(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(".cnn")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
