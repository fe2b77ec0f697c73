package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Specs that import files from disk. */
class ImportedFilesTest {
    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void specs() throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        write("lib/blocks.cnn", "block Stem(c) { return x -> conv: Conv(c, 3) -> Relu }");
        write("one.cnn", "import \"lib/blocks.cnn\"\n" + net("One"));
        write("nets/two.cnn", "import \"../lib/blocks.cnn\"\n" + net("Two"));
    }

    @Test
    void allCommandsReadImports() {
        Path one = folder.resolve("one.cnn");
        assertThat(Tool.run("lint", "--strict", one, folder.resolve("nets/two.cnn"), folder.resolve("lib/blocks.cnn")))
                .isEqualTo(new Tool(0, "", ""));
        assertThat(Tool.run("summary", one, "--json").json().at("/tensors").fieldNames())
                .toIterable()
                .containsExactly("stem.conv.weight", "stem.conv.bias");
        JsonNode files = Tool.run("generate", one, "-o", folder.resolve("src"), "--package", "p", "--json")
                .json()
                .at("/files");
        assertThat(files).isNotEmpty().allMatch(file -> file.asText().contains("One"));
    }

    /** However often the file is imported, and given too, and whatever way leads to it. */
    @Test
    void aProblemIsReportedOnceInTheFileThatHasIt() throws IOException {
        write("lib/blocks.cnn", "block Stem(c) { return x -> conv: Conv(c, 3) -> Reluu }");

        Tool tool = Tool.run(
                "lint",
                folder.resolve("one.cnn"),
                folder.resolve("nets/two.cnn"),
                folder.resolve("nets/../lib/blocks.cnn"),
                "--json");

        assertThat(tool.status()).isEqualTo(1);
        assertThat(tool.document().at("/diagnostics")).hasSize(1);
        assertThat(tool.document().at("/diagnostics/0/file").asText())
                .endsWith("nets/../lib/blocks.cnn"
                        .replace('/', folder.getFileSystem().getSeparator().charAt(0)));
    }

    @Test
    void theNearestFileIsSuggestedAndTheFixApplied() throws IOException {
        Path spec = write("three.cnn", "import \"lib/block.cnn\"\n" + net("Three"));

        assertThat(Tool.run("lint", spec).out())
                .contains("error[E175]", "three.cnn:1:8", "help: write `\"lib/blocks.cnn\"`");
        assertThat(Tool.run("lint", "--fix", spec).status()).isZero();
        assertThat(spec).content().startsWith("import \"lib/blocks.cnn\"\n");
    }

    @Test
    void whatCannotBeReadIsSaidAtTheImport() throws IOException {
        Files.createDirectories(folder.resolve("folder.cnn"));
        Path spec = write("four.cnn", "import \"folder.cnn\"\nimport \"no/such.cnn\"\nimport \"/etc/passwd\"\n");

        Tool tool = Tool.run("lint", spec);

        assertThat(tool.status()).isEqualTo(1);
        assertThat(tool.out()).contains("error[E176]", "is a folder", "error[E175]", "error[E177]", "3 errors");
        assertThat(tool.err()).isEmpty();
    }

    @Test
    void circlesEnd() throws IOException {
        write("lib/blocks.cnn", "import \"../one.cnn\"\nblock Stem(c) { return x -> conv: Conv(c, 3) -> Relu }");

        Tool tool = Tool.run("lint", folder.resolve("one.cnn"), folder.resolve("nets/two.cnn"));

        assertThat(tool.status()).isEqualTo(1);
        assertThat(tool.out()).contains("error[E178]", "blocks.cnn:1:8", "1 error");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String net(String name) {
        return "net " + name + " { input image: [1, 8, 8]  image -> stem: Stem(2) -> output y }";
    }
}
