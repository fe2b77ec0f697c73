package dev.convoke.compiler.layer.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.loop.Evaluator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers that move, cut and repeat elements, and those that drop them, by hand and against plain loops. */
class ArrangementsTest {
    private static double[] count(long elements) {
        return IntStream.range(0, Math.toIntExact(elements)).mapToDouble(i -> i).toArray();
    }

    /** What a layer makes of 0, 1, 2, ... */
    private static double[] counted(String layer, Shape shape, Object... arguments) {
        return Bench.evaluate(
                Bench.layer(layer, shape, arguments), shape, Evaluator.inDouble(1), count(shape.elements()));
    }

    @Test
    void slicesAreThoseOfPython() {
        Shape shape = Shape.of(2, 4);
        assertThat(counted("Slice", shape, "start", 1)).containsExactly(4, 5, 6, 7);
        assertThat(counted("Slice", shape, "end", -1, "dim", 2)).containsExactly(0, 1, 2, 4, 5, 6);
        assertThat(counted("Slice", shape, "start", 1, "step", 2, "dim", -1)).containsExactly(1, 3, 5, 7);
        assertThat(counted("Slice", shape, "start", -3, "end", 2, "dim", 2)).containsExactly(1, 5);
    }

    @Test
    void permutationsMoveAxes() {
        assertThat(counted("Permute", Shape.of(2, 3), "dims", List.of(0, 2, 1))).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(Bench.layer("Permute", Shape.of(2, 3, 4), "dims", List.of(0, 2, 3, 1))
                        .outputShape())
                .isEqualTo(Shape.of(3, 4, 2));
        assertThat(counted("Reshape", Shape.of(2, 3, 4), "shape", List.of(4, -1)))
                .containsExactly(count(24));
    }

    /** torchvision rounds the margins' halves to even: of 1 none, of 3 two. */
    @Test
    void cropsAreCentred() {
        assertThat(counted("Crop", Shape.of(1, 5), "size", 4)).containsExactly(0, 1, 2, 3);
        assertThat(counted("Crop", Shape.of(1, 5), "size", 2)).containsExactly(2, 3);
        assertThat(counted("Crop", Shape.of(1, 3, 4), "size", List.of(1, 2))).containsExactly(5, 6);
    }

    /** The examples in PyTorch's documentation: channels 1 to 4 in two groups are 1, 3, 2, 4. */
    @Test
    void channelsAreShuffled() {
        assertThat(counted("ChannelShuffle", Shape.of(4, 1, 1), "groups", 2)).containsExactly(0, 2, 1, 3);
        assertThat(counted("ChannelShuffle", Shape.of(6, 1, 1), "groups", 3)).containsExactly(0, 2, 4, 1, 3, 5);
        assertThat(counted("PixelShuffle", Shape.of(4, 1, 2), "upscale_factor", 2))
                .containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
        assertThat(counted("PixelUnshuffle", Shape.of(1, 2, 4), "downscale_factor", 2))
                .containsExactly(0, 2, 1, 3, 4, 6, 5, 7);
        Shape shape = Shape.of(3, 4, 6);
        double[] folded = counted("PixelUnshuffle", shape, "downscale_factor", 2);
        Shape smaller = Shape.of(12, 2, 3);
        assertThat(Bench.evaluate(
                        Bench.layer("PixelShuffle", smaller, "upscale_factor", 2),
                        smaller,
                        Evaluator.inDouble(1),
                        folded))
                .containsExactly(count(shape.elements()));
    }

    /** The examples in PyTorch's documentation of ReflectionPad1d, ReplicationPad1d and CircularPad1d. */
    @Test
    void bordersAreRepeated() {
        Shape line = Shape.of(1, 4);
        assertThat(counted("Pad", line, "padding", 2, "mode", "reflect")).containsExactly(2, 1, 0, 1, 2, 3, 2, 1);
        assertThat(counted("Pad", line, "padding", 2, "mode", "replicate")).containsExactly(0, 0, 0, 1, 2, 3, 3, 3);
        assertThat(counted("Pad", line, "padding", 2, "mode", "circular")).containsExactly(2, 3, 0, 1, 2, 3, 0, 1);
        assertThat(counted("Pad", line, "padding", List.of(3, 1), "mode", "reflect"))
                .containsExactly(3, 2, 1, 0, 1, 2, 3, 2);
        assertThat(counted("Pad", Shape.of(1, 2, 2), "padding", List.of(1, 0, 0, 1), "mode", "replicate"))
                .containsExactly(0, 0, 1, 2, 2, 3, 2, 2, 3);
    }

    /** The examples in PyTorch's documentation of Upsample. */
    @Test
    void upsamplingIsPyTorchs() {
        Shape image = Shape.of(1, 2, 2);
        double[] x = {1, 2, 3, 4};
        assertThat(upsampled(image, x, "scale_factor", List.of(2.0)))
                .containsExactly(1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4);
        assertThat(upsampled(image, x, "scale_factor", List.of(2.0), "mode", "bilinear"))
                .containsExactly(1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4);
        double[] aligned = upsampled(image, x, "size", 4, "mode", "bilinear", "align_corners", true);
        for (int i = 0; i < 16; i++) {
            assertThat(aligned[i]).isCloseTo(1 + i / 4 * 2 / 3.0 + i % 4 / 3.0, within(1e-12));
        }
        assertThat(upsampled(Shape.of(1, 3), new double[] {1, 2, 3}, "size", 1, "mode", "linear"))
                .containsExactly(2);
    }

    private static double[] upsampled(Shape shape, double[] x, Object... arguments) {
        return Bench.evaluate(Bench.layer("Upsample", shape, arguments), shape, Evaluator.inDouble(1), x);
    }

    /** All small extents: the position that PyTorch takes, with its float32 arithmetic. */
    @TestFactory
    Stream<DynamicTest> nearestPositions() {
        return Stream.of("nearest", "nearest-exact")
                .map(mode -> DynamicTest.dynamicTest(mode, () -> {
                    for (int in : new int[] {1, 2, 3, 5, 7, 8, 16, 33, 64}) {
                        for (int out = 1; out <= 130; out += in < 4 ? 1 : 3) {
                            float scale = (float) in / out;
                            double[] found = counted("Upsample", Shape.of(1, in), "size", out, "mode", mode);
                            for (int i = 0; i < out; i++) {
                                float place = mode.equals("nearest") ? i * scale : (float) ((i + 0.5) * scale);
                                assertThat(found[i]).isEqualTo(Math.min((int) place, in - 1));
                            }
                        }
                    }
                    double[] third = counted("Upsample", Shape.of(1, 7), "scale_factor", List.of(1.3), "mode", mode);
                    assertThat(third).hasSize(9);
                    float scale = (float) (1 / 1.3);
                    for (int i = 0; i < 9; i++) {
                        float place = mode.equals("nearest") ? i * scale : (float) ((i + 0.5) * scale);
                        assertThat(third[i]).isEqualTo((int) place);
                    }
                }));
    }

    /** Between positions as PyTorch's formula has it, in double precision. */
    @Test
    void linearPositions() {
        for (boolean aligned : new boolean[] {false, true}) {
            for (int in : new int[] {1, 2, 5, 9}) {
                for (int out = 1; out <= 23; out++) {
                    double[] found = counted(
                            "Upsample", Shape.of(1, in), "size", out, "mode", "linear", "align_corners", aligned);
                    for (int i = 0; i < out; i++) {
                        double place = aligned
                                ? (out > 1 ? (in - 1.0) / (out - 1) * i : 0)
                                : Math.max(0, (i + 0.5) * in / out - 0.5);
                        // Elements are their positions, so what lies between two is the place itself.
                        assertThat(found[i]).isCloseTo(Math.min(place, in - 1), within(1e-12));
                    }
                }
            }
        }
    }

    @Test
    void pathsAreDroppedSampleBySample() {
        int batch = 400;
        double[] rows = trained("DropPath", batch, Shape.of(2, 2), "p", 0.25);
        int dropped = 0;
        for (int n = 0; n < batch; n++) {
            double[] sample = Arrays.copyOfRange(rows, 4 * n, 4 * n + 4);
            assertThat(Arrays.stream(sample).distinct().toArray()).hasSize(1);
            assertThat(sample[0]).isIn(0.0, (double) (float) (1 / 0.75));
            dropped += sample[0] == 0 ? 1 : 0;
        }
        // Four standard deviations of 400 decisions.
        assertThat(dropped).isBetween(65, 135);
        assertThat(Arrays.stream(trained("DropPath", batch, Shape.of(3), "p", 0.5, "mode", "batch"))
                        .distinct()
                        .toArray())
                .hasSize(1);
        assertThat(counted("DropPath", Shape.of(3), "p", 0.9)).containsExactly(0, 1, 2);
    }

    @Test
    void channelsAreDroppedAsAWhole() {
        double[] y = trained("Dropout", 50, Shape.of(4, 3), "p", 0.5, "channels", true);
        for (int column = 0; column < 200; column++) {
            double[] channel = Arrays.copyOfRange(y, 3 * column, 3 * column + 3);
            assertThat(Arrays.stream(channel).distinct().toArray()).hasSize(1);
        }
        assertThat(Arrays.stream(y).filter(v -> v == 0).count()).isBetween(300L - 85, 300L + 85);
    }

    /** What ones become in training mode. */
    private static double[] trained(String layer, int batch, Shape shape, Object... arguments) {
        Builder builder = new Builder();
        Value x = builder.input("x", shape.extents().toArray(Integer[]::new));
        TrainingGraph training = Differentiate.of(builder.build(builder.add("y", layer, x, arguments)));
        double[] ones = new double[Math.toIntExact(batch * shape.elements())];
        Arrays.fill(ones, 1);
        Map<Value, double[]> values = new HashMap<>(Map.of(x, ones));
        Bench.run(training.forward(), 0, Evaluator.inDouble(batch), values);
        return values.get(training.graph().outputs().get(0));
    }

    @Test
    void scalesAreOneForEachChannel() {
        Shape shape = Shape.of(2, 1, 2);
        Layer layer = Bench.layer("Scale", shape, "init", 1e-6);
        assertThat(layer.state().get(0).extents()).containsExactly(2, 1, 1);
        assertThat(layer.state().get(0).under("features.1.0.layer_scale").name())
                .isEqualTo("features.1.0.layer_scale");
        assertThat(Bench.evaluate(layer, shape, Evaluator.inDouble(1), count(4), new double[] {2, 10}))
                .containsExactly(0, 2, 20, 30);
    }

    /** As a convolution with a kernel of 1, and as after permutations. */
    @Test
    void productsRunAlongAnyAxis() {
        Random random = new Random(5);
        Shape shape = Shape.of(3, 2, 4);
        double[] x = Bench.random(random, 24);
        double[] weight = Bench.random(random, 6);
        double[] bias = Bench.random(random, 2);
        Evaluator evaluator = Evaluator.inDouble(1);
        double[] expected = Bench.evaluate(
                Bench.layer("Conv", shape, "out_channels", 2, "kernel", 1), shape, evaluator, x, weight, bias);
        Layer channels = Bench.layer("Linear", shape, "out_features", 2, "dim", 1);
        assertThat(Bench.evaluate(channels, shape, evaluator, x, weight, bias)).containsExactly(expected);
        assertThat(channels.multiplyAccumulates(List.of())).isEqualTo(2 * 3 * 8);
        double[] moved =
                Bench.evaluate(Bench.layer("Permute", shape, "dims", List.of(0, 2, 3, 1)), shape, evaluator, x);
        Shape last = Shape.of(2, 4, 3);
        double[] product = Bench.evaluate(
                Bench.layer("Linear", last, "out_features", 2, "dim", -1), last, evaluator, moved, weight, bias);
        Shape result = Shape.of(2, 4, 2);
        assertThat(Bench.evaluate(
                        Bench.layer("Permute", result, "dims", List.of(0, 3, 1, 2)), result, evaluator, product))
                .containsExactly(expected);
    }
}
