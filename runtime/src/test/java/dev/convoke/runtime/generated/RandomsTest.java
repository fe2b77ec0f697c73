package dev.convoke.runtime.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomsTest {
    @Test
    void uniformsFillTheUnitIntervalEvenly() {
        int[] bins = new int[64];
        int draws = 640_000;
        double sum = 0;
        double neighbours = 0;
        float last = 0;
        for (int i = 0; i < draws; i++) {
            float u = Randoms.uniform(42, 3, i);
            assertThat(u >= 0f && u < 1f).isTrue();
            bins[(int) (u * 64)]++;
            sum += u;
            neighbours += (u - 0.5) * (last - 0.5);
            last = u;
        }
        double chiSquared = 0;
        for (int bin : bins) {
            chiSquared += (bin - 10_000.0) * (bin - 10_000.0) / 10_000;
        }
        // 63 degrees of freedom: 99.99 % lie below 113 and above 27.
        assertThat(chiSquared).isBetween(27.0, 113.0);
        assertThat(sum / draws).isBetween(0.498, 0.502);
        assertThat(neighbours / draws).isBetween(-5e-4, 5e-4);
    }

    @Test
    void keysStreamsAndIndicesDiffer() {
        Set<Long> seen = new HashSet<>();
        for (long key = 0; key < 20; key++) {
            for (int stream = 0; stream < 20; stream++) {
                long streamKey = Randoms.streamKey(key, stream);
                for (long index = 0; index < 20; index++) {
                    seen.add(Randoms.bitsAt(streamKey, index));
                    assertThat(Randoms.uniformAt(streamKey, index)).isEqualTo(Randoms.uniform(key, stream, index));
                }
            }
        }
        assertThat(seen).hasSize(8000);
    }

    @Test
    void fixedForever() {
        assertThat(Randoms.bitsAt(0, 0))
                .as("SplitMix64's published first number for seed 0")
                .isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(Randoms.bitsAt(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    }

    @Test
    void shufflesArePermutationsThatReachEveryPlace() {
        int[][] where = new int[8][8];
        for (int round = 0; round < 8000; round++) {
            int[] order = {0, 1, 2, 3, 4, 5, 6, 7};
            Randoms.shuffle(order, Randoms.streamKey(round, 1));
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            assertThat(sorted).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
            for (int i = 0; i < 8; i++) {
                where[i][order[i]]++;
            }
        }
        for (int[] row : where) {
            for (int count : row) {
                assertThat(count).isBetween(850, 1150);
            }
        }
    }

    @Test
    void belowStaysBelow() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(Randoms.belowAt(9, i, Integer.MAX_VALUE)).isNotNegative();
            assertThat(Randoms.belowAt(9, i, 3)).isBetween(0, 2);
            assertThat(Randoms.belowAt(9, i, 1)).isZero();
        }
    }
}
