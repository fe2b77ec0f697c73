package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayoutTest {
    private static final int BATCH = 3;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Layout random(Random random) {
        List<Integer> extents = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        int rank = random.nextInt(5);
        int blocked = random.nextInt(rank + 1) - 1;
        for (int axis = 0; axis < rank; axis++) {
            extents.add(axis == blocked ? 1 + random.nextInt(40) : 1 + random.nextInt(5));
            before.add(axis == blocked ? 0 : random.nextInt(3));
            after.add(axis == blocked ? 0 : random.nextInt(3));
        }
        Tensor tensor = new Tensor("t", random.nextBoolean(), extents);
        Layout layout = blocked < 0 ? Layout.rowMajor(tensor) : Layout.blocked(tensor, blocked);
        return layout.withHalo(before, after);
    }

    /** All positions of a layout, the halo's too. */
    private static List<List<Integer>> positions(Layout layout) {
        List<List<Integer>> positions = List.of(List.of());
        if (layout.tensor().batched()) {
            positions = extended(positions, 0, BATCH);
        }
        for (int axis = 0; axis < layout.tensor().extents().size(); axis++) {
            positions = extended(
                    positions,
                    -layout.before().get(axis),
                    layout.tensor().extents().get(axis) + layout.after().get(axis));
        }
        return positions;
    }

    private static List<List<Integer>> extended(List<List<Integer>> positions, int low, int high) {
        List<List<Integer>> extended = new ArrayList<>();
        for (List<Integer> position : positions) {
            for (int i = low; i < high; i++) {
                List<Integer> longer = new ArrayList<>(position);
                longer.add(i);
                extended.add(longer);
            }
        }
        return extended;
    }

    private static long address(Layout layout, List<Integer> position) {
        Index address = layout.address(position.stream().map(Index::of).toList());
        assertThat(address.isConstant()).isTrue();
        return address.constant();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyElementHasAnAddressOfItsOwn(long seed) {
        Layout layout = random(new Random(seed));
        long floats = layout.floats() * (layout.tensor().batched() ? BATCH : 1);
        Set<Long> taken = new HashSet<>();
        for (List<Integer> position : positions(layout)) {
            long address = address(layout, position);
            assertThat(address).as("%s at %s", layout, position).isBetween(0L, floats - 1);
            assertThat(taken.add(address)).as("%s at %s", layout, position).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void addressesOfVariablesAreThoseOfTheirValues(long seed) {
        Layout layout = random(new Random(seed));
        List<Atom.Variable> variables = new ArrayList<>();
        for (int i = 0; i < layout.tensor().rank(); i++) {
            variables.add(new Atom.Variable("v" + i, -2, 60));
        }
        Index general = layout.address(variables.stream().map(Index::of).toList());
        for (List<Integer> position : positions(layout)) {
            Index special = general.substitute(v -> Index.of(position.get(variables.indexOf(v))));
            assertThat(special).isEqualTo(Index.of(address(layout, position)));
        }
    }

    @Test
    void sixteenChannelsOfAPixelFollowEachOther() {
        Tensor image = new Tensor("image", true, List.of(33, 3, 2));
        Layout layout = Layout.blocked(image, 0).withHalo(List.of(0, 1, 1), List.of(0, 1, 1));
        // Three blocks of 5 x 4 pixels of 16 channels.
        assertThat(layout.floats()).isEqualTo(3 * 5 * 4 * 16);
        assertThat(address(layout, List.of(0, 0, -1, -1))).isZero();
        assertThat(address(layout, List.of(0, 0, 0, 0))).isEqualTo((4 + 1) * 16);
        assertThat(address(layout, List.of(0, 15, 0, 0))).isEqualTo((4 + 1) * 16 + 15);
        assertThat(address(layout, List.of(0, 16, 0, 0))).isEqualTo(5 * 4 * 16 + (4 + 1) * 16);
        assertThat(address(layout, List.of(2, 0, 0, 1))).isEqualTo(2 * 3 * 5 * 4 * 16 + (4 + 2) * 16);
        assertThat(layout.hasHalo()).isTrue();
        assertThat(layout.isRowMajor()).isFalse();
        assertThat(layout).hasToString("blocked by 16 along axis 0, halo [0, 1, 1] [0, 1, 1]");
    }

    @Test
    void blocksWithoutAnythingBetweenAreRowMajor() {
        Layout vector = Layout.blocked(new Tensor("v", true, List.of(33)), 0);
        assertThat(vector.isRowMajor()).isTrue();
        assertThat(vector.floats()).isEqualTo(48);
        assertThat(address(vector, List.of(1, 20))).isEqualTo(48 + 20);
    }

    @Test
    void sizesAreRoundedToWholeBlocks() {
        assertThat(LongStream.of(0, 1, 15, 16, 17).map(Layout::roundUp)).containsExactly(0L, 16L, 16L, 16L, 32L);
    }
}
