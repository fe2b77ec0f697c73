package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Interpreter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.loop.Verifier;
import dev.convoke.compiler.plan.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HaloClearingTest {
    static LongStream seeds() {
        return LongStream.range(0, 120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void zerosInTheHaloAndNowhereElse(long seed) {
        Random random = new Random(seed);
        int rank = 1 + random.nextInt(4);
        int blocked = random.nextBoolean() ? random.nextInt(rank) : -1;
        List<Integer> extents = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            extents.add(axis == blocked ? 1 + random.nextInt(40) : 1 + random.nextInt(4));
            before.add(axis == blocked ? 0 : random.nextInt(3));
            after.add(axis == blocked ? 0 : random.nextInt(3));
        }
        Tensor tensor = new Tensor("t", random.nextBoolean(), extents);
        Layout layout =
                (blocked < 0 ? Layout.rowMajor(tensor) : Layout.blocked(tensor, blocked)).withHalo(before, after);
        int batch = tensor.batched() ? 3 : 1;
        Buffer buffer = new Buffer("out");
        Set<Long> inside = inside(layout, batch);
        for (int width : List.of(16, 8, 4, 1)) {
            Kernel kernel = HaloClearing.kernel("halo", "", layout, buffer, width);
            Verifier.require(kernel, Verifier.Form.FLAT, "halo");
            float[] array = new float[(int) layout.floats() * batch];
            Arrays.fill(array, 1);
            Interpreter.overBuffers(Map.of(buffer, array))
                    .withWidth(width == 1 ? Lanes.WIDTH : width)
                    .shuffled(seed)
                    .run(kernel, Map.of(Axis.BATCH, (long) batch));
            for (int i = 0; i < array.length; i++) {
                assertThat(array[i])
                        .as("%s, %d lanes, at %d", layout, width, i)
                        .isEqualTo(inside.contains((long) i) ? 1 : 0);
            }
        }
    }

    /** The addresses of the elements, and of the lanes beside them in their blocks. */
    private static Set<Long> inside(Layout layout, int batch) {
        Tensor tensor = layout.tensor();
        List<List<Index>> positions = new ArrayList<>(List.of(List.of()));
        for (int axis = 0; axis < tensor.rank(); axis++) {
            int own = axis - (tensor.batched() ? 1 : 0);
            boolean blocked =
                    own >= 0 && layout.blocked().isPresent() && layout.blocked().getAsInt() == own;
            long extent = own < 0
                    ? batch
                    : blocked ? layout.span(own) : tensor.extents().get(own);
            List<List<Index>> longer = new ArrayList<>();
            for (List<Index> position : positions) {
                for (long i = 0; i < extent; i++) {
                    List<Index> next = new ArrayList<>(position);
                    next.add(Index.of(i));
                    longer.add(next);
                }
            }
            positions = longer;
        }
        Set<Long> inside = new HashSet<>();
        positions.forEach(position -> inside.add(layout.address(position).constant()));
        return inside;
    }
}
