package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training step leaves in the buffers of norms, against PyTorch's {@code BatchNorm2d} and {@code InstanceNorm2d}. */
class CountersTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void normsCountTheirUsesAsInPyTorch() throws IOException {
        Path spec = Files.writeString(folder.resolve("norms.cnn"), """
                net Norms {
                  input left: [1, 2, 2]
                  input right: [1, 2, 2]
                  a = left -> bn: BatchNorm
                  b = right -> use bn
                  a + b -> norm: InstanceNorm(track_running_stats=true) -> output y
                }
                """);
        Path weights = folder.resolve("weights.safetensors");
        new SafetensorsWriter()
                .floats("bn.weight", List.of(1L), new float[] {1}, 0)
                .floats("bn.bias", List.of(1L), new float[1], 0)
                .floats("bn.running_mean", List.of(1L), new float[1], 0)
                .floats("bn.running_var", List.of(1L), new float[] {1}, 0)
                .longs("bn.num_batches_tracked", List.of(), new long[] {5}, 0)
                .floats("norm.running_mean", List.of(1L), new float[1], 0)
                .floats("norm.running_var", List.of(1L), new float[] {1}, 0)
                .longs("norm.num_batches_tracked", List.of(), new long[] {0}, 0)
                .write(weights);
        Path input = folder.resolve("input.safetensors");
        List<Long> shape = List.of(2L, 1L, 2L, 2L);
        new SafetensorsWriter()
                .floats("left", shape, new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 0)
                .floats("right", shape, new float[] {2, 2, 4, 8, 0, -2, 6, 4}, 0)
                .floats("target", shape, new float[8], 0)
                .write(input);
        Path output = folder.resolve("output.safetensors");
        Object[] words = {
            "gradients", spec, "--weights", weights, "--input", input, "--output", output, "--loss", "mse", "--json"
        };
        Tool.run(words).json();
        try (SafetensorsFile found = SafetensorsFile.open(output)) {
            assertThat(found.longs("after.bn.num_batches_tracked")).containsExactly(5 + 2);
            assertThat(found.longs("after.norm.num_batches_tracked")).containsExactly(0);
            assertThat(found.floats("after.bn.running_mean")[0]).isCloseTo(0.615f, within(1e-6f));
            assertThat(found.floats("after.bn.running_var")[0]).isCloseTo(2.3785713f, within(1e-6f));
            assertThat(found.floats("after.norm.running_mean")[0]).isCloseTo(0f, within(1e-6f));
            assertThat(found.floats("after.norm.running_var")[0]).isCloseTo(1.14725f, within(1e-6f));
        }
    }
}
