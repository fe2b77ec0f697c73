package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Accesses;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatPositionsTest {
    private static List<Long> positions(int size, int kernel, int stride, int haloBefore, int haloAfter) {
        int outputs = (size - kernel) / stride + 1;
        Tensor x = new Tensor("x", true, List.of(32, size, size));
        Tensor w = new Tensor("w", false, List.of(64, 32, kernel, kernel));
        Tensor bias = new Tensor("bias", false, List.of(64));
        Tensor y = new Tensor("y", true, List.of(64, outputs, outputs));
        Nest nest = Nest.of(Layers.convolution(x, w, bias, stride, 0, y));
        List<Integer> before = List.of(0, haloBefore, haloBefore);
        List<Integer> after = List.of(0, haloAfter, haloAfter);
        Map<Tensor, Layout> layouts = layouts(nest, "y", before, after);
        Nest flat = FlatPositions.of(nest, layouts, 16);
        List<Axis> axes = flat.axes();
        assertThat(flat.lanes()).isEqualTo(nest.lanes());
        return axes.subList(2, axes.size()).stream()
                .map(a -> a.extent().constant())
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        // Tiles of 7: 175 positions in place of 182.
        "13, 169",
        "9, 81",
        // Whole tiles in each row, or no fewer positions.
        "14, 14 14",
        "7, 7 7",
        "1, 1 1"
    })
    void whereTilesComputeFewerElementsTwice(int size, String extents) {
        assertThat(positions(size, 1, 1, 0, 0)).hasToString("[" + extents.replace(" ", ", ") + "]");
    }

    /** Zeros above and below a map do not come between its rows. */
    @Test
    void haloOfWholeRowsDoesNotMatter() {
        Nest nest = residual(List.of(64, 13, 13));
        Map<Tensor, Layout> layouts = layouts(nest, "y", List.of(0, 1, 0), List.of(0, 1, 0));
        assertThat(FlatPositions.of(nest, layouts, 16).axes()).hasSize(3);
    }

    @ParameterizedTest(name = "what is added has extents {0}: flat {1}")
    @CsvSource({"64 13 13, true", "64 1 1, true", "64 13 1, false", "64 1 13, false"})
    void whatIsAddedMayBeTheSameForAllPositions(String extents, boolean flat) {
        List<Integer> added =
                Stream.of(extents.split(" ")).map(Integer::valueOf).toList();
        Nest nest = residual(added);
        assertThat(FlatPositions.of(nest, layouts(nest, "", List.of(), List.of()), 16)
                        .axes())
                .hasSize(flat ? 3 : 4);
    }

    @Test
    void anotherTensorWithColumnsAroundItKeepsRows() {
        Nest nest = residual(List.of(64, 13, 13));
        Map<Tensor, Layout> layouts = layouts(nest, "added", List.of(0, 0, 1), List.of(0, 0, 1));
        assertThat(FlatPositions.of(nest, layouts, 16)).isEqualTo(nest);
    }

    /** A 1x1 convolution of 32 channels for 64 at 13 x 13, and something added to it. */
    private static Nest residual(List<Integer> addedExtents) {
        Tensor x = new Tensor("x", true, List.of(32, 13, 13));
        Tensor w = new Tensor("w", false, List.of(64, 32, 1, 1));
        Tensor bias = new Tensor("bias", false, List.of(64));
        Tensor added = new Tensor("added", true, addedExtents);
        Nest nest = Nest.of(Layers.convolution(x, w, bias, 1, 0, new Tensor("y", true, List.of(64, 13, 13))));
        List<Index> at = new ArrayList<>(nest.at());
        for (int i = 0; i < addedExtents.size(); i++) {
            if (addedExtents.get(i) == 1) {
                at.set(i + 1, Index.ZERO);
            }
        }
        return new Nest(
                nest.output(), nest.at(), nest.axes(), nest.value().plus(new Expression.Load(added, at)), nest.lanes());
    }

    /** Blocked by 16 along the first axis, one of them with zeros around it. */
    private static Map<Tensor, Layout> layouts(Nest nest, String padded, List<Integer> before, List<Integer> after) {
        Map<Tensor, Layout> layouts = new HashMap<>();
        Stream.concat(Accesses.tensors(nest.value()).stream(), Stream.of(nest.output()))
                .forEach(tensor -> layouts.put(
                        tensor,
                        tensor.name().equals(padded)
                                ? Layout.blocked(tensor, 0).withHalo(before, after)
                                : Layout.blocked(tensor, 0)));
        return layouts;
    }

    @ParameterizedTest(name = "kernel {0}, stride {1}, halo {2} {3}")
    @CsvSource({"3, 1, 0, 0", "1, 2, 0, 0", "1, 1, 1, 1", "1, 1, 0, 1"})
    void rowsThatDoNotFollowEachOtherStayRows(int kernel, int stride, int before, int after) {
        // 13 rows of 13, whatever the kernel and the stride.
        assertThat(positions(12 * stride + kernel, kernel, stride, before, after))
                .containsExactly(13L, 13L);
    }
}
