package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
    private static final String OPEN = """
            net Open(classes, width = 4) {
              input image: [1, 8, 8]
              image -> conv: Conv(width, 3) -> Relu -> Flatten -> fc: Linear(classes) -> output logits
            }
            """;
    private static final String CLOSED = OPEN.replace("Open(classes, width = 4)", "Closed")
            .replace("width", "2")
            .replace("classes", "3");

    @TempDir
    private Path folder = Path.of("");

    private Path spec(String text) throws IOException {
        return Files.writeString(folder.resolve("a.cnn"), text);
    }

    private Tool generate(Path spec, Object... more) {
        Object[] first = {"generate", spec, "-o", folder.resolve("out"), "--package", "p"};
        return Tool.run(java.util.stream.Stream.of(first, more)
                .flatMap(java.util.Arrays::stream)
                .toArray());
    }

    private Path source(String name) {
        return folder.resolve("out/p").resolve(name);
    }

    @Test
    void aFileWhoseOnlyNetLacksAValue() throws IOException {
        Path spec = spec(OPEN);
        assertThat(generate(spec).failedWith("E160").err())
                .contains("`Open` needs a value for `classes`", "--set classes=");
        assertThat(folder.resolve("out")).doesNotExist();
        Tool json = generate(spec, "--json");
        assertThat(json.status()).isEqualTo(1);
        assertThat(json.document().at("/diagnostics/0/code").asText()).isEqualTo("E160");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void aFileWithoutNetsIsNothingToGenerateOf() throws IOException {
        Path blocks = Files.writeString(
                folder.resolve("blocks.cnn"), "block Stem(c) { return x -> conv: Conv(c, 3) -> Relu }");
        generate(blocks).failedWith("E156");
        Tool both = generate(blocks, spec(CLOSED));
        assertThat(both.status()).as(both.err()).isZero();
        assertThat(both.out()).contains("Closed.java");
    }

    @Test
    void aValueFromOutside() throws IOException {
        Tool tool = generate(spec(OPEN), "--set", "classes=5");
        assertThat(tool.status()).as(tool.err()).isZero();
        assertThat(tool.err()).isEmpty();
        assertThat(tool.out()).contains("Open.java");
        assertThat(source("Open.java")).content().contains("[5]");
    }

    @Test
    void aNetThatIsSkippedIsNamed() throws IOException {
        Path spec = spec(OPEN + CLOSED);
        Tool tool = generate(spec);
        assertThat(tool.status()).isZero();
        assertThat(tool.err())
                .isEqualToIgnoringNewLines(
                        spec
                                + ": skipped the net Open, as classes has no default; for it give --net Open --set classes=...");
        assertThat(source("Closed.java")).exists();
        assertThat(source("Open.java")).doesNotExist();
        JsonNode document = generate(spec, "--json").json();
        assertThat(document.at("/skipped/0").asText()).isEqualTo("Open");
        assertThat(document.at("/files")).isNotEmpty();
    }

    @Test
    void oneNetByName() throws IOException {
        Path spec = spec(OPEN + CLOSED);
        generate(spec, "--net", "Open").failedWith("E160");
        generate(spec, "--net", "Opem").failedWith("E157");
        Tool tool = generate(spec, "--net", "Open", "--set", "classes=2", "--numerics", "exact", "--threads", "2");
        assertThat(tool.status()).as(tool.err()).isZero();
        assertThat(source("Open.java")).exists();
        assertThat(source("Closed.java")).doesNotExist();
    }

    @Test
    void anotherInputSize() throws IOException {
        Tool tool = generate(spec(CLOSED), "--input-size", "image=1x12x12");
        assertThat(tool.status()).as(tool.err()).isZero();
        assertThat(source("Closed.java")).content().contains("12, 12");
    }

    @Test
    void exactCodeHasNoWinograd() throws IOException {
        Path spec = Files.writeString(folder.resolve("wide.cnn"), """
                net Wide {
                  input image: [32, 24, 24]
                  image -> conv: Conv(32, 3, padding=1) -> relu: Relu -> output features
                }
                """);
        generate(spec, "--numerics", "fast");
        assertThat(source("WideScalar.java"))
                .content()
                .contains("conv + relu (tiles)", "Winograd F(4x4, 3x3): conv + relu");
        generate(spec, "--numerics", "exact");
        assertThat(source("WideScalar.java")).content().doesNotContain("tiles", "Winograd");
    }

    @Test
    void aPlanIsExplained() throws IOException {
        Tool tool = generate(spec(CLOSED), "--explain-plan");
        assertThat(tool.status()).as(tool.err()).isZero();
        assertThat(tool.out()).contains("Steps of an inference:", "tile ", "prepared weights");
        Tool json = generate(spec(CLOSED), "--explain-plan", "--json");
        assertThat(json.document().at("/plans/3").asText()).isEqualTo("Steps of an inference:");
        assertThat(generate(spec(CLOSED), "--explain-plan", "--target", "opencl")
                        .status())
                .isEqualTo(2);
    }
}
