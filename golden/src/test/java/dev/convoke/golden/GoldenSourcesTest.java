package dev.convoke.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The generator makes exactly the committed sources of the specs in {@code src/main/cnn} and of the small samples. With {@code
 * -Dconvoke.rewrite=true} it writes them instead.
 */
class GoldenSourcesTest {
    private static final String PACKAGE = "dev.convoke.golden";
    private static final Path SOURCES = Path.of("src/main/java");
    private static final boolean REWRITE = Boolean.getBoolean("convoke.rewrite");

    static List<Path> specs() {
        return List.of(
                Path.of("src/main/cnn/awkward.cnn"),
                Path.of("src/main/cnn/residual.cnn"),
                Path.of("src/main/cnn/vector.cnn"),
                Path.of("../samples/mnist/src/main/cnn/lenet5.cnn"),
                Path.of("../samples/tutorial/src/main/cnn/simple_cnn.cnn"));
    }

    private static List<GeneratedFile> generate(Path spec) throws IOException {
        Checked checked = FrontEnd.check(
                new SourceFile(spec.getFileName().toString(), Files.readString(spec)), FrontEndOptions.last());
        assertThat(checked.diagnostics()).isEmpty();
        return BackEnd.java(checked.network().orElseThrow(), PACKAGE);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void generatesTheCommittedSources(Path spec) throws IOException {
        for (GeneratedFile file : generate(spec)) {
            Path committed = SOURCES.resolve(file.path());
            if (REWRITE) {
                Files.createDirectories(committed.getParent());
                Files.writeString(committed, file.text());
            } else {
                assertThat(committed)
                        .as("rewrite with -Dconvoke.rewrite=true and look at the diff")
                        .content()
                        .isEqualTo(file.text());
            }
        }
    }

    @Test
    void nothingElseIsCommitted() throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path spec : specs()) {
            generate(spec).forEach(file -> made.add(SOURCES.resolve(file.path())));
        }
        if (REWRITE) {
            for (Path file : files()) {
                if (!made.contains(file)) {
                    Files.delete(file);
                }
            }
        } else {
            assertThat(files()).isEqualTo(Set.copyOf(made));
        }
    }

    private static Set<Path> files() throws IOException {
        if (!Files.isDirectory(SOURCES)) {
            return Set.of();
        }
        try (var files = Files.walk(SOURCES)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void generatesTheSameTwice(Path spec) throws IOException {
        assertThat(generate(spec)).isEqualTo(generate(spec));
    }
}
