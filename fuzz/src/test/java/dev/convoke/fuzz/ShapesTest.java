package dev.convoke.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million random layers. */
class ShapesTest {
    private static final int ROUNDS = 1_000_000;

    @Test
    void agreeWithWholeNumbersOfAnySize() {
        Random random = new Random(20261121);
        Shapes shapes = new Shapes(random::nextInt);
        int fit = 0;
        for (int i = 0; i < ROUNDS; i++) {
            fit += shapes.next() ? 1 : 0;
        }
        assertThat(fit).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }
}
