package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.Workers;
import dev.convoke.runtime.generated.Initialiser;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.generated.TensorDescription;
import dev.convoke.runtime.generated.TensorDescription.Kind;
import dev.convoke.runtime.problem.TrainingException;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formulas of torch.optim's documentation, worked out by hand for one element; golden runs are in GoldenTrainingTest. */
class OptimisersTest {
    @TempDir
    Path folder;

    private static NetDescription net(int parameters, int buffers) {
        return new NetDescription(
                "Net",
                1,
                List.of(),
                List.of(),
                List.of(
                        new TensorDescription("w", Kind.PARAMETER, List.of(parameters), 0, Initialiser.constant(0)),
                        new TensorDescription(
                                "running_mean", Kind.BUFFER, List.of(buffers), parameters, Initialiser.constant(0)),
                        new TensorDescription(
                                "b", Kind.PARAMETER, List.of(1), parameters + buffers, Initialiser.constant(0))),
                parameters + buffers + 1 + 16,
                0,
                0,
                new Arena(0, 0),
                new Arena(0, 0));
    }

    /** The element after each step with these gradients, from 1. */
    private static double[] path(Optimiser optimiser, double... gradients) {
        NetDescription net = net(1, 1);
        OptimiserState state = new OptimiserState(net, optimiser);
        float[] p = new float[net.stateFloats()];
        Arrays.fill(p, 1f);
        double[] path = new double[gradients.length];
        try (Workers workers = Workers.of(1)) {
            for (int i = 0; i < gradients.length; i++) {
                float[] g = new float[net.stateFloats()];
                Arrays.fill(g, (float) gradients[i]);
                state.step(workers, p, g, optimiser.learningRate());
                path[i] = p[0];
                assertThat(p[1]).as("a buffer").isEqualTo(1f);
                assertThat(p[2]).as("the parameter after it").isEqualTo(p[0]);
                assertThat(p[3]).as("slack").isEqualTo(1f);
            }
        }
        return path;
    }

    /** Kernels may leave anything where no parameter is: in buffers' places, and in the padding behind tensors. */
    @Test
    void whatLiesBetweenParametersIsNeitherReadNorSaved() throws IOException {
        for (Optimiser optimiser : List.of(
                Sgd.of(0.1).momentum(0.9).nesterov(),
                Adam.of(0.1),
                AdamW.of(0.1).weightDecay(0.1),
                RmsProp.of(0.1).momentum(0.5))) {
            byte[] clean = saved(optimiser, 0f);
            byte[] dirty = saved(optimiser, Float.NaN);
            assertThat(dirty).as(optimiser.name()).isEqualTo(clean);
        }
    }

    /** Weights and what the optimiser remembers after two steps, with that gradient where no parameter is. */
    private byte[] saved(Optimiser optimiser, float elsewhere) throws IOException {
        NetDescription net = net(5, 3);
        OptimiserState state = new OptimiserState(net, optimiser);
        float[] g = new float[net.stateFloats()];
        Arrays.fill(g, elsewhere);
        Arrays.fill(g, 0, 5, 2f);
        g[8] = 3f;
        float[] p = new float[net.stateFloats()];
        Arrays.fill(p, 1f);
        try (Workers workers = Workers.of(2)) {
            state.step(workers, p, g, optimiser.learningRate());
            state.step(workers, p, g, optimiser.learningRate());
        }
        SafetensorsWriter writer = new SafetensorsWriter();
        state.addTo(writer);
        writer.floats("w", List.of(5L), p, 0)
                .floats("running_mean", List.of(3L), p, 5)
                .floats("b", List.of(1L), p, 8);
        Path file = folder.resolve("saved.safetensors");
        writer.write(file);
        return Files.readAllBytes(file);
    }

    @Test
    void sgd() {
        // p - 0.1 (g + 0.5 p): 1 - 0.1 (2 + 0.5) = 0.75, then 0.75 - 0.1 (-1 + 0.375) = 0.8125.
        assertThat(path(Sgd.of(0.1).weightDecay(0.5), 2, -1))
                .containsExactly(new double[] {0.75, 0.8125}, within(1e-7));
        // b = 2, then 0.5 * 2 - 1 = 0, then 0.5 * 0 + 4 = 4.
        assertThat(path(Sgd.of(0.1).momentum(0.5), 2, -1, 4))
                .containsExactly(new double[] {0.8, 0.8, 0.4}, within(1e-7));
        // Nesterov: steps of g + 0.5 b: 2 + 1 = 3, -1 + 0 = -1, 4 + 2 = 6.
        assertThat(path(Sgd.of(0.1).momentum(0.5).nesterov(), 2, -1, 4))
                .containsExactly(new double[] {0.7, 0.8, 0.2}, within(1e-7));
    }

    @Test
    void adam() {
        // First step: m / (1 - b1) = g, v / (1 - b2) = g^2, so a step of lr * sign(g).
        // Second, gradients 2 and -1: m = 0.9 * 0.2 - 0.1 = 0.08, / 0.19 = 0.4210526; v = 0.999 * 0.004 + 0.001 =
        // 0.004996, / 0.001999 = 2.4992496, root
        // 1.5809015; step 0.1 * 0.2663370.
        assertThat(path(Adam.of(0.1), 2, -1)).containsExactly(new double[] {0.9, 0.87336630}, within(1e-6));
        // A weight decay of 0.5 makes the first gradient 2.5, and its step is lr still.
        assertThat(path(Adam.of(0.1).weightDecay(0.5), 2)[0]).isCloseTo(0.9, within(1e-6));
        // Decoupled: 1 * (1 - 0.1 * 0.5) - 0.1 = 0.85.
        assertThat(path(AdamW.of(0.1).weightDecay(0.5), 2)[0]).isCloseTo(0.85, within(1e-6));
        assertThat(AdamW.of(0.1).weightDecay()).isEqualTo(0.01);
        // A large eps shows where it stands: 2 / (2 + 2) = 0.5.
        assertThat(path(Adam.of(0.1).eps(2), 2)[0]).isCloseTo(0.95, within(1e-6));
    }

    @Test
    void rmsProp() {
        // v = 0.25 * 4 = 1 with alpha 0.75: step 0.1 * 2 / (1 + 1) with eps 1.
        assertThat(path(RmsProp.of(0.1).alpha(0.75).eps(1), 2)[0]).isCloseTo(0.9, within(1e-6));
        // Second: v = 0.75 + 0.25 * 1 = 1, step 0.1 * -1 / 2; with momentum 0.5: b = 1, then 0.5 - 0.5 = 0.
        assertThat(path(RmsProp.of(0.1).alpha(0.75).eps(1), 2, -1)[1]).isCloseTo(0.95, within(1e-6));
        assertThat(path(RmsProp.of(0.1).alpha(0.75).eps(1).momentum(0.5), 2, -1)[1])
                .isCloseTo(0.9, within(1e-6));
        // Weight decay 0.5: gradient 2.5, v = 1.5625, root 1.25.
        assertThat(path(RmsProp.of(0.1).alpha(0.75).eps(1).weightDecay(0.5), 2)[0])
                .isCloseTo(1 - 0.1 * 2.5 / 2.25, within(1e-6));
        assertThat(path(RmsProp.of(0.1).alpha(0.75).eps(1).weightDecay(0.5).momentum(0.5), 2)[0])
                .isCloseTo(1 - 0.1 * 2.5 / 2.25, within(1e-6));
    }

    @Test
    void threadsLeaveNoTrace() {
        NetDescription net = net(100_003, 3);
        for (Optimiser optimiser : List.of(
                Sgd.of(0.1).momentum(0.9).nesterov().weightDecay(0.01),
                Adam.of(0.01),
                AdamW.of(0.01),
                RmsProp.of(0.01).momentum(0.9))) {
            float[] alone = run(net, optimiser, 1);
            assertThat(run(net, optimiser, 3)).isEqualTo(alone);
        }
    }

    private static float[] run(NetDescription net, Optimiser optimiser, int threads) {
        float[] p = new float[net.stateFloats()];
        float[] g = new float[net.stateFloats()];
        OptimiserState state = new OptimiserState(net, optimiser);
        try (Workers workers = Workers.of(threads)) {
            for (int step = 0; step < 5; step++) {
                for (int i = 0; i < g.length; i++) {
                    g[i] = Randoms.uniform(step, 0, i) - 0.5f;
                }
                state.step(workers, p, g, 0.01);
            }
        }
        return p;
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Sgd.of(-1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("learning rate");
        assertThatThrownBy(() -> Sgd.of(Double.NaN)).isInstanceOf(TrainingException.class);
        assertThatThrownBy(() -> Sgd.of(1).momentum(1)).isInstanceOf(TrainingException.class);
        assertThatThrownBy(() -> Adam.of(1).betas(0.9, 1)).hasMessageContaining("beta2");
        assertThatThrownBy(() -> RmsProp.of(1).weightDecay(-1)).hasMessageContaining("weight decay");
    }
}
