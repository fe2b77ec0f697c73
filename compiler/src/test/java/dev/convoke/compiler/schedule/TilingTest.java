package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Nest;
import java.util.List;
import java.util.OptionalInt;
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
