package dev.convoke.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.problem.WeightsException;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {
    private static final NetDescription NET = LinearNet.describe();

    @TempDir
    Path folder;

    @Test
    void initialisesWithinBoundsBySeedAndName() {
        Parameters p = Parameters.initialise(NET, 1);
        assertThat(p.get("fc.weight")).hasSize(18).doesNotHaveDuplicates();
        for (float w : p.get("fc.weight")) {
            assertThat(w).isBetween(-0.5f, Math.nextDown(0.5f));
        }
        for (float b : p.get("fc.bias")) {
            assertThat(b).isBetween(-0.25f, 0.25f);
        }
        assertThat(p.get("norm.running_mean")).containsExactly(0f);
        assertThat(p.counter("norm.num_batches_tracked")).isZero();
        assertThat(Parameters.initialise(NET, 1).get("fc.weight")).isEqualTo(p.get("fc.weight"));
        assertThat(Parameters.initialise(NET, 2).get("fc.weight")).isNotEqualTo(p.get("fc.weight"));
    }

    @Test
    void theOrderOfTensorsDoesNotMatter() {
        List<TensorDescription> tensors = new ArrayList<>(NET.tensors());
        Collections.reverse(tensors);
        NetDescription reversed = new NetDescription(
                "Reversed",
                1,
                NET.inputs(),
                NET.outputs(),
                tensors,
                NET.stateFloats(),
                1,
                0,
                NET.inference(),
                NET.training());
        assertThat(Parameters.initialise(reversed, 1).get("fc.weight"))
                .isEqualTo(Parameters.initialise(NET, 1).get("fc.weight"));
    }

    @Test
    void savesAndLoads() {
        Parameters p = Parameters.wrap(NET, Parameters.initialise(NET, 4).state(), new long[] {42});
        Path file = folder.resolve("w.safetensors");
        p.save(file);
        Parameters back = Parameters.load(NET, file);
        assertThat(back.state()).isEqualTo(p.state());
        assertThat(back.counter("norm.num_batches_tracked")).isEqualTo(42);
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.tensor("fc.weight").shape()).containsExactly(3L, 6L);
            assertThat(opened.metadata()).containsEntry("format", "pt");
        }
    }

    @Test
    void allDifferencesAreToldAtOnce() {
        Path file = folder.resolve("w.safetensors");
        new SafetensorsWriter()
                .floats("fc.weight", List.of(6L, 3L), new float[18], 0)
                .floats("fc.extra", List.of(2L), new float[2], 0)
                .longs("norm.running_mean", List.of(1L), new long[1], 0)
                .floats("norm.num_batches_tracked", List.of(), new float[1], 0)
                .write(file);
        assertThatThrownBy(() -> Parameters.load(NET, file)).isInstanceOfSatisfying(WeightsException.class, e -> {
            assertThat(e.missing()).containsExactly(new WeightsException.Wanted("fc.bias", List.of(3L)));
            assertThat(e.unexpected()).containsExactly(new WeightsException.Wanted("fc.extra", List.of(2L)));
            assertThat(e.different())
                    .containsExactly(
                            new WeightsException.Difference("fc.weight", "[3, 6]", "[6, 3]"),
                            new WeightsException.Difference(
                                    "norm.running_mean", "float32, float64, float16 or bfloat16", "I64"),
                            new WeightsException.Difference("norm.num_batches_tracked", "int64", "F32"));
            assertThat(e.getMessage())
                    .contains("do not fit the net LinearNet")
                    .contains("missing (1): fc.bias [3]")
                    .contains("unexpected (1): fc.extra [2]")
                    .contains("fc.weight expected [3, 6], found [6, 3]");
        });
    }

    @Test
    void olderFilesWithoutCountersLoad() {
        Path file = folder.resolve("w.safetensors");
        new SafetensorsWriter()
                .floats("fc.weight", List.of(3L, 6L), new float[18], 0)
                .floats("fc.bias", List.of(3L), new float[] {1, 2, 3}, 0)
                .floats("norm.running_mean", List.of(1L), new float[1], 0)
                .write(file);
        Parameters p = Parameters.load(NET, file);
        assertThat(p.get("fc.bias")).containsExactly(1f, 2f, 3f);
        assertThat(p.counter("norm.num_batches_tracked")).isZero();
    }

    @Test
    void commonPrefixesAreRecognised() {
        Path file = folder.resolve("w.safetensors");
        new SafetensorsWriter()
                .floats("module.fc.weight", List.of(3L, 6L), new float[18], 0)
                .write(file);
        assertThatThrownBy(() -> Parameters.load(NET, file)).hasMessageContaining("begin with \"module.\"");
    }

    @Test
    void arraysByNameAreChecked() {
        Parameters p = Parameters.of(
                NET,
                Map.of(
                        "fc.weight",
                        new float[18],
                        "fc.bias",
                        new float[] {1, 2, 3},
                        "norm.running_mean",
                        new float[1]));
        assertThat(p.get("fc.bias")).containsExactly(1f, 2f, 3f);
        assertThatThrownBy(() -> Parameters.of(NET, Map.of("fc.weight", new float[17], "x", new float[1])))
                .isInstanceOfSatisfying(WeightsException.class, e -> {
                    assertThat(e.missing()).hasSize(2);
                    assertThat(e.unexpected()).hasSize(1);
                    assertThat(e.different()).hasSize(1);
                });
    }

    @Test
    void copiesCannotChangeIt() {
        Parameters p = Parameters.initialise(NET, 1);
        p.get("fc.bias")[0] = 99;
        assertThat(p.get("fc.bias")[0]).isNotEqualTo(99f);
        assertThatThrownBy(() -> p.get("nope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nope");
        assertThatThrownBy(() -> p.counter("fc.bias")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> p.get("norm.num_batches_tracked")).isInstanceOf(IllegalArgumentException.class);
    }
}
