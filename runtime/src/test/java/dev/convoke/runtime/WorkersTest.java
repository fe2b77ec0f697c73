package dev.convoke.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WorkersTest {
    @Test
    void everyPartRunsExactlyOnceAndIsVisible() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            try (Workers workers = Workers.of(threads)) {
                // Plain ints: a part that ran twice, not at all, or invisibly shows as another number.
                int[] counts = new int[1000];
                int[] total = new int[1];
                for (int round = 1; round <= 20_000; round++) {
                    int parts = 1 + round * 7919 % (round % 100 == 0 ? 1000 : 40);
                    workers.run(
                            (from, to) -> {
                                for (int i = from; i < to; i++) {
                                    counts[i]++;
                                }
                            },
                            parts);
                    int sum = 0;
                    for (int i = 0; i < 1000; i++) {
                        sum += counts[i];
                    }
                    total[0] += parts;
                    if (sum != total[0]) {
                        assertThat(sum)
                                .as("parts done after round %d with %d threads", round, threads)
                                .isEqualTo(total[0]);
                    }
                }
            }
        }
    }

    @Test
    void stepsSeeWhatStepsBeforeWrote() {
        try (Workers workers = Workers.of(3)) {
            long[] from = new long[64];
            long[] to = new long[64];
            java.util.Arrays.fill(from, 1);
            // Each step sums neighbours that other threads wrote in the step before.
            for (int round = 0; round < 30_000; round++) {
                long[] source = round % 2 == 0 ? from : to;
                long[] target = round % 2 == 0 ? to : from;
                workers.run(
                        (a, b) -> {
                            for (int i = a; i < b; i++) {
                                target[i] = source[(i + 17) % 64] + source[(i + 31) % 64] - source[i] + 1;
                            }
                        },
                        64);
                long wanted = 2 + round;
                for (long value : target) {
                    if (value != wanted) {
                        assertThat(value).as("round %d", round).isEqualTo(wanted);
                    }
                }
            }
        }
    }

    @Test
    void helpersReallyTakePart() throws Exception {
        try (Workers workers = Workers.of(2)) {
            // Two parts that wait for each other: only with two threads at once does this end.
            CountDownLatch both = new CountDownLatch(2);
            Set<Thread> threads = ConcurrentHashMap.newKeySet();
            workers.run(
                    (from, to) -> {
                        threads.add(Thread.currentThread());
                        both.countDown();
                        try {
                            both.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    2);
            assertThat(threads).hasSize(2).contains(Thread.currentThread());
            assertThat(threads).filteredOn(it -> it != Thread.currentThread()).allMatch(Thread::isDaemon);
        }
    }

    /** A step of {@code parts} parts of so many cycles each, whose parts note their threads. */
    private record Noting(int parts, long cycles, Set<Thread> threads, AtomicIntegerArray counts) implements Twin {
        Noting(int parts, long cycles) {
            this(parts, cycles, ConcurrentHashMap.newKeySet(), new AtomicIntegerArray(parts));
        }

        @Override
        public int lanes() {
            return 1;
        }

        @Override
        public int steps(Phase phase) {
            return 1;
        }

        @Override
        public String name(Phase phase, int step) {
            return "noting";
        }

        @Override
        public int parts(Phase phase, int step, int batch) {
            return parts;
        }

        @Override
        public long cycles(Phase phase, int step, int batch) {
            return cycles;
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            threads.add(Thread.currentThread());
            for (int part = from; part < to; part++) {
                counts.incrementAndGet(part);
            }
        }
    }

    @Test
    void smallStepsAndSmallCallsStayOnTheCallersThread() {
        try (Workers workers = Workers.of(4)) {
            Noting smallStep = new Noting(1000, 19);
            // Ten parts of a third of what a call must have; one step of it alone would be shared.
            Noting smallCall = new Noting(10, 29_000);
            for (int round = 0; round < 200; round++) {
                workers.run(smallStep, Phase.INFERENCE, 0, new Frame());
                workers.run(smallCall, Phase.INFERENCE, new Frame());
            }
            assertThat(smallStep.threads()).containsExactly(Thread.currentThread());
            assertThat(smallCall.threads()).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void everyPartOfAStepRunsOnceHoweverItIsCut() {
        for (int threads : new int[] {2, 3, 8}) {
            try (Workers workers = Workers.of(threads)) {
                for (int parts : new int[] {1, 2, 3, 5, 31, 64, 112, 255, 256, 257, 1000, 100_003}) {
                    for (long cycles : new long[] {1, 400, 9_000, 80_000, Twin.UNKNOWN}) {
                        Noting step = new Noting(parts, cycles);
                        workers.run(step, Phase.INFERENCE, new Frame());
                        for (int part = 0; part < parts; part++) {
                            if (step.counts().get(part) != 1) {
                                assertThat(step.counts().get(part))
                                        .as(
                                                "runs of part %d of %d, %d cycles, %d threads",
                                                part, parts, cycles, threads)
                                        .isEqualTo(1);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void wakesParkedHelpers() throws Exception {
        try (Workers workers = Workers.of(2)) {
            for (int round = 0; round < 20; round++) {
                Thread.sleep(3);
                CountDownLatch both = new CountDownLatch(2);
                workers.run(
                        (from, to) -> {
                            both.countDown();
                            try {
                                both.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        2);
            }
        }
    }

    @Test
    void manyCallersAndNestedCallsAreSafe() throws Exception {
        try (Workers workers = Workers.of(3)) {
            AtomicInteger wrong = new AtomicInteger();
            List<Thread> callers = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                Thread caller = new Thread(() -> {
                    for (int round = 0; round < 3000; round++) {
                        AtomicIntegerArray counts = new AtomicIntegerArray(24);
                        workers.run(
                                (from, to) -> {
                                    for (int i = from; i < to; i++) {
                                        int base = i * 4;
                                        workers.run(
                                                (a, b) -> {
                                                    for (int j = a; j < b; j++) {
                                                        counts.incrementAndGet(base + j);
                                                    }
                                                },
                                                4);
                                    }
                                },
                                6);
                        for (int i = 0; i < 24; i++) {
                            wrong.addAndGet(counts.get(i) == 1 ? 0 : 1);
                        }
                    }
                });
                caller.start();
                callers.add(caller);
            }
            for (Thread caller : callers) {
                caller.join();
            }
            assertThat(wrong).hasValue(0);
        }
    }

    @Test
    void exceptionsReachTheCallerAndThePoolSurvives() {
        try (Workers workers = Workers.of(3)) {
            for (int round = 0; round < 500; round++) {
                int bad = round % 12;
                AtomicInteger others = new AtomicInteger();
                assertThatThrownBy(() -> workers.run(
                                (from, to) -> {
                                    for (int i = from; i < to; i++) {
                                        if (i == bad) {
                                            throw new ArithmeticException("part " + bad);
                                        }
                                        others.incrementAndGet();
                                    }
                                },
                                12))
                        .isInstanceOf(ArithmeticException.class)
                        .hasMessage("part " + bad);
                assertThat(others).hasValue(11);
                int[] sum = new int[12];
                workers.run((from, to) -> java.util.Arrays.fill(sum, from, to, 1), 12);
                assertThat(sum).containsOnly(1);
            }
        }
    }

    @Test
    void interruptsAreKeptForTheCaller() {
        try (Workers workers = Workers.of(2)) {
            int[] done = new int[64];
            Thread.currentThread().interrupt();
            for (int round = 0; round < 100; round++) {
                workers.run(
                        (from, to) -> {
                            for (int i = from; i < to; i++) {
                                done[i]++;
                            }
                        },
                        64);
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).containsOnly(100);
        }
    }

    @Test
    void closedPoolsRunOnTheCallersThread() {
        Workers workers = Workers.of(4);
        workers.run((from, to) -> {}, 16);
        workers.close();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        workers.run((from, to) -> threads.add(Thread.currentThread()), 16);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void threadsEndWithThePool() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (Workers workers = Workers.of(2)) {
            CountDownLatch both = new CountDownLatch(2);
            workers.run(
                    (from, to) -> {
                        threads.add(Thread.currentThread());
                        both.countDown();
                        try {
                            both.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    2);
        }
        threads.remove(Thread.currentThread());
        assertThat(threads).hasSize(1);
        for (Thread helper : threads) {
            helper.join(60_000);
            assertThat(helper.isAlive()).isFalse();
        }
    }

    @Test
    void numbersOfThreadsAreChecked() {
        assertThatThrownBy(() -> Workers.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Workers.of(Crew.MOST + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Workers.of(Crew.MOST).threads()).isEqualTo(Crew.MOST);
    }
}
