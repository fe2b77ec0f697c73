package dev.convoke.compiler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuardTest {
    private final Index h = Axis.of("h", 8).index();

    @Test
    void conditionsThatAlwaysHoldAreLeftOut() {
        assertThat(Guard.within(h, 8).alwaysHolds()).isTrue();
        assertThat(Guard.within(h.minus(1), 8).nonNegative()).containsExactly(h.minus(1));
        assertThat(Guard.within(h.plus(1), 8).nonNegative())
                .containsExactly(Index.of(6).minus(h));
        assertThat(Guard.ALWAYS.and(Guard.within(h, 9)).alwaysHolds()).isTrue();
    }

    @Test
    void conditionsThatNeverHoldAreKnown() {
        assertThat(Guard.within(h.plus(8), 8).neverHolds()).isTrue();
        assertThat(Guard.within(h.plus(7), 8).neverHolds()).isFalse();
        assertThat(Expression.where(Guard.within(h.minus(8), 8), Expression.constant(1), Expression.constant(2)))
                .isEqualTo(Expression.constant(2));
    }

    @Test
    void theSameConditionCountsOnce() {
        Guard guard = Guard.within(h.minus(1), 8);
        assertThat(guard.and(guard)).isEqualTo(guard);
    }

    @Test
    void mappingDropsWhatHoldsNow() {
        Guard guard = Guard.within(h.minus(1), 8);
        Atom.Variable variable = new Atom.Variable("h", 0, 7);
        assertThat(guard.mentions(variable)).isTrue();
        assertThat(guard.map(i -> i.substitute(variable, Index.of(1))).alwaysHolds())
                .isTrue();
        assertThat(guard.map(i -> i.substitute(variable, Index.ZERO)).neverHolds())
                .isTrue();
    }

    @Test
    void divisibility() {
        Atom.Variable variable = new Atom.Variable("h", 0, 7);
        Guard even = Guard.divisible(h.plus(1), 2);
        for (long value = 0; value < 8; value++) {
            Index constant = Index.of(value);
            boolean divisible = (value + 1) % 2 == 0;
            assertThat(even.map(i -> i.substitute(variable, constant)).alwaysHolds())
                    .isEqualTo(divisible);
            assertThat(even.map(i -> i.substitute(variable, constant)).neverHolds())
                    .isEqualTo(!divisible);
        }
        assertThat(Guard.divisible(h.times(4), 2).alwaysHolds()).isTrue();
    }
}
