package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses from the command line, on maps: each pixel has its class or its values. */
class LossCommandsTest {
    private static final int SIDE = 5;
    private static final int PIXELS = SIDE * SIDE;

    @TempDir
    private Path folder = Path.of("");

    private Path spec = Path.of("");
    private Path weights = Path.of("");
    private Path input = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void paths() throws IOException {
        spec = Files.writeString(folder.resolve("pixels.cnn"), """
                net Pixels {
                  input image: [1, 5, 5]
                  image -> conv1: Conv(4, 3, padding=1) -> Tanh -> conv2: Conv(3, 1) -> output maps
                }
                """);
        weights = folder.resolve("weights.safetensors");
        input = folder.resolve("input.safetensors");
        output = folder.resolve("output.safetensors");
    }

    @Test
    void dataWithoutWhatTheLossComparesWith() {
        long[] labels = new long[2 * PIXELS];
        float[] images = new float[2 * PIXELS];
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L, 5L, 5L), images, 0)
                .longs("labels", List.of(2L, 5L, 5L), labels, 0)
                .write(input);
        assertThat(train("mse").failedWith("E410").err())
                .contains("has labels only and no targets", "the loss mse", "`targets` [n, 3, 5, 5]")
                .doesNotContain("0 target values");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L, 5L, 5L), images, 0)
                .floats("targets", List.of(2L, 3L, 5L, 5L), new float[6 * PIXELS], 0)
                .write(input);
        assertThat(train("cross-entropy").failedWith("E410").err()).contains("has no labels", "`labels`");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L, 5L, 5L), images, 0)
                .floats("targets", List.of(2L, 2L, 5L, 5L), new float[4 * PIXELS], 0)
                .write(input);
        assertThat(train("mse").failedWith("E410").err()).contains("50 target values", "75 outputs", "[n, 3, 5, 5]");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L, 5L, 5L), images, 0)
                .write(input);
        assertThat(train("mse").failedWith("E410").err()).contains("neither labels nor targets");
        new SafetensorsWriter()
                .floats("images", List.of(2L, 1L, 5L, 5L), images, 0)
                .longs("labels", List.of(2L, 5L, 5L), labels, 0)
                .floats("targets", List.of(2L, 3L, 5L, 5L), new float[6 * PIXELS], 0)
                .write(input);
        assertThat(train("mse").status()).isZero();
        assertThat(train("cross-entropy").status()).isZero();
    }

    private Tool train(String loss) {
        return Tool.run("train", spec, "--data", "tensors:" + input, "--epochs", 1, "--loss", loss);
    }

    /** Weights whose last bias is moved. */
    private void weights(float moved) {
        var random = new Random(1);
        new SafetensorsWriter()
                .floats("conv1.weight", List.of(4L, 1L, 3L, 3L), random(random, 36), 0)
                .floats("conv1.bias", List.of(4L), random(random, 4), 0)
                .floats("conv2.weight", List.of(3L, 4L, 1L, 1L), random(random, 12), 0)
                .floats("conv2.bias", List.of(3L), new float[] {0.25f, moved, -0.25f}, 0)
                .write(weights);
    }

    private static float[] random(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private double loss(List<String> options) {
        Object[] words = Stream.concat(
                        Stream.of(
                                "gradients",
                                spec,
                                "--weights",
                                weights,
                                "--input",
                                input,
                                "--output",
                                output,
                                "--json"),
                        options.stream())
                .toArray();
        return Tool.run(words).json().get("loss").asDouble();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--loss cross-entropy --label-smoothing 0.1 --class-weights 1,2,0.5 --ignore-index 2",
                "--loss cross-entropy --reduction sum",
                "--loss nll --class-weights 1,2,0.5",
                "--loss mse",
                "--loss l1 --reduction sum",
                "--loss huber --delta 0.5",
                "--loss smooth-l1 --beta 0.5",
                "--loss bce --pos-weight 1,2,3",
                "--loss kl",
                "--loss kl --reduction mean --log-target"
            })
    void gradientsAreThoseOfTheLoss(String options) {
        List<String> words = options.isEmpty() ? List.of() : List.of(options.split(" "));
        var random = new Random(2);
        long[] labels = new long[2 * PIXELS];
        float[] targets = random(random, 2 * 3 * PIXELS);
        for (int i = 0; i < targets.length; i++) {
            targets[i] += 0.5f;
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 7 == 0 && !options.contains("ignore") ? -100 : i % 3;
        }
        new SafetensorsWriter()
                .floats("image", List.of(2L, 1L, 5L, 5L), random(random, 2 * PIXELS), 0)
                .longs("labels", List.of(2L, 5L, 5L), labels, 0)
                .floats("target", List.of(2L, 3L, 5L, 5L), targets, 0)
                .write(input);
        float h = 1f / 256;
        weights(h);
        double above = loss(words);
        weights(-h);
        double below = loss(words);
        weights(0);
        double value = loss(words);
        try (SafetensorsFile file = SafetensorsFile.open(output)) {
            double found = file.floats("grad.conv2.bias")[1];
            double wanted = (above - below) / (2 * h);
            assertThat(found).isCloseTo(wanted, within(2e-4 * Math.max(1, Math.abs(value))));
            assertThat(file.floats("loss")[0]).isEqualTo((float) value);
        }
    }

    /** The class of a pixel is whether its picture is dark, grey or bright there; every tenth has none. */
    @Test
    void pixelsLearnTheirClasses() {
        int samples = 40;
        var random = new Random(3);
        float[] images = random(random, samples * PIXELS);
        long[] labels = new long[samples * PIXELS];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 10 == 0 ? 255 : images[i] < -0.2 ? 0 : images[i] < 0.2 ? 1 : 2;
        }
        Path data = folder.resolve("data.safetensors");
        new SafetensorsWriter()
                .floats("images", List.of(40L, 1L, 5L, 5L), images, 0)
                .longs("labels", List.of(40L, 5L, 5L), labels, 0)
                .write(data);
        JsonNode epochs = train(data, "--ignore-index", "255", "--json").json().get("epochs");
        assertThat(epochs.get(0).get("trainLoss").asDouble()).isGreaterThan(0.9);
        JsonNode last = epochs.get(epochs.size() - 1);
        assertThat(last.get("trainLoss").asDouble()).isLessThan(0.3);
        assertThat(last.get("trainAccuracy").asDouble()).isBetween(0.9, 1.0);

        train(data).failedWith("E410");
        assertThat(train(data, "--ignore-index", "255", "--augment", "flip")
                        .failedWith("E413")
                        .err())
                .contains("augmentation changes pictures, but not the maps [3, 5, 5]");
    }

    private Tool train(Path data, String... more) {
        Stream<Object> words = Stream.of(
                "train",
                spec,
                "--data",
                "tensors:" + data,
                "--epochs",
                "30",
                "--batch",
                "8",
                "--optimizer",
                "adam",
                "--lr",
                "0.03");
        return Tool.run(Stream.concat(words, Stream.of(more)).toArray());
    }
}
