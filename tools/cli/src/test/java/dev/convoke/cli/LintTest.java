package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LintTest {
    private static final String BAD = """
            net Bad {
              input image: [1, 4, 4]
              image -> conv: Conv(2, 3) -> Reluu -> Flatten -> fc: Linear(3) -> output logits
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path bad() throws IOException {
        return Files.writeString(folder.resolve("bad.cnn"), BAD);
    }

    @Test
    void theSamplesAreClean() throws IOException {
        try (var files = Files.walk(Tool.ROOT.resolve("samples"))) {
            Object[] words = java.util.stream.Stream.concat(
                            java.util.stream.Stream.of("lint", "--strict"),
                            files.filter(file -> file.toString().endsWith(".cnn")
                                    && !file.toString().contains("target")))
                    .toArray();
            assertThat(words).hasSizeGreaterThan(8);
            assertThat(Tool.run(words)).isEqualTo(new Tool(0, "", ""));
        }
    }

    @Test
    void whatIsNoUtf8IsRefusedByEveryCommandAndNeverWritten() throws IOException {
        // The label that is missing has a fix that is sure.
        byte[] latin = """
                net Net {
                  input image: [1, 4, 4]
                  // caf\u00e9
                  image -> Conv(2, 3) -> output y
                }
                """.getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(folder.resolve("latin.cnn"), latin);
        Path importing = Files.writeString(
                folder.resolve("importing.cnn"), "import \"latin.cnn\"\n\n" + BAD.replace("Reluu", "Relu"));
        for (String command : List.of("lint", "summary", "generate", "bench")) {
            List<Object> words = new ArrayList<>(List.of(command, file));
            if (command.equals("generate")) {
                words.addAll(List.of("-o", folder.resolve("out"), "--package", "a"));
            }
            refused(Tool.run(words.toArray()));
        }
        refused(Tool.run("lint", file, "--fix"));
        refused(Tool.run("lint", file, "--diff"));
        assertThat(file).hasBinaryContent(latin);
        assertThat(Tool.run("lint", importing, "--fix").out()).contains("byte E9 at 3:9");
        assertThat(file).hasBinaryContent(latin);
    }

    private static void refused(Tool tool) {
        assertThat(tool.status()).isOne();
        assertThat(tool.out() + tool.err())
                .contains("error[E402]", "latin.cnn", "it is no UTF-8 text: byte E9 at 3:9", "save the file as UTF-8");
    }

    @Test
    void labelsOfALoopAreFixedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("loop.cnn"), """
                net Loop {
                  input image: [3, 32, 32]
                  image -> for i in 0..3 { Conv(8, 3, padding=1) -> BatchNorm -> Relu } -> Conv(8, 1) -> output y
                }
                """);
        Tool.run("lint", file, "--fix");
        assertThat(Files.readString(file))
                .contains("{ conv{i}: Conv(8, 3, padding=1) -> bn{i}: BatchNorm -> Relu } -> conv_1: Conv(8, 1)");
        assertThat(Tool.run("summary", file).status()).isZero();
    }

    @Test
    void numbersBeyond64BitsAreNoStrings() throws IOException {
        Path file = Files.writeString(folder.resolve("set.cnn"), """
                net Net(classes = 10) {
                  input image: [1, 4, 4]
                  image -> Flatten -> fc: Linear(classes) -> output y
                }
                """);
        for (String number : List.of("10000000000000000000", "1e400", "-1e30")) {
            assertThat(Tool.run("summary", file, "--set", "classes=" + number).err())
                    .startsWith("error[E303]")
                    .doesNotContain("a string");
        }
    }

    @Test
    void aReplacementCharacterInACommentIsText() throws IOException {
        Path file = Files.writeString(folder.resolve("text.cnn"), "const C = 1 // \uFFFD\n");
        assertThat(Tool.run("format", file)).isEqualTo(new Tool(0, "", ""));
    }

    @Test
    void text() throws IOException {
        Tool tool = Tool.run("lint", bad());
        assertThat(tool.status()).isEqualTo(1);
        assertThat(tool.out())
                .contains("error[E140]", "bad.cnn:3:32", "1 error")
                .doesNotContain("\u001b");
    }

    @Test
    void json() throws IOException {
        JsonNode problem = Tool.run("lint", bad(), "--json").document().at("/diagnostics/0");
        assertThat(problem.fieldNames())
                .toIterable()
                .contains(
                        "code",
                        "slug",
                        "severity",
                        "message",
                        "file",
                        "line",
                        "column",
                        "endLine",
                        "endColumn",
                        "labels",
                        "notes",
                        "help",
                        "fixes");
        assertThat(problem.get("line").asInt()).isEqualTo(3);
    }

    @Test
    void sarifAndGithub() throws IOException {
        JsonNode sarif = Tool.run("lint", bad(), "--format", "sarif").document();
        assertThat(sarif.at("/version").asText()).isEqualTo("2.1.0");
        assertThat(sarif.at("/runs/0/results/0/ruleId").asText()).isEqualTo("E140");
        assertThat(sarif.at("/runs/0/results/0/locations/0/physicalLocation/region/startLine")
                        .asInt())
                .isEqualTo(3);
        assertThat(Tool.run("lint", bad(), "--format", "github").out())
                .startsWith("::error file=")
                .contains("line=3,col=32", "title=E140::no layer");
    }

    @Test
    void filesThatAreNotThereAreProblemsToo() throws IOException {
        Path missing = folder.resolve("missing.cnn");
        JsonNode json = Tool.run("lint", missing, bad(), "--format", "json").document();
        assertThat(json.at("/diagnostics")).hasSize(2);
        assertThat(json.at("/diagnostics/0/code").asText()).isEqualTo("E140");
        assertThat(json.at("/diagnostics/1/code").asText()).isEqualTo("E401");
        assertThat(json.at("/diagnostics/1/file").asText()).isEqualTo(missing.toString());
        Tool sarif = Tool.run("lint", missing, folder, "--format", "sarif");
        assertThat(sarif.status()).isEqualTo(1);
        assertThat(sarif.err()).isEmpty();
        assertThat(sarif.document().at("/runs/0/results/0/ruleId").asText()).isEqualTo("E401");
        assertThat(sarif.document()
                        .at("/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri")
                        .asText())
                .isEqualTo(folder.toUri().toString());
        assertThat(sarif.document().at("/runs/0/tool/driver/rules")).hasSize(2);
        Tool github = Tool.run("lint", missing, "--format", "github");
        assertThat(github.status()).isEqualTo(1);
        assertThat(github.out()).startsWith("::error file=").contains("missing.cnn,title=E401::");
        assertThat(github.err()).isEmpty();
        Tool text = Tool.run("lint", missing, bad());
        assertThat(text.out()).contains("error[E401]", "error[E140]", "2 errors");
        Tool diff = Tool.run("lint", missing, bad(), "--diff", "--json");
        assertThat(diff.document().at("/diff").asText()).contains("+  image ->");
        assertThat(diff.document().at("/diagnostics")).hasSize(2);
    }

    @Test
    void parametersWithoutDefaultsAreSet() throws IOException {
        Path file = folder.resolve("open.cnn");
        Files.writeString(file, """
                /// Some classes.
                net Open(classes) {
                  input features: [8]
                  features -> fc: Linear(classes) -> Softmax -> output scores
                }
                """);
        assertThat(Tool.run("lint", file).out()).contains("W518").contains("`--set classes=...`");
        assertThat(Tool.run("lint", file, "--set", "classes=3").out())
                .contains("W404")
                .contains("while building Open with classes=3")
                .doesNotContain("W518");
        assertThat(Tool.run("lint", file, "--set", "classes=0").out()).contains("E165");
        Tool unknown = Tool.run("lint", file, "--set", "clases=3");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--set clases", "classes");
    }

    @Test
    void silencedPatternsMayBeSet() throws IOException {
        Path file = folder.resolve("pattern.cnn");
        Files.writeString(file, """
                /// Some classes.
                net Pattern(classes) { // lint:allow(W518) a pattern
                  input features: [8]
                  features -> fc: Linear(classes) -> output scores
                }
                """);
        assertThat(Tool.run("lint", file).status()).isZero();
        Tool set = Tool.run("lint", file, "--set", "classes=3");
        assertThat(set.status()).isZero();
        assertThat(set.out()).doesNotContain("W590");
        Files.writeString(file, Files.readString(file).replace("Pattern(classes)", "Pattern(classes = 2)"));
        assertThat(Tool.run("lint", file, "--set", "classes=3").out()).contains("W590");
    }

    @Test
    void fixAndDiff() throws IOException {
        Path file = bad();
        assertThat(Tool.run("lint", file, "--diff").out())
                .contains(
                        "@@ -1,4 +1,4 @@",
                        "-  image -> conv: Conv(2, 3) -> Reluu",
                        "+  image -> conv: Conv(2, 3) -> Relu ->");
        assertThat(file).content().isEqualTo(BAD);
        assertThat(Tool.run("lint", file, "--fix").status()).isZero();
        assertThat(file).content().isEqualTo(BAD.replace("Reluu", "Relu"));
    }

    @Test
    void fixesAreAppliedUntilNoneIsLeft() throws IOException {
        Path file = folder.resolve("steps.cnn");
        Files.writeString(file, """
                /// One stage.
                net Steps {
                  input image: [3, 8, 8]
                  image -> conv: Conv(2, 3) -> Reluu -> output features // lint:allow(W402, W401) they were of use once
                }
                """);
        String diff = Tool.run("lint", file, "--diff").out();
        assertThat(diff).contains("+  image -> conv: Conv(2, 3) -> Relu -> output features\n");
        assertThat(Tool.run("lint", file, "--fix", "--strict")).isEqualTo(new Tool(0, "", ""));
        String once = Files.readString(file);
        assertThat(once).endsWith("  image -> conv: Conv(2, 3) -> Relu -> output features\n}\n");
        assertThat(Tool.run("lint", file, "--fix", "--strict")).isEqualTo(new Tool(0, "", ""));
        assertThat(file).hasContent(once);
        assertThat(Tool.run("lint", file, "--diff")).isEqualTo(new Tool(0, "", ""));
    }

    @Test
    void proposalsAreShownAndNotApplied() throws IOException {
        Path file = folder.resolve("biased.cnn");
        String text = "/// Biased.\nnet Biased {\n  input image: [3, 8, 8]\n"
                + "  image -> conv: Conv(2, 3) -> bn: BatchNorm -> output features\n}\n";
        Files.writeString(file, text);
        JsonNode fix = Tool.run("lint", file, "--json").document().at("/diagnostics/0/fixes/0");
        assertThat(fix.get("sure").asBoolean(true)).isFalse();
        assertThat(Tool.run("lint", file, "--fix").out()).contains("W401", "Conv(2, 3, bias=false)");
        assertThat(file).hasContent(text);
    }
}
