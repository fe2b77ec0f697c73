package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryPlanTest {
    private record Life(int number, long floats, int first, int last) {}

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static List<Life> random(long seed) {
        Random random = new Random(seed);
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(30); i++) {
            int first = random.nextInt(20);
            lives.add(new Life(i, 16L * (1 + random.nextInt(20)), first, first + random.nextInt(6)));
        }
        return lives;
    }

    private static MemoryPlan<Life> place(List<Life> lives) {
        MemoryPlan<Life> plan = new MemoryPlan<>();
        lives.forEach(life -> plan.add(life, life.floats(), life.first(), life.last()));
        return plan.place();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatLivesTogetherLiesApart(long seed) {
        List<Life> lives = random(seed);
        MemoryPlan<Life> plan = place(lives);
        long end = 0;
        for (Life a : lives) {
            long from = plan.offset(a);
            assertThat(from).isNotNegative().isEqualTo(from / 16 * 16);
            end = Math.max(end, from + a.floats());
            for (Life b : lives) {
                boolean together = a.first() <= b.last() && b.first() <= a.last();
                if (a.number() < b.number() && together) {
                    boolean apart = from + a.floats() <= plan.offset(b) || plan.offset(b) + b.floats() <= from;
                    assertThat(apart)
                            .as("%s at %d, %s at %d", a, from, b, plan.offset(b))
                            .isTrue();
                }
            }
        }
        assertThat(plan.floats()).isEqualTo(end);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSameEveryTime(long seed) {
        List<Life> lives = random(seed);
        MemoryPlan<Life> once = place(lives);
        MemoryPlan<Life> again = place(lives);
        assertThat(lives).allSatisfy(life -> assertThat(again.offset(life)).isEqualTo(once.offset(life)));
    }

    @Test
    void aChainNeedsTwoAtATime() {
        List<Life> chain = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            chain.add(new Life(i, 64, i, i + 1));
        }
        assertThat(place(chain).floats()).isEqualTo(128);
    }

    @Test
    void theLastReaderKeepsAThingAlive() {
        Life read = new Life(0, 16, 0, 3);
        Life made = new Life(1, 16, 3, 3);
        assertThat(place(List.of(read, made)).floats()).isEqualTo(32);
    }

    @Test
    void smallThingsFillGaps() {
        Life large = new Life(0, 160, 0, 1);
        Life small = new Life(1, 16, 2, 9);
        Life middle = new Life(2, 96, 2, 5);
        MemoryPlan<Life> plan = place(List.of(small, large, middle));
        assertThat(plan.floats()).isEqualTo(160);
    }

    @Test
    void nothingNeedsNothing() {
        assertThat(new MemoryPlan<String>().place().floats()).isZero();
    }

    /** What goes first lies lowest, although it is smaller; what is dead by then may share its place. */
    @Test
    void whatGoesFirstLiesLowest() {
        MemoryPlan<String> plan = new MemoryPlan<>();
        plan.add("large", 100, 0, 2);
        plan.addFirst("carried", 10, 1, 4);
        plan.addFirst("late", 20, 3, 4);
        plan.place();
        assertThat(plan.offset("late")).isZero();
        assertThat(plan.offset("carried")).isEqualTo(20);
        assertThat(plan.offset("large")).isEqualTo(30);
        assertThat(plan.floats()).isEqualTo(130);
    }
}
