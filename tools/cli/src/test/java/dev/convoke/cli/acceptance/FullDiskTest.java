package dev.convoke.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A write that fails half way, as on a full disk: here because files may not grow beyond a limit of the process. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "limits the size of files as Linux does")
class FullDiskTest {
    /** Blocks of 1,024 bytes. The JVM writes no files as large as that itself. */
    private static final List<String> LIMITED = List.of("bash", "-c", "ulimit -f 64 && exec \"$@\"", "limited");

    private static final byte[] OLD = {1, 2, 3};

    @TempDir
    private Path folder = Path.of("");

    private Path spec = Path.of("");
    private Path data = Path.of("");
    private Path output = Path.of("");

    /** A net whose weights and samples are larger than the limit. */
    @BeforeEach
    void write() throws IOException {
        spec = Files.writeString(
                folder.resolve("wide.cnn"),
                "net Wide {\n  input image: [1, 16, 16]\n  image -> Flatten -> fc: Linear(256) -> output logits\n}\n");
        data = folder.resolve("data.safetensors");
        new SafetensorsWriter()
                .floats("images", List.of(100L, 1L, 16L, 16L), new float[100 * 256], 0)
                .longs("labels", List.of(100L), new long[100], 0)
                .write(data);
        Path results = Files.createDirectory(folder.resolve("results"));
        output = Files.write(results.resolve("out.safetensors"), OLD);
    }

    private void nothingWasWritten() throws IOException {
        try (var files = Files.list(output.getParent())) {
            assertThat(files).containsExactly(output);
        }
        assertThat(output).hasBinaryContent(OLD);
    }

    @Test
    void train() throws IOException {
        Started run = Started.run(
                Map.of(),
                LIMITED,
                "train",
                spec,
                "--data",
                "tensors:" + data,
                "--epochs",
                "1",
                "--lr",
                "0.01",
                "--optimizer",
                "sgd",
                "--output",
                output);
        assertThat(run.failedWith("E403").err()).contains("out.safetensors");
        nothingWasWritten();
    }

    @Test
    void predict() throws IOException {
        Path weights = folder.resolve("weights.safetensors");
        new SafetensorsWriter()
                .floats("fc.weight", List.of(256L, 256L), new float[256 * 256], 0)
                .floats("fc.bias", List.of(256L), new float[256], 0)
                .write(weights);
        Path input = folder.resolve("input.safetensors");
        new SafetensorsWriter()
                .floats("image", List.of(100L, 1L, 16L, 16L), new float[100 * 256], 0)
                .write(input);
        Started run = Started.run(
                Map.of(), LIMITED, "predict", spec, "--weights", weights, "--input", input, "--output", output);
        assertThat(run.failedWith("E403").err()).contains("out.safetensors");
        nothingWasWritten();
    }

    @Test
    void checkpoint() throws IOException {
        Path checkpoints = folder.resolve("checkpoints");
        Started run = Started.run(
                Map.of(),
                LIMITED,
                "train",
                spec,
                "--data",
                "tensors:" + data,
                "--epochs",
                "1",
                "--lr",
                "0.01",
                "--optimizer",
                "sgd",
                "--checkpoint",
                checkpoints);
        run.failedWith("E403");
        try (var files = Files.walk(checkpoints)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }
}
