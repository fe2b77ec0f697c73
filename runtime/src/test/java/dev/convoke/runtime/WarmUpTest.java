package dev.convoke.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models that compute without vectors until their vectors are fast. */
@Timeout(120)
class WarmUpTest {
    /** Kernels that count what is run, slow for their first runs as vectors are before they are compiled. */
    private static final class Counting extends LinearNet.Kernels {
        final AtomicInteger preparations = new AtomicInteger();
        final AtomicInteger inferences = new AtomicInteger();
        private final int lanes;
        private final int slowRuns;

        Counting(int lanes, int slowRuns) {
            this.lanes = lanes;
            this.slowRuns = slowRuns;
        }

        @Override
        public int lanes() {
            return lanes;
        }

        @Override
        public long cycles(Phase phase, int step, int batch) {
            return 100;
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            if (phase == Phase.PREPARE) {
                preparations.incrementAndGet();
            } else if (phase == Phase.INFERENCE && inferences.incrementAndGet() <= slowRuns) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            super.run(phase, step, frame, from, to);
        }
    }

    private static final float[] IMAGE = {1, -2, 3, -4, 5, -6};

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void answersWithoutVectorsUntilTheyAreFast() {
        var plain = new Counting(1, 0);
        var vectors = new Counting(8, 200);
        float[] expected;
        try (var reference = LinearNet.initialise(3)) {
            expected = reference.predict(IMAGE);
        }
        try (var model = LinearNet.warming(plain, () -> vectors, 3)) {
            assertThat(plain.preparations).hasPositiveValue();
            assertThat(model.predict(IMAGE)).isEqualTo(expected);
            assertThat(plain.inferences).hasValue(plain.steps(Phase.INFERENCE));
            await(() -> {
                int before = plain.inferences.get();
                assertThat(model.predict(IMAGE)).isEqualTo(expected);
                return plain.inferences.get() == before;
            });
            assertThat(vectors.inferences).hasValueGreaterThan(200);
            assertThat(vectors.preparations).hasValue(0);
            assertThat(model.lanes()).isEqualTo(8);
        }
    }

    @Test
    void vectorsThatAreFastAlreadyAreTakenBeforeAnyAnswer() {
        var plain = new Counting(1, 0);
        var vectors = new Counting(8, 0);
        try (var model = LinearNet.warming(plain, () -> vectors, 3)) {
            // Each step is looked at, with the first part of one sample.
            await(() -> vectors.inferences.get() >= 2 * plain.steps(Phase.INFERENCE));
            await(() -> {
                int before = plain.inferences.get();
                model.predict(IMAGE);
                return plain.inferences.get() == before;
            });
            assertThat(plain.preparations).hasPositiveValue();
        }
    }

    /** Kernels whose second step is for large batches only, and behind the place from which on samples go together. */
    private static class Grouped extends LinearNet.Kernels {
        final AtomicInteger mostSamples = new AtomicInteger();

        @Override
        public int lanes() {
            return 8;
        }

        @Override
        public long cycles(Phase phase, int step, int batch) {
            return 100;
        }

        @Override
        public int parts(Phase phase, int step, int batch) {
            return phase == Phase.INFERENCE && step == 1 && batch < 8 ? 0 : super.parts(phase, step, batch);
        }

        @Override
        public Optional<Tail> tail() {
            return Optional.of(new Tail(1, LinearNet.IN, 4, List.of(new Tail.Carried(0, LinearNet.IN))));
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            if (phase == Phase.INFERENCE && step == 1) {
                mostSamples.accumulateAndGet(frame.batch, Math::max);
            }
            super.run(phase, step, frame, from, to);
        }
    }

    @Test
    void stepsOfLargeBatchesAreWarmedWithAGroup() {
        // So large an arena per sample that pieces are of one or two samples, or of one for each processor.
        var large = LinearNet.describe(new Arena(4, 1 << 19), new Arena(0, LinearNet.IN));
        var vectors = new Grouped();
        var parameters = Parameters.initialise(large, 3);
        try (var model = new Model(large, new Grouped(), () -> vectors, parameters) {}) {
            model.threads(1);
            await(() -> vectors.mostSamples.get() >= 8);
            float[] x = new float[16 * LinearNet.IN];
            Arrays.fill(x, 1);
            float[] y = new float[16 * LinearNet.OUT];
            await(() -> {
                model.predict(x, y, 16);
                return vectors.mostSamples.get() == 16;
            });
            float[] first = Arrays.copyOf(y, LinearNet.OUT);
            float[] last = Arrays.copyOfRange(y, 15 * LinearNet.OUT, 16 * LinearNet.OUT);
            assertThat(last).isEqualTo(first).isNotEqualTo(new float[LinearNet.OUT]);
        }
    }

    @Test
    void aJvmWithoutVectorsIsAskedOnce() {
        var asked = new AtomicInteger();
        var scalar = new Counting(1, 0);
        try (var model = LinearNet.warming(new Counting(1, 0), () -> count(asked, scalar), 3)) {
            assertThat(model.lanes()).isEqualTo(1);
            await(() -> {
                model.predict(IMAGE);
                return scalar.inferences.get() > 0;
            });
            assertThat(asked).hasValue(1);
        }
    }

    private static Twin count(AtomicInteger asked, Twin twin) {
        asked.incrementAndGet();
        return twin;
    }

    @Test
    void theFirstAnswerWaitsForNobody() throws InterruptedException {
        var release = new CountDownLatch(1);
        var plain = new Counting(1, 0);
        try (var model = LinearNet.warming(plain, () -> blocked(release), 3)) {
            assertThat(model.predict(IMAGE)).hasSize(LinearNet.OUT);
            assertThat(plain.inferences).hasPositiveValue();
            release.countDown();
            assertThat(model.lanes()).isEqualTo(4);
        }
    }

    private static Twin blocked(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Counting(4, 0);
    }

    @Test
    void closingEndsIt() {
        var vectors = new Counting(8, Integer.MAX_VALUE);
        var model = LinearNet.warming(new Counting(1, 0), () -> vectors, 3);
        model.predict(IMAGE);
        await(() -> vectors.inferences.get() > 10);
        model.close();
        await(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(WarmUpTest::warmsUp));
    }

    private static boolean warmsUp(Thread thread) {
        return thread.getName().equals("convoke-warm-up");
    }

    @Test
    void trainingUsesVectorsFromTheStart() {
        var plain = new Counting(1, 0);
        var vectors = new Counting(8, Integer.MAX_VALUE);
        try (var model = LinearNet.warming(plain, () -> vectors, 3);
                var trainable = model.trainable()) {
            trainable.predict(new float[][] {IMAGE}, new float[][] {new float[LinearNet.OUT]}, 1);
            assertThat(vectors.preparations).hasPositiveValue();
            assertThat(plain.inferences).hasValue(0);
        }
    }
}
