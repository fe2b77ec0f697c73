package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Nest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilingTest {
    @ParameterizedTest(name = "{0} by at most {1}: {2}")
    @CsvSource({
        "56, 8, 8",
        "28, 8, 7",
        "14, 8, 7",
        "7, 8, 7",
        "1, 8, 1",
        "3, 8, 3",
        "16, 8, 8",
        "13, 8, 7",
        "5, 4, 3",
        "9, 8, 5",
        "4, 1, 1"
    })
    void theTileThatWastesLeast(int extent, int limit, int factor) {
        assertThat(Tiling.best(extent, limit)).isEqualTo(factor);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6, 8})
    void noTileIsLargerThanItMayBeAndNoneWastesMuch(int limit) {
        for (int extent = 1; extent <= 300; extent++) {
            int factor = Tiling.best(extent, limit);
            assertThat(factor).isBetween(1, Math.min(limit, extent));
            int computed = (extent + factor - 1) / factor * factor;
            // Some factor of half the limit or more wastes less than a tile; the best wastes no more than the largest
            // one.
            int largest = Math.min(limit, extent);
            assertThat(computed).isLessThanOrEqualTo((extent + largest - 1) / largest * largest);
        }
    }

    private static Nest linear(int results) {
        Tensor x = new Tensor("x", true, List.of(40));
        Tensor w = new Tensor("w", false, List.of(results, 40));
        Tensor bias = new Tensor("bias", false, List.of(results));
        return Nest.of(Layers.linear(x, w, bias, new Tensor("y", true, List.of(results))));
    }

    private static Nest conv(int channels, int extent) {
        Tensor x = new Tensor("x", true, List.of(8, extent, extent));
        Tensor w = new Tensor("w", false, List.of(channels, 8, 1, 1));
        Tensor bias = new Tensor("bias", false, List.of(channels));
        return Nest.of(Layers.convolution(x, w, bias, 1, 0, new Tensor("y", true, List.of(channels, extent, extent))));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 8, 4, 1})
    void oneTilingForEveryBatch(int width) {
        for (Nest nest : List.of(linear(1), linear(10), linear(64), conv(1, 5), conv(33, 1), conv(64, 14))) {
            Nest scalar = nest.with(OptionalInt.empty());
            for (List<Tiling> tilings : List.of(Tiling.choose(nest, width), Tiling.choose(scalar, 1))) {
                for (int batch = 1; batch <= 40; batch++) {
                    Index size = Index.of(batch);
                    long fitting = tilings.stream()
                            .filter(tiling -> tiling.when().nonNegative().stream()
                                    .allMatch(
                                            i -> i.substitute(Axis.BATCH, size).constant() >= 0))
                            .filter(tiling -> tiling.factors().entrySet().stream()
                                    .filter(factor -> factor.getKey()
                                            .equals(Axis.batch("n").variable()))
                                    .allMatch(factor -> factor.getValue() <= size.constant()))
                            .count();
                    assertThat(fitting).as("batch %d", batch).isEqualTo(1);
                }
            }
        }
    }

    private static Nest depthwise(int channels, int extent, int window, int stride) {
        int input = (extent - 1) * stride + window;
        Tensor x = new Tensor("x", true, List.of(channels, input, input));
        Tensor w = new Tensor("w", false, List.of(channels, 1, window, window));
        return Nest.of(Layers.depthwise(x, w, stride, 0, new Tensor("y", true, List.of(channels, extent, extent))));
    }

    private static Nest depthwiseWeightGradient(int channels, int extent, int window) {
        int input = extent + window - 1;
        Tensor x = new Tensor("x", true, List.of(channels, input, input));
        Tensor dy = new Tensor("dy", true, List.of(channels, extent, extent));
        return Nest.of(
                Layers.depthwiseWeightGradient(dy, x, new Tensor("dw", false, List.of(channels, 1, window, window))));
    }

    private static Map<String, Integer> tile(Nest nest, int width) {
        List<Tiling> tilings = Tiling.choose(nest, width);
        assertThat(tilings).hasSize(1);
        return tilings.get(0).tile().stream().collect(Collectors.toMap(Step.Tiled::axis, Step.Tiled::factor));
    }

    @ParameterizedTest(name = "{0} lanes: {1} wide, windows of {2}, stride {3}")
    @CsvSource({
        "16, 112, 3, 1, 14, 1",
        "16, 56, 3, 2, 14, 1",
        "16, 28, 3, 1, 14, 1",
        "16, 7, 3, 1, 7, 1",
        "16, 112, 5, 2, 8, 1",
        "16, 28, 5, 1, 7, 1",
        "16, 56, 7, 1, 8, 1",
        "8, 28, 3, 1, 7, 2",
        "8, 28, 5, 2, 7, 2",
        "4, 28, 3, 1, 7, 1",
        "4, 112, 5, 1, 7, 1",
        "1, 56, 3, 1, 8, 1"
    })
    void depthwiseTilesAreOneBlock(int width, int extent, int window, int stride, int positions, int vectors) {
        Map<String, Integer> expected = new HashMap<>(Map.of("ow", positions));
        if (vectors > 1) {
            expected.put("kv", vectors);
        }
        assertThat(tile(depthwise(96, extent, window, stride), width)).isEqualTo(expected);
    }

    @Test
    void whatHasTooFewPositionsForOneBlockIsDoneByTwo() {
        assertThat(tile(depthwise(96, 5, 3, 1), 16)).isEqualTo(Map.of("kb", 2, "ow", 5));
        assertThat(tile(depthwiseWeightGradient(96, 28, 5), 16)).isEqualTo(Map.of("kb", 2, "kw", 5));
        assertThat(tile(depthwiseWeightGradient(96, 28, 3), 16)).isEqualTo(Map.of("kw", 3, "kh", 3));
    }

    @Test
    void blocksThatShareInputsAreComputedTogether() {
        assertThat(tile(conv(64, 14), 16)).isEqualTo(Map.of("kb", 2, "ow", 7));
    }

    @ParameterizedTest(name = "{0} lanes, {1} channels: {2} blocks, {3} positions")
    @CsvSource({
        "16, 144, 3, 4",
        "16, 40, 3, 4",
        "16, 240, 3, 4",
        "16, 1000, 3, 4",
        "16, 96, 2, 7",
        "16, 80, 2, 7",
        "16, 192, 2, 7",
        "1, 144, 2, 4"
    })
    void threeBlocksWhereTwoWouldComputeOneTwice(int width, int channels, int blocks, int positions) {
        assertThat(tile(conv(channels, 28), width)).isEqualTo(Map.of("kb", blocks, "ow", positions));
    }

    /** Three blocks x 4 positions compute 8 of 7: less in all than a fourth block of 3, more than a sixteenth of 15. */
    @Test
    void positionsComputedTwiceCountToo() {
        assertThat(tile(conv(48, 7), 16)).isEqualTo(Map.of("kb", 3, "ow", 4));
        assertThat(tile(conv(240, 7), 16)).isEqualTo(Map.of("kb", 2, "ow", 7));
    }

    @Test
    void longWindowsAreOfTwoBlocks() {
        Tensor x = new Tensor("x", true, List.of(8, 38, 38));
        Tensor w = new Tensor("w", false, List.of(144, 8, 11, 11));
        Tensor bias = new Tensor("bias", false, List.of(144));
        Nest nest = Nest.of(Layers.convolution(x, w, bias, 1, 0, new Tensor("y", true, List.of(144, 28, 28))));
        assertThat(tile(nest, 16)).containsEntry("kb", 2);
    }

    @Test
    void windowsOfSeveralTapsAreOfTwoBlocks() {
        Tensor x = new Tensor("x", true, List.of(8, 30, 30));
        Tensor w = new Tensor("w", false, List.of(144, 8, 3, 3));
        Tensor bias = new Tensor("bias", false, List.of(144));
        Nest nest = Nest.of(Layers.convolution(x, w, bias, 1, 0, new Tensor("y", true, List.of(144, 28, 28))));
        assertThat(tile(nest, 16)).isEqualTo(Map.of("kb", 2, "ow", 7));
    }

    @ParameterizedTest
    @CsvSource({"16, 16", "8, 12", "4, 12", "1, 8"})
    void tilesFitIntoRegisters(int width, int accumulators) {
        for (Nest nest : List.of(linear(10), linear(64), conv(3, 5), conv(33, 1), conv(33, 7), conv(128, 14))) {
            for (Tiling tiling : Tiling.choose(nest, width)) {
                int tile = tiling.factors().values().stream().reduce(1, (a, b) -> a * b);
                assertThat(tile).as("%s", tiling).isBetween(1, accumulators);
            }
        }
    }
}
