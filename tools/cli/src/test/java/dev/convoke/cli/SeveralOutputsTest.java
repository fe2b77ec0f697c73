package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training nets with several outputs: the loss on one of them, or on several with weights, as auxiliary heads are trained. */
class SeveralOutputsTest {
    private static final List<String> GRADIENTS = List.of("stem.weight", "main.weight", "side.weight", "image");

    @TempDir
    private Path folder = Path.of("");

    private Path spec = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void files() throws IOException {
        spec = Files.writeString(folder.resolve("heads.cnn"), """
                net Heads {
                  input image: [6]
                  a = image -> stem: Linear(8, bias=false) -> Tanh
                  a -> side: Linear(3, bias=false) -> output aux
                  a -> main: Linear(3, bias=false) -> output logits
                }
                """);
        var random = new Random(1);
        new SafetensorsWriter()
                .floats("stem.weight", List.of(8L, 6L), random(random, 48), 0)
                .floats("side.weight", List.of(3L, 8L), random(random, 24), 0)
                .floats("main.weight", List.of(3L, 8L), random(random, 24), 0)
                .write(folder.resolve("weights.safetensors"));
        data = folder.resolve("data.safetensors");
        float[] images = random(random, 60);
        new SafetensorsWriter()
                .floats("image", List.of(10L, 6L), images, 0)
                .floats("images", List.of(10L, 6L), images, 0)
                .longs("labels", List.of(10L), new long[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0}, 0)
                .write(data);
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Tool run(String command, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command, spec));
        words.addAll(List.of(more));
        return Tool.run(words.toArray());
    }

    private Path gradients(String on) {
        Path out = folder.resolve(on.replaceAll("[^a-z]", "") + ".safetensors");
        Path weights = folder.resolve("weights.safetensors");
        Tool tool = run("gradients", "--weights", weights, "--input", data, "--output", out, "--loss-on", on);
        assertThat(tool.status()).as(tool.err()).isZero();
        return out;
    }

    /** Gradients are linear in the loss. */
    @Test
    void lossesOnSeveralOutputsAddUp() {
        try (SafetensorsFile logits = SafetensorsFile.open(gradients("logits"));
                SafetensorsFile aux = SafetensorsFile.open(gradients("aux"));
                SafetensorsFile both = SafetensorsFile.open(gradients("logits,aux=0.25"))) {
            assertThat(both.floats("loss")[0])
                    .isCloseTo(logits.floats("loss")[0] + 0.25f * aux.floats("loss")[0], within(1e-5f));
            for (String name : GRADIENTS) {
                float[] first = logits.floats("grad." + name);
                float[] second = aux.floats("grad." + name);
                float[] sum = new float[first.length];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] = first[i] + 0.25f * second[i];
                }
                assertThat(both.floats("grad." + name)).as(name).containsExactly(sum, within(1e-6f));
            }
            assertThat(logits.floats("grad.side.weight")).containsOnly(0);
            assertThat(aux.floats("grad.main.weight")).containsOnly(0);
        }
    }

    /** The net is judged by the first output that is named, whatever its place. */
    @Test
    void training() {
        JsonNode both = train("logits,aux=0.3").json();
        assertThat(both.at("/epochs/39/trainLoss").asDouble())
                .isLessThan(both.at("/epochs/0/trainLoss").asDouble());
        assertThat(both.at("/epochs/39/trainAccuracy").asDouble()).isGreaterThan(0.6);
        JsonNode one = train("logits").json();
        assertThat(one.at("/steps/0").asDouble()).isLessThan(both.at("/steps/0").asDouble());
    }

    private Tool train(String on) {
        return run(
                "train",
                "--data",
                "tensors:" + data,
                "--epochs",
                40,
                "--weights",
                folder.resolve("weights.safetensors"),
                "--log-steps",
                "--loss-on",
                on,
                "--json");
    }

    @Test
    void whichOutputMustBeSaid() {
        assertThat(run("train", "--data", "tensors:" + data, "--epochs", 1)
                        .failedWith("E413")
                        .err())
                .contains("the outputs aux, logits", "--loss-on aux");
        assertThat(run("train", "--data", "tensors:" + data, "--epochs", 1, "--loss-on", "head")
                        .failedWith("E413")
                        .err())
                .contains("no output head", "aux, logits");
        for (String wrong : List.of("logits=", "logits=-1", "=2", "logits,logits", "logits=x")) {
            Tool tool = run("train", "--data", "tensors:" + data, "--epochs", 1, "--loss-on", wrong);
            assertThat(tool.status()).as(wrong).isEqualTo(2);
            assertThat(tool.err()).contains("--loss-on");
        }
    }
}
