package dev.convoke.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference in {@code docs/layers} is what the facts make; {@code -Dconvoke.rewrite=true} writes it anew. */
class ReferenceTest {
    private static final Path DOCS = Path.of("..", "docs", "layers");

    @Test
    void pagesAreUpToDate() throws IOException {
        Map<String, String> pages = Reference.pages();
        if (Boolean.getBoolean("convoke.rewrite")) {
            Files.createDirectories(DOCS);
            for (Path old : files()) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(pages.keySet());
        for (Path file : files()) {
            assertThat(Files.readString(file))
                    .as("%s; -Dconvoke.rewrite=true writes it anew", file)
                    .isEqualTo(pages.get(file.getFileName().toString()));
        }
    }

    private static Iterable<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.sorted().toList();
        }
    }
}
