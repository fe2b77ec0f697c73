package dev.convoke.runtime.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SchedulesTest {
    private static double[] rates(Schedule schedule, int stepsPerEpoch, long... steps) {
        double[] rates = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            rates[i] = schedule.rate(0.1, steps[i], stepsPerEpoch);
        }
        return rates;
    }

    @Test
    void constantAndStep() {
        assertThat(rates(Schedule.constant(), 3, 0, 1000)).containsExactly(0.1, 0.1);
        assertThat(rates(StepDecay.every(2), 3, 0, 5, 6, 11, 12))
                .containsExactly(new double[] {0.1, 0.1, 0.01, 0.01, 0.001}, within(1e-15));
        assertThat(rates(StepDecay.every(1).times(0.5), 3, 3)).containsExactly(0.05);
    }

    @Test
    void cosine() {
        // (1 + cos(pi t / 4)) / 2 at t = 0, 1, 2, 3, 4.
        assertThat(rates(Cosine.over(4), 10, 0, 9, 10, 20, 30, 39, 40, 400))
                .containsExactly(
                        new double[] {
                            0.1, 0.1, 0.08535533905932738, 0.05, 0.014644660940672627, 0.014644660940672627, 0, 0
                        },
                        within(1e-15));
        assertThat(rates(Cosine.over(4).perStep(), 10, 0, 20, 40))
                .containsExactly(new double[] {0.1, 0.05, 0}, within(1e-15));
        assertThat(rates(Cosine.over(4).perStep(), 10, 5)[0]).isBetween(0.0961, 0.0963);
        assertThat(rates(Cosine.over(4).downTo(0.02), 10, 0, 20, 40))
                .containsExactly(new double[] {0.1, 0.06, 0.02}, within(1e-15));
    }

    @Test
    void oneCycle() {
        // 100 steps: up until step 29, down until step 99.
        assertThat(rates(OneCycle.over(10), 10, 0, 29, 99, 150))
                .containsExactly(new double[] {0.004, 0.1, 4e-7, 4e-7}, within(1e-12));
        assertThat(rates(OneCycle.over(10), 10, 64)[0]).isCloseTo((0.1 + 4e-7) / 2, within(1e-9));
        double last = 0;
        for (int step = 0; step < 30; step++) {
            double rate = OneCycle.over(10).rate(0.1, step, 10);
            assertThat(rate).isGreaterThan(last);
            last = rate;
        }
        assertThat(OneCycle.over(1).rate(0.1, 0, 1)).isFinite();
        assertThat(OneCycle.over(1).rate(0.1, 0, 2)).isFinite();
    }

    @Test
    void warmUp() {
        assertThat(rates(Schedule.constant().warmUp(4), 10, 0, 1, 2, 3, 4, 100))
                .containsExactly(new double[] {0.025, 0.05, 0.075, 0.1, 0.1, 0.1}, within(1e-15));
    }
}
