package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/diagnostics} is what the codes make; {@code -Dconvoke.rewrite=true} writes it anew. */
class DiagnosticPagesTest {
    private static final Path DOCS = Tool.ROOT.resolve("docs/diagnostics");

    @Test
    void pagesAreUpToDate() throws IOException {
        Map<String, String> pages = DiagnosticPages.all();
        if (Boolean.getBoolean("convoke.rewrite")) {
            Files.createDirectories(DOCS);
            for (String old : files()) {
                Files.delete(DOCS.resolve(old));
            }
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
            }
        }
        assertThat(files()).containsExactlyInAnyOrderElementsOf(pages.keySet());
        for (String file : files()) {
            assertThat(Files.readString(DOCS.resolve(file)))
                    .as("%s; -Dconvoke.rewrite=true writes it anew", file)
                    .isEqualTo(pages.get(file));
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
