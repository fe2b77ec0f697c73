package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/zoo.md} is what the zoo makes; {@code -Dconvoke.rewrite=true} writes it anew. */
class ZooDocumentTest {
    private static final Path PAGE = Tool.ROOT.resolve("docs/zoo.md");

    @Test
    void pageIsUpToDate() throws IOException {
        var document = new ZooDocument(new Zoo(), Zoo.read(Tool.shared("data/torchvision-table.json")));
        String text = document.text();
        if (Boolean.getBoolean("convoke.rewrite")) {
            Files.writeString(PAGE, text);
        }
        assertThat(Files.readString(PAGE))
                .as("%s; -Dconvoke.rewrite=true writes it anew", PAGE)
                .isEqualTo(text);
    }

    @Test
    void specsAreAQuarterAsLongAsTorchvisionsModules() {
        var document = new ZooDocument(new Zoo(), Zoo.read(Tool.shared("data/torchvision-table.json")));
        document.familyFiles()
                .forEach((family, files) -> assertThat(4 * ZooDocument.lines(files))
                        .as(family)
                        .isLessThanOrEqualTo(ZooDocument.module(family).lines()));
    }
}
