package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private JsonNode summary(String spec) throws IOException {
        Path file = Files.writeString(folder.resolve("net.cnn"), spec);
        return Tool.run("summary", file, "--json").json();
    }

    @Test
    void inputsOfBytesAndOfFloats() throws IOException {
        JsonNode json = summary("""
                net Two {
                  input picture: u8[3, 4, 4]
                  input depth: [1, 4, 4]
                  concat(picture, depth) -> output y
                }
                """);
        assertThat(json.get("inputTypes").toString()).isEqualTo("{\"picture\":\"u8\",\"depth\":\"f32\"}");
        assertThat(json.get("inputs").toString()).isEqualTo("{\"picture\":[3,4,4],\"depth\":[1,4,4]}");
        assertThat(Tool.run("summary", folder.resolve("net.cnn")).out()).contains("u8[3, 4, 4]", "  [1, 4, 4]");
    }

    @Test
    void stridesAreNumbersWholeOrNot() throws IOException {
        JsonNode layers = summary("""
                        net Strides {
                          input image: [1, 12, 12]
                          image -> a: ConvTranspose(2, 4, stride=(2, 4), padding=(1, 0)) -> MaxPool((8, 1), stride=(8, 1))
                                -> GlobalAvgPool -> output y
                        }
                        """).get("layers");
        assertThat(layers.get(0).get("stride").toString()).isEqualTo("[0.5,0.25]");
        assertThat(layers.get(0).get("receptiveField").toString()).isEqualTo("[2,1]");
        assertThat(layers.get(1).get("stride").toString()).isEqualTo("[4,0.25]");
        assertThat(layers.get(1).get("receptiveField").toString()).isEqualTo("[6,1]");
        assertThat(layers.get(2).get("stride").toString()).isEqualTo("[0,0]");
    }
}
