package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatPositionsTest {
    private static List<Long> positions(int size, int kernel, int stride, int haloBefore, int haloAfter) {
        int outputs = (size - kernel) / stride + 1;
        Tensor x = new Tensor("x", true, List.of(32, size, size));
        Tensor w = new Tensor("w", false, List.of(48, 32, kernel, kernel));
        Tensor bias = new Tensor("bias", false, List.of(48));
        Tensor y = new Tensor("y", true, List.of(48, outputs, outputs));
        Nest nest = Nest.of(Layers.convolution(x, w, bias, stride, 0, y));
        List<Integer> before = List.of(0, haloBefore, haloBefore);
        List<Integer> after = List.of(0, haloAfter, haloAfter);
        Map<Tensor, Layout> layouts = Map.of(
                x,
                Layout.blocked(x, 0),
                w,
                Layout.blocked(w, 0),
                bias,
                Layout.blocked(bias, 0),
                y,
                Layout.blocked(y, 0).withHalo(before, after));
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

    @ParameterizedTest(name = "kernel {0}, stride {1}, halo {2} {3}")
    @CsvSource({"3, 1, 0, 0", "1, 2, 0, 0", "1, 1, 1, 1", "1, 1, 0, 1"})
    void rowsThatDoNotFollowEachOtherStayRows(int kernel, int stride, int before, int after) {
        // 13 rows of 13, whatever the kernel and the stride.
        assertThat(positions(12 * stride + kernel, kernel, stride, before, after))
                .containsExactly(13L, 13L);
    }
}
