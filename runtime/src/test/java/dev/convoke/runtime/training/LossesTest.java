package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.problem.DataException;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.TrainingException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses by the formulas of PyTorch's documentation, worked out by hand; {@link LossConformanceTest} has published results. */
class LossesTest {
    private static final List<Integer> THREE = List.of(3);
    private static final Targets LABELS = new Targets.Labels(new int[] {2, 0});
    private static final Targets VALUES = new Targets.Values(new float[] {1, 1, 1, 1, 1, 1});
    private static final float[] X = {1, 2, 3, 0.5f, -1, 0};

    /** {@code -log(softmax(x)[c])} for the two samples of {@link #X}. */
    private static double surprise(int sample, int c) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += Math.exp(X[sample * 3 + i]);
        }
        return Math.log(sum) - X[sample * 3 + c];
    }

    private static double of(Loss loss, Targets targets) {
        return loss.evaluate(X, THREE, 2, targets, Loss.NO_GRADIENTS);
    }

    @Test
    void crossEntropy() {
        double first = surprise(0, 2);
        double second = surprise(1, 0);
        assertThat(of(CrossEntropy.mean(), LABELS)).isCloseTo((first + second) / 2, within(1e-12));
        assertThat(of(CrossEntropy.sum(), LABELS)).isCloseTo(first + second, within(1e-12));
        // The weighted mean divides by the weights of the labels: 4 for class 2, 2 for class 0.
        assertThat(of(CrossEntropy.mean().classWeights(2, 3, 4), LABELS))
                .isCloseTo((4 * first + 2 * second) / 6, within(1e-12));
        assertThat(of(CrossEntropy.mean().ignoring(0), LABELS)).isCloseTo(first, within(1e-12));
        assertThat(of(CrossEntropy.mean(), new Targets.Labels(new int[] {2, -100})))
                .isCloseTo(first, within(1e-12));
        assertThat(of(CrossEntropy.mean(), new Targets.Labels(new int[] {-100, -100})))
                .isNaN();
    }

    @Test
    void labelSmoothing() {
        double uniform0 = (surprise(0, 0) + surprise(0, 1) + surprise(0, 2)) / 3;
        double uniform1 = (surprise(1, 0) + surprise(1, 1) + surprise(1, 2)) / 3;
        assertThat(of(CrossEntropy.mean().labelSmoothing(0.25), LABELS))
                .isCloseTo(
                        (0.75 * surprise(0, 2) + 0.25 * uniform0 + 0.75 * surprise(1, 0) + 0.25 * uniform1) / 2,
                        within(1e-12));
        // Each class's share has its own weight, the mean divides by those of the labels.
        double weighted0 = (2 * surprise(0, 0) + 3 * surprise(0, 1) + 4 * surprise(0, 2)) / 3;
        double weighted1 = (2 * surprise(1, 0) + 3 * surprise(1, 1) + 4 * surprise(1, 2)) / 3;
        assertThat(of(CrossEntropy.mean().classWeights(2, 3, 4).labelSmoothing(0.25), LABELS))
                .isCloseTo(
                        (0.75 * 4 * surprise(0, 2) + 0.25 * weighted0 + 0.75 * 2 * surprise(1, 0) + 0.25 * weighted1)
                                / 6,
                        within(1e-12));
    }

    @Test
    void negativeLogLikelihood() {
        assertThat(of(NegativeLogLikelihood.mean(), LABELS)).isCloseTo(-(3 + 0.5) / 2, within(1e-12));
        assertThat(of(NegativeLogLikelihood.sum().classWeights(2, 3, 4), LABELS))
                .isCloseTo(-(4 * 3 + 2 * 0.5), within(1e-12));
        assertThat(of(NegativeLogLikelihood.mean().classWeights(2, 3, 4), LABELS))
                .isCloseTo(-(4 * 3 + 2 * 0.5) / 6, within(1e-12));
        assertThat(of(NegativeLogLikelihood.mean().ignoring(2), LABELS)).isCloseTo(-0.5, within(1e-12));
    }

    @Test
    void differences() {
        // The differences are 0, 1, 2, -0.5, -2 and -1.
        assertThat(of(MeanSquaredError.mean(), VALUES)).isCloseTo((0 + 1 + 4 + 0.25 + 4 + 1) / 6, within(1e-12));
        assertThat(of(MeanSquaredError.sum(), VALUES)).isCloseTo(10.25, within(1e-12));
        assertThat(of(AbsoluteError.mean(), VALUES)).isCloseTo(6.5 / 6, within(1e-12));
        assertThat(of(AbsoluteError.sum(), VALUES)).isCloseTo(6.5, within(1e-12));
        // Below 1 half the square, else d - 1/2; at 1 both are the same.
        assertThat(of(Huber.sum(), VALUES)).isCloseTo(0 + 0.5 + 1.5 + 0.125 + 1.5 + 0.5, within(1e-12));
        assertThat(of(SmoothL1.sum(), VALUES)).isCloseTo(0 + 0.5 + 1.5 + 0.125 + 1.5 + 0.5, within(1e-12));
        // delta 1.5: 1.5 (2 - 0.75) = 1.875.
        assertThat(of(Huber.mean().delta(1.5), VALUES))
                .isCloseTo((0 + 0.5 + 1.875 + 0.125 + 1.875 + 0.5) / 6, within(1e-12));
        // beta 1.5: d^2 / 3 below, else d - 0.75.
        assertThat(of(SmoothL1.mean().beta(1.5), VALUES))
                .isCloseTo((0 + 1 / 3.0 + 1.25 + 0.25 / 3 + 1.25 + 1 / 3.0) / 6, within(1e-12));
        assertThat(of(SmoothL1.sum().beta(0), VALUES)).isEqualTo(of(AbsoluteError.sum(), VALUES));
    }

    @Test
    void binaryCrossEntropy() {
        // The example of PyTorch's documentation: logits of 1.5 whose targets are 1, -log(sigmoid(1.5)).
        float[] x = new float[640];
        float[] ones = new float[640];
        Arrays.fill(x, 1.5f);
        Arrays.fill(ones, 1);
        Targets positive = new Targets.Values(ones);
        double surprise = Math.log(1 + Math.exp(-1.5));
        assertThat(BinaryCrossEntropy.mean().evaluate(x, List.of(64), 10, positive, Loss.NO_GRADIENTS))
                .isCloseTo(0.2014, within(5e-5))
                .isCloseTo(surprise, within(1e-12));
        assertThat(BinaryCrossEntropy.mean().positiveWeight(3).evaluate(x, List.of(64), 10, positive, new float[640]))
                .isCloseTo(3 * surprise, within(1e-12));

        Targets mixed = new Targets.Values(new float[] {1, 0, 0.25f, 0, 1, 0});
        double[] weights = {2, 3, 0.5};
        double sum = 0;
        float[] t = {1, 0, 0.25f, 0, 1, 0};
        for (int i = 0; i < 6; i++) {
            double sigmoid = 1 / (1 + Math.exp(-X[i]));
            sum -= weights[i % 3] * t[i] * Math.log(sigmoid) + (1 - t[i]) * Math.log(1 - sigmoid);
        }
        assertThat(of(BinaryCrossEntropy.sum().positiveWeight(weights), mixed)).isCloseTo(sum, within(1e-12));
        assertThat(of(BinaryCrossEntropy.mean().positiveWeight(weights), mixed)).isCloseTo(sum / 6, within(1e-12));
    }

    @Test
    void kullbackLeibler() {
        float[] t = {0.5f, 0, 0.5f, 0.25f, 0.25f, 0.5f};
        Targets probabilities = new Targets.Values(t);
        double sum = 0;
        double logarithmic = 0;
        for (int i = 0; i < 6; i++) {
            sum += t[i] == 0 ? 0 : t[i] * (Math.log(t[i]) - X[i]);
            logarithmic += Math.exp(t[i]) * (t[i] - X[i]);
        }
        assertThat(of(KullbackLeibler.sum(), probabilities)).isCloseTo(sum, within(1e-12));
        assertThat(of(KullbackLeibler.mean(), probabilities)).isCloseTo(sum / 6, within(1e-12));
        assertThat(of(KullbackLeibler.batchMean(), probabilities)).isCloseTo(sum / 2, within(1e-12));
        assertThat(of(KullbackLeibler.batchMean().logTargets(), probabilities))
                .isCloseTo(logarithmic / 2, within(1e-12));
    }

    @Test
    void mapsHaveALabelForEachPosition() {
        // [2 samples][3 classes][2 positions]; the same numbers as samples of their own, position by position.
        float[] maps = new float[12];
        float[] flat = new float[12];
        int[] labels = {2, -100, 0, 1};
        for (int i = 0; i < 12; i++) {
            flat[i] = Randoms.uniform(3, 0, i) * 4 - 2;
            int row = i / 3;
            maps[row / 2 * 6 + i % 3 * 2 + row % 2] = flat[i];
        }
        float[] ofMaps = new float[12];
        float[] ofFlat = new float[12];
        Loss loss = CrossEntropy.mean().classWeights(1, 2, 3).labelSmoothing(0.1);
        assertThat(loss.evaluate(maps, List.of(3, 1, 2), 2, new Targets.Labels(labels), ofMaps))
                .isEqualTo(loss.evaluate(flat, THREE, 4, new Targets.Labels(labels), ofFlat));
        for (int i = 0; i < 12; i++) {
            int row = i / 3;
            assertThat(ofMaps[row / 2 * 6 + i % 3 * 2 + row % 2]).isEqualTo(ofFlat[i]);
        }
    }

    static Stream<Arguments> everyLoss() {
        return Stream.of(
                        CrossEntropy.mean(),
                        CrossEntropy.sum(),
                        CrossEntropy.mean().labelSmoothing(0.2),
                        CrossEntropy.mean()
                                .classWeights(0.5, 2, 1)
                                .labelSmoothing(0.2)
                                .ignoring(1),
                        CrossEntropy.sum().classWeights(0.5, 2, 1),
                        NegativeLogLikelihood.mean(),
                        NegativeLogLikelihood.mean().classWeights(0.5, 2, 1).ignoring(1),
                        NegativeLogLikelihood.sum(),
                        BinaryCrossEntropy.mean(),
                        BinaryCrossEntropy.sum().positiveWeight(0.5, 2, 3),
                        MeanSquaredError.mean(),
                        MeanSquaredError.sum(),
                        AbsoluteError.mean(),
                        AbsoluteError.sum(),
                        Huber.mean(),
                        Huber.sum().delta(0.75),
                        SmoothL1.mean(),
                        SmoothL1.sum().beta(0.75),
                        KullbackLeibler.batchMean(),
                        KullbackLeibler.mean(),
                        KullbackLeibler.sum().logTargets())
                .flatMap(loss -> Stream.of(Arguments.of(loss, THREE), Arguments.of(loss, List.of(3, 2, 2))));
    }

    /** Central differences with a step that floats hold exactly; the loss itself is computed in doubles. */
    @ParameterizedTest
    @MethodSource("everyLoss")
    void gradientsAreThoseOfTheValue(Loss loss, List<Integer> shape) {
        int batch = 4;
        int positions = shape.size() == 1 ? 1 : 4;
        float[] x = new float[batch * 3 * positions];
        float[] t = new float[x.length];
        int[] labels = new int[batch * positions];
        for (int i = 0; i < x.length; i++) {
            // Away from the corners of the absolute value, where there is no derivative.
            x[i] = Math.round(Randoms.uniform(1, 0, i) * 1024) / 256f - 2;
            t[i] = Math.abs(x[i] - 0.5f) < 0.01f ? 0.25f : 0.5f + Randoms.uniform(1, 1, i) / 256;
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
        }
        Targets targets = loss.wantsLabels() ? new Targets.Labels(labels) : new Targets.Values(t);
        float[] g = new float[x.length];
        Arrays.fill(g, Float.NaN);
        double value = loss.evaluate(x, shape, batch, targets, g);
        assertThat(loss.evaluate(x, shape, batch, targets, Loss.NO_GRADIENTS)).isEqualTo(value);
        for (int i = 0; i < x.length; i++) {
            float kept = x[i];
            float h = 1f / 1024;
            x[i] = kept + h;
            double above = loss.evaluate(x, shape, batch, targets, Loss.NO_GRADIENTS);
            x[i] = kept - h;
            double below = loss.evaluate(x, shape, batch, targets, Loss.NO_GRADIENTS);
            x[i] = kept;
            assertThat((double) g[i]).as("element %d", i).isCloseTo((above - below) / (2 * h), within(1e-6));
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        float[] g = new float[6];
        double loss = CrossEntropy.mean().evaluate(new float[] {1e30f, 0, 0, 0, -1e30f, 500}, THREE, 2, LABELS, g);
        assertThat(loss).isCloseTo((1e30 + 500) / 2, within(1e24));
        assertThat(g).containsExactly(new float[] {0.5f, 0, -0.5f, -0.5f, 0, 0.5f}, within(1e-7f));

        float[] logits = {1e30f, -1e30f, 1000, -1000, 0, 0};
        Targets targets = new Targets.Values(new float[] {0, 1, 1, 0, 1, 0});
        double binary = BinaryCrossEntropy.sum().evaluate(logits, THREE, 2, targets, g);
        assertThat(binary).isCloseTo(2e30, within(1e24));
        assertThat(g).containsExactly(new float[] {1, -1, 0, 0, -0.5f, 0.5f}, within(1e-7f));
    }

    @Test
    void unsuitableTargetsAreTold() {
        float[] x = new float[6];
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, THREE, 2, new Targets.Labels(new int[] {0, 3}), x))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a label is 3, but the net has 3 outputs");
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, THREE, 2, new Targets.Labels(new int[] {-1, 0}), x))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, THREE, 2, new Targets.Labels(new int[1]), x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(
                        () -> CrossEntropy.mean().evaluate(x, List.of(3, 1, 2), 1, new Targets.Labels(new int[1]), x))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("one label per position");
        assertThatThrownBy(() -> CrossEntropy.mean().evaluate(x, THREE, 2, new Targets.Values(x), x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> CrossEntropy.mean().classWeights(1, 2).evaluate(x, THREE, 2, LABELS, x))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 weights of classes, but the net has 3 classes");
        assertThatThrownBy(() -> MeanSquaredError.mean().evaluate(x, THREE, 2, LABELS, x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Huber.mean().evaluate(x, THREE, 2, new Targets.Values(new float[5]), x))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> BinaryCrossEntropy.mean().positiveWeight(1, 2).evaluate(x, THREE, 2, VALUES, x))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 channels");
    }

    @Test
    void settingsOutOfRangeAreTold() {
        for (Runnable wrong : List.<Runnable>of(
                () -> CrossEntropy.mean().labelSmoothing(1.5),
                () -> CrossEntropy.mean().classWeights(1, -1),
                () -> CrossEntropy.mean().classWeights(),
                () -> BinaryCrossEntropy.mean().positiveWeight(Double.NaN),
                () -> Huber.mean().delta(0),
                () -> SmoothL1.mean().beta(-1))) {
            assertThatThrownBy(wrong::run).isInstanceOf(TrainingException.class);
        }
    }
}
