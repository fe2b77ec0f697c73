package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users do wrong ends in a diagnostic with a code and a way out, exit code 1, and no file half written. */
class FailuresTest {
    private static final String SPEC = """
            net Tiny {
              input image: [1, 4, 4]
              image -> conv: Conv(2, 3) -> Relu -> Flatten -> fc: Linear(3) -> output logits
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path spec = Path.of("");
    private Path weights = Path.of("");
    private Path input = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void write() throws IOException {
        spec = Files.writeString(folder.resolve("tiny.cnn"), SPEC);
        weights = folder.resolve("weights.safetensors");
        weights().write(weights);
        input = folder.resolve("input.safetensors");
        new SafetensorsWriter()
                .floats("image", List.of(2L, 1L, 4L, 4L), new float[32], 0)
                .write(input);
        output = folder.resolve("output.safetensors");
    }

    private static SafetensorsWriter weights() {
        return new SafetensorsWriter()
                .floats("conv.weight", List.of(2L, 1L, 3L, 3L), new float[18], 0)
                .floats("conv.bias", List.of(2L), new float[2], 0)
                .floats("fc.weight", List.of(3L, 8L), new float[24], 0)
                .floats("fc.bias", List.of(3L), new float[3], 0);
    }

    private Tool predict() {
        return Tool.run("predict", spec, "--weights", weights, "--input", input, "--output", output);
    }

    @Test
    void nothingIsWrong() {
        Tool tool = predict();
        assertThat(tool.status()).as(tool.err()).isZero();
        assertThat(output).exists();
    }

    @Test
    void netLargerThanArrays() throws IOException {
        Files.writeString(spec, """
                net Large {
                  input volume: [1, 512, 512, 512]
                  volume -> a: Conv(12, 3, padding=1) -> Relu -> b: Conv(12, 3, padding=1) -> output y
                }
                """);
        assertThat(Tool.run("lint", spec).err()).isEmpty();
        for (List<Object> command :
                List.<List<Object>>of(List.of("summary"), List.of("generate", "--package", "p", "-o", folder))) {
            List<Object> line = new ArrayList<>(command);
            line.add(spec);
            Tool tool = Tool.run(line.toArray());
            assertThat(tool.status()).isEqualTo(1);
            assertThat(tool.err()).startsWith("error[E318]").contains("tiny.cnn:1:1", "help: ");
        }
        assertThat(folder.resolve("p")).doesNotExist();
    }

    @Test
    void wrongSpec() throws IOException {
        Files.writeString(spec, SPEC.replace("Relu", "Reluu"));
        predict().failedWith("E140");
        assertThat(output).doesNotExist();
    }

    @Test
    void wrongSpecAsJson() throws IOException {
        Files.writeString(spec, SPEC.replace("Relu", "Reluu"));
        Tool tool = Tool.run("summary", spec, "--json");
        assertThat(tool.status()).isEqualTo(1);
        assertThat(tool.err()).isEmpty();
        assertThat(tool.document().at("/diagnostics/0/code").asText()).isEqualTo("E140");
    }

    @Test
    void missingWeights() throws IOException {
        Files.delete(weights);
        assertThat(predict().failedWith("E401").err()).contains("weights.safetensors");
        Tool json = Tool.run("predict", spec, "--weights", weights, "--input", input, "--output", output, "--json");
        assertThat(json.document().at("/diagnostics/0/code").asText()).isEqualTo("E401");
    }

    @Test
    void truncatedWeights() throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        for (int length : new int[] {0, 4, 40, bytes.length - 1}) {
            Files.write(weights, Arrays.copyOf(bytes, length));
            predict().failedWith("E405");
        }
        assertThat(output).doesNotExist();
    }

    @Test
    void pickledWeights() throws IOException {
        Files.write(weights, new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0, 0});
        predict().failedWith("E404");
    }

    @Test
    void weightsOfAnotherShape() {
        new SafetensorsWriter()
                .floats("conv.weight", List.of(2L, 1L, 5L, 5L), new float[50], 0)
                .floats("fc.bias", List.of(3L), new float[3], 0)
                .floats("head.bias", List.of(3L), new float[3], 0)
                .write(weights);
        assertThat(predict().failedWith("E407").err())
                .contains("[2, 1, 3, 3]", "[2, 1, 5, 5]", "conv.bias", "fc.weight", "head.bias");
    }

    @Test
    void inputOfAnotherSize() {
        new SafetensorsWriter()
                .floats("image", List.of(2L, 1L, 5L, 5L), new float[50], 0)
                .write(input);
        assertThat(predict().failedWith("E408").err()).contains("[2, 1, 5, 5]", "--input-size image=1x5x5");
    }

    @Test
    void inputOfAnotherName() {
        new SafetensorsWriter()
                .floats("picture", List.of(2L, 1L, 4L, 4L), new float[32], 0)
                .floats("other", List.of(3L, 1L, 4L, 4L), new float[48], 0)
                .write(input);
        assertThat(predict().failedWith("E406").err()).contains("image", "picture [2, 1, 4, 4]");
    }

    @Test
    void noFolderToWriteTo() {
        output = folder.resolve("missing/output.safetensors");
        predict().failedWith("E403");
    }

    @Test
    void unreadableDataSet() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        train("mnist:" + data).failedWith("E401");
        for (String name : List.of(
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte")) {
            Files.write(data.resolve(name), new byte[] {0, 0, 8, 3, 0, 0});
        }
        train("mnist:" + data).failedWith("E409");
        train("images:" + data).failedWith("E409");
        assertThat(output).doesNotExist();
    }

    @Test
    void dataOfAnotherSize() {
        assertThat(train("digits").failedWith("E410").err())
                .contains("its samples are [1, 8, 8], but the input \"image\" of Tiny is [1, 4, 4]")
                .contains("--input-size image=1x8x8");
    }

    @Test
    void noFolderToGenerateTo() {
        Path inTheWay = weights;
        Tool tool = Tool.run("generate", spec, "-o", inTheWay.resolve("src"), "--package", "p");
        assertThat(tool.failedWith("E403").err()).contains(inTheWay + " is no folder");
    }

    @Test
    void badPicture() throws IOException {
        Path picture = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});
        Tool.run("predict", spec, "--weights", weights, "--image", picture).failedWith("E409");
    }

    @Test
    void divergence() throws IOException {
        float[] images = new float[64 * 16];
        Arrays.fill(images, 1e30f);
        new SafetensorsWriter()
                .floats("images", List.of(64L, 1L, 4L, 4L), images, 0)
                .longs("labels", List.of(64L), new long[64], 0)
                .write(input);
        Tool.run("train", spec, "--data", "tensors:" + input, "--epochs", "3", "--lr", "1e30", "--output", output)
                .failedWith("E412");
        assertThat(output).doesNotExist();
    }

    private Tool train(String data) {
        return Tool.run("train", spec, "--data", data, "--epochs", "1", "--output", output);
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeHasAPage(DataCode code) {
        assertThat(Tool.run("explain", code.code()).out()).startsWith("# " + code.code() + ": " + code.meaning());
    }

    @Test
    void batchesTooSmallForBatchNormalisation() throws IOException {
        Files.writeString(spec, """
                net Tiny {
                  input image: [1, 2, 2]
                  image -> Flatten -> fc: Linear(3) -> bn: BatchNorm -> output logits
                }
                """);
        float[] images = new float[5 * 4];
        for (int i = 0; i < images.length; i++) {
            images[i] = i % 7;
        }
        new SafetensorsWriter()
                .floats("images", List.of(5L, 1L, 2L, 2L), images, 0)
                .longs("labels", List.of(5L), new long[] {0, 1, 2, 0, 1}, 0)
                .write(input);
        Tool tool = Tool.run(
                "train", spec, "--data", "tensors:" + input, "--epochs", "1", "--batch", "2", "--output", output);
        assertThat(tool.failedWith("E420").err()).contains("5 samples in batches of 2 leave 1", "use batches of 3");
        assertThat(output).doesNotExist();
        assertThat(Tool.run("train", spec, "--data", "tensors:" + input, "--epochs", "1", "--batch", "3")
                        .status())
                .isZero();

        new SafetensorsWriter()
                .floats("fc.weight", List.of(3L, 4L), new float[12], 0)
                .floats("fc.bias", List.of(3L), new float[3], 0)
                .floats("bn.weight", List.of(3L), new float[3], 0)
                .floats("bn.bias", List.of(3L), new float[3], 0)
                .floats("bn.running_mean", List.of(3L), new float[3], 0)
                .floats("bn.running_var", List.of(3L), new float[3], 0)
                .longs("bn.num_batches_tracked", List.of(), new long[1], 0)
                .write(weights);
        new SafetensorsWriter()
                .floats("image", List.of(1L, 1L, 2L, 2L), images, 0)
                .longs("labels", List.of(1L), new long[1], 0)
                .write(input);
        Tool.run("gradients", spec, "--weights", weights, "--input", input, "--output", output)
                .failedWith("E420");
        assertThat(output).doesNotExist();
    }

    /** PyTorch: "Expected more than 1 spatial element when training"; in evaluation mode it takes the running statistics. */
    @Test
    void instancesOfOnePosition() throws IOException {
        Path net = Files.writeString(folder.resolve("one.cnn"), """
                net One {
                  input image: [1, 2, 2]
                  image -> MaxPool(2) -> norm: InstanceNorm(track_running_stats=true) -> output y
                }
                """);
        Path one = folder.resolve("one.safetensors");
        new SafetensorsWriter()
                .floats("norm.running_mean", List.of(1L), new float[] {1}, 0)
                .floats("norm.running_var", List.of(1L), new float[] {4}, 0)
                .longs("norm.num_batches_tracked", List.of(), new long[1], 0)
                .write(one);
        Path image = folder.resolve("image.safetensors");
        new SafetensorsWriter()
                .floats("image", List.of(1L, 1L, 2L, 2L), new float[] {1, 2, 3, 5}, 0)
                .floats("target", List.of(1L, 1L, 1L, 1L), new float[1], 0)
                .write(image);
        Object[] files = {"--weights", one, "--input", image, "--output", output};
        List<Object> predict = new ArrayList<>(List.of("predict", net));
        predict.addAll(List.of(files));
        assertThat(Tool.run(predict.toArray()).status()).isZero();
        try (SafetensorsFile result = SafetensorsFile.open(output)) {
            assertThat(result.floats("y")[0]).isCloseTo(2f, within(1e-5f));
        }
        List<Object> gradients = new ArrayList<>(List.of("gradients", net, "--loss", "mse"));
        gradients.addAll(List.of(files));
        assertThat(Tool.run(gradients.toArray()).failedWith("E420").err())
                .contains("instance normalisation of a single value", "larger inputs");
        Files.writeString(net, Files.readString(net).replace("(track_running_stats=true)", ""));
        assertThat(Tool.run("lint", net).out()).contains("E226");
    }
}
