package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.InputException;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static final Targets LABELS = new Targets.Labels(new int[] {2, 0});

    @Test
    void crossEntropy() {
        float[] x = {1, 2, 3, 0.5f, -1, 0};
        float[] g = new float[6];
        double loss = CrossEntropy.mean().evaluate(x, 3, 2, LABELS, g);
        double first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 3;
        double second = Math.log(Math.exp(0.5) + Math.exp(-1) + 1) - 0.5;
        assertThat(loss).isCloseTo((first + second) / 2, within(1e-12));
        assertThat(CrossEntropy.mean().evaluate(x, 3, 2, LABELS, Loss.NO_GRADIENTS))
                .isEqualTo(loss);
        checkGradients(CrossEntropy.mean(), x, 3, LABELS, g);
    }

    @Test
    void meanSquaredError() {
        float[] x = {1, 2, 3, 0.5f, -1, 0};
        Targets targets = new Targets.Values(new float[] {1, 1, 1, 1, 1, 1});
        float[] g = new float[6];
        assertThat(MeanSquaredError.mean().evaluate(x, 3, 2, targets, g))
                .isCloseTo((0 + 1 + 4 + 0.25 + 4 + 1) / 6, within(1e-12));
        checkGradients(MeanSquaredError.mean(), x, 3, targets, g);
    }

    private static void checkGradients(Loss loss, float[] x, int elements, Targets targets, float[] g) {
        for (int i = 0; i < x.length; i++) {
            float kept = x[i];
            float h = 1f / 1024;
            x[i] = kept + h;
            double above = loss.evaluate(x, elements, 2, targets, Loss.NO_GRADIENTS);
            x[i] = kept - h;
            double below = loss.evaluate(x, elements, 2, targets, Loss.NO_GRADIENTS);
            x[i] = kept;
            assertThat((double) g[i]).as("element %d", i).isCloseTo((above - below) / (2 * h), within(1e-6));
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        float[] g = new float[6];
        double loss = CrossEntropy.mean().evaluate(new float[] {1e30f, 0, 0, 0, -1e30f, 500}, 3, 2, LABELS, g);
        assertThat(loss).isCloseTo((1e30 + 500) / 2, within(1e24));
        assertThat(g).containsExactly(new float[] {0.5f, 0, -0.5f, -0.5f, 0, 0.5f}, within(1e-7f));
    }

    @Test
    void unsuitableTargetsAreTold() {
        float[] x = new float[6];
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, 3, 2, new Targets.Labels(new int[] {0, 3}), x))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a label is 3, but the net has 3 outputs");
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, 3, 2, new Targets.Labels(new int[] {-1, 0}), x))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, 3, 2, new Targets.Labels(new int[1]), x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, 3, 2, new Targets.Values(x), x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> MeanSquaredError.mean().evaluate(x, 3, 2, LABELS, x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> MeanSquaredError.mean().evaluate(x, 3, 2, new Targets.Values(new float[5]), x))
                .isInstanceOf(InputException.class);
    }
}
