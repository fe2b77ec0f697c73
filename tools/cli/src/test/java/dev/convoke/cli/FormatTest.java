package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatTest {
    private static final String UGLY = """
            net A{input image:[1,4,4]
              image->conv:Conv( 2,3 )  ->Flatten // flat
                -> output y }
            """;

    private static final String CANONICAL = """
            net A {
              input image: [1, 4, 4]
              image -> conv: Conv(2, 3) -> Flatten // flat
                    -> output y
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theSamplesAreCanonical() throws IOException {
        try (var files = Files.walk(Tool.ROOT.resolve("samples"))) {
            Object[] words = Stream.concat(
                            Stream.of("format", "--check"),
                            files.filter(file -> file.toString().endsWith(".cnn")
                                    && !file.toString().contains("target")))
                    .toArray();
            assertThat(words).hasSizeGreaterThan(8);
            assertThat(Tool.run(words)).isEqualTo(new Tool(0, "", ""));
        }
    }

    @Test
    void filesAreRewritten() throws IOException {
        Path ugly = file("ugly.cnn", UGLY);
        Path canonical = file("canonical.cnn", CANONICAL);
        assertThat(Tool.run("format", ugly, canonical)).isEqualTo(new Tool(0, ugly + System.lineSeparator(), ""));
        assertThat(ugly).hasContent(CANONICAL);
        assertThat(Tool.run("format", ugly, canonical, "--check")).isEqualTo(new Tool(0, "", ""));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void checkAndDiffWriteNothing() throws IOException {
        Path ugly = file("ugly.cnn", UGLY);
        Tool check = Tool.run("format", "--check", ugly);
        assertThat(check).isEqualTo(new Tool(1, ugly + System.lineSeparator(), ""));
        Tool diff = Tool.run("format", "--diff", ugly);
        assertThat(diff.status()).isZero();
        assertThat(diff.out().lines())
                .containsExactly(
                        "--- " + ugly,
                        "+++ " + ugly,
                        "@@ -1,3 +1,5 @@",
                        "-net A{input image:[1,4,4]",
                        "-  image->conv:Conv( 2,3 )  ->Flatten // flat",
                        "-    -> output y }",
                        "+net A {",
                        "+  input image: [1, 4, 4]",
                        "+  image -> conv: Conv(2, 3) -> Flatten // flat",
                        "+        -> output y",
                        "+}");
        assertThat(Tool.run("format", "--diff", "--check", ugly).status()).isOne();
        assertThat(ugly).hasContent(UGLY);
    }

    @Test
    void filesWithProblemsAreLeftAlone() throws IOException {
        Path broken = file("broken.cnn", "net A { input image [1, 4, 4] }\n");
        Path ugly = file("ugly.cnn", UGLY);
        Tool tool = Tool.run("format", broken, ugly);
        assertThat(tool.status()).isOne();
        assertThat(tool.err()).contains("error[E1", "broken.cnn:1:").doesNotContain("Exception");
        assertThat(broken).hasContent("net A { input image [1, 4, 4] }\n");
        assertThat(ugly).hasContent(CANONICAL);
    }

    @Test
    void json() throws IOException {
        Path ugly = file("ugly.cnn", UGLY);
        Path broken = file("broken.cnn", "net\n");
        Tool tool = Tool.run("format", ugly, broken, "--check", "--diff", "--json");
        assertThat(tool.status()).isOne();
        assertThat(tool.err()).isEmpty();
        JsonNode document = tool.document();
        assertThat(document.at("/changed/0").asText()).isEqualTo(ugly.toString());
        assertThat(document.at("/diff").asText()).contains("+        -> output y");
        assertThat(document.at("/diagnostics/0/file").asText()).isEqualTo(broken.toString());
    }

    @Test
    void whatIsNoTextIsLeftAlone() throws IOException {
        byte[] latin = "const   C = 1 // caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("latin.cnn"), latin);
        Tool.run("format", file).failedWith("E402");
        assertThat(file).hasBinaryContent(latin);
    }

    @Test
    void lineEndsOfWindowsStay() throws IOException {
        Path file = file("windows.cnn", "\uFEFF" + UGLY.replace("\n", "\r\n"));
        assertThat(Tool.run("format", file).status()).isZero();
        assertThat(Files.readString(file)).isEqualTo(CANONICAL.replace("\n", "\r\n"));
    }
}
