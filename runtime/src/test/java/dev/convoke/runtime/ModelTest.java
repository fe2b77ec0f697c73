package dev.convoke.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.convoke.runtime.generated.Compatibility;
import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.NetDescription;
import dev.convoke.runtime.generated.NetDescription.Arena;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Randoms;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import dev.convoke.runtime.problem.InputException;
import dev.convoke.runtime.problem.ProblemKind;
import dev.convoke.runtime.problem.RuntimeTooOldException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ModelTest {
    static float[] samples(int count, long key) {
        float[] result = new float[count * LinearNet.IN];
        for (int i = 0; i < result.length; i++) {
            result[i] = Randoms.uniform(key, 0, i) - 0.5f;
        }
        return result;
    }

    private static float[] expected(Parameters p, float[] x) {
        float[] w = p.get("fc.weight");
        float[] b = p.get("fc.bias");
        float mean = p.get("norm.running_mean")[0];
        float[] y = new float[x.length / LinearNet.IN * LinearNet.OUT];
        for (int k = 0; k < y.length; k++) {
            int s = k / LinearNet.OUT;
            int o = k % LinearNet.OUT;
            float sum = b[o];
            for (int i = 0; i < LinearNet.IN; i++) {
                sum = Math.fma(w[o * LinearNet.IN + i], x[s * LinearNet.IN + i] - mean, sum);
            }
            y[k] = sum;
        }
        return y;
    }

    @Test
    void predictsOneSampleAndBatchesAlike() {
        try (LinearNet net = LinearNet.initialise(3)) {
            float[] x = samples(7, 1);
            float[] y = new float[7 * LinearNet.OUT + 2];
            y[21] = 9f;
            net.predict(x, y, 7);
            float[] expected = expected(net.parameters(), x);
            for (int i = 0; i < expected.length; i++) {
                assertThat(y[i]).isEqualTo(expected[i]);
            }
            assertThat(y[21]).as("what follows the batch").isEqualTo(9f);
            for (int s = 0; s < 7; s++) {
                float[] one = java.util.Arrays.copyOfRange(x, s * LinearNet.IN, (s + 1) * LinearNet.IN);
                float[] alone = net.predict(one);
                assertThat(alone).containsExactly(expected[3 * s], expected[3 * s + 1], expected[3 * s + 2]);
                assertThat(net.classify(one)).isEqualTo(Model.largest(expected, 3 * s, 3));
            }
            float[][] several = {new float[21]};
            net.predict(new float[][] {x}, several, 7);
            assertThat(several[0]).isEqualTo(expected);
        }
    }

    @Test
    void bytesAreFractionsOf255() {
        byte[] bytes = {0, 1, 127, -128, -1, 51, 2, 3, 5, 7, 11, 13};
        float[] fractions = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            fractions[i] = Byte.toUnsignedInt(bytes[i]) / 255f;
        }
        try (LinearNet net = LinearNet.ofBytes(3)) {
            float[] expected = new float[2 * LinearNet.OUT];
            float[] y = new float[2 * LinearNet.OUT];
            net.predict(fractions, expected, 2);
            net.predict(bytes, y, 2);
            assertThat(y).isEqualTo(expected);
            byte[] one = java.util.Arrays.copyOf(bytes, LinearNet.IN);
            float[] first = net.predict(one);
            assertThat(first).isEqualTo(java.util.Arrays.copyOf(expected, LinearNet.OUT));
            assertThat(net.classify(one)).isEqualTo(Model.largest(first, 0, LinearNet.OUT));
            assertThatThrownBy(() -> net.predict(new byte[5])).hasMessageContaining("6 bytes per sample");
        }
        try (LinearNet net = LinearNet.initialise(3)) {
            assertThatThrownBy(() -> net.predict(new byte[LinearNet.IN]))
                    .hasMessageContaining("takes floats, not bytes");
        }
    }

    @Test
    void piecesAndThreadsLeaveNoTrace() {
        Parameters parameters = Parameters.initialise(LinearNet.describe(), 5);
        // So large an arena per sample that a batch runs in pieces of one or two samples.
        int huge = 1 << 19;
        var small = LinearNet.describe(new Arena(4, huge), new Arena(0, LinearNet.IN));
        float[] x = samples(41, 2);
        float[] expected = expected(parameters, x);
        // Of steps whose cost nobody knows threads share the parts, of small steps the samples, of tiny ones nothing.
        for (long cycles : new long[] {Twin.UNKNOWN, 50_000, 1}) {
            for (int threads : new int[] {1, 2, 3}) {
                try (Model net = new Model(small, new Costly(cycles), parameters) {}) {
                    net.threads(threads);
                    assertThat(net.threads()).isEqualTo(threads);
                    for (int round = 0; round < 50; round++) {
                        float[] y = new float[expected.length];
                        net.predict(x, y, 41);
                        assertThat(y).isEqualTo(expected);
                    }
                }
            }
        }
        assertThat(Pieces.size(small.inference(), 41, 1)).isEqualTo(2);
        assertThat(Pieces.size(small.inference(), 41, 3)).isEqualTo(3);
        assertThat(Pieces.size(new Arena(0, 10), 41, 1)).isEqualTo(41);
        assertThat(Pieces.size(new Arena(0, 1 << 30), 41, 8)).isEqualTo(1);
        assertThat(Pieces.size(new Arena(5, 0), 41, 1)).isEqualTo(41);
    }

    /** So large an arena per sample that a batch runs in pieces of one, two or three samples. */
    private static final NetDescription LARGE = LinearNet.describe(new Arena(4, 1 << 19), new Arena(0, LinearNet.IN));

    private static final Optional<Tail> TAIL =
            Optional.of(new Tail(1, LinearNet.IN, 4, List.of(new Tail.Carried(0, LinearNet.IN))));

    @Test
    void samplesGoTogetherThroughATail() {
        Parameters parameters = Parameters.initialise(LinearNet.describe(), 5);
        for (int batch : new int[] {1, 2, 3, 16, 17, 41}) {
            float[] x = samples(batch, 2);
            float[] expected = expected(parameters, x);
            for (long cycles : new long[] {Twin.UNKNOWN, 50_000, 1}) {
                for (int threads : new int[] {1, 2, 3}) {
                    Costly kernels = new Costly(cycles, TAIL);
                    try (Model net = new Model(LARGE, kernels, parameters) {}) {
                        net.threads(threads);
                        float[] y = new float[expected.length];
                        net.predict(x, y, batch);
                        assertThat(y)
                                .as("%d samples, %d threads", batch, threads)
                                .isEqualTo(expected);
                    }
                    if (batch >= 16) {
                        assertThat(kernels.mostSamples.get(0)).isLessThanOrEqualTo(3);
                        assertThat(kernels.mostSamples.get(1)).isBetween(3, 16);
                    }
                }
            }
        }
    }

    /** Kernels whose second step goes through its parts forwards and backwards in turns; notes where each run of it begins. */
    private static final class Turning extends LinearNet.Kernels {
        private final List<Integer> begins = new ArrayList<>();

        @Override
        public boolean turns(Phase phase, int step) {
            return phase == Phase.INFERENCE && step == 1;
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            if (turns(phase, step)) {
                begins.add(from);
            }
            super.run(phase, step, frame, from, to);
        }
    }

    @Test
    void everySecondCallGoesBackwardsWhereThatPays() {
        Parameters parameters = Parameters.initialise(LinearNet.describe(), 5);
        float[] x = samples(3, 2);
        float[] expected = expected(parameters, x);
        Turning turning = new Turning();
        try (Model net = new Model(LinearNet.describe(), turning, parameters) {}) {
            net.threads(1);
            for (int call = 0; call < 4; call++) {
                float[] y = new float[expected.length];
                net.predict(x, y, 3);
                assertThat(y).isEqualTo(expected);
            }
        }
        assertThat(turning.begins).containsExactly(2, 1, 0, 0, 2, 1, 0, 0);
    }

    @Test
    void groupsOfSamplesAreBounded() {
        Optional<Tail> small = Optional.of(new Tail(1, 100, 4, List.of()));
        Optional<Tail> large = Optional.of(new Tail(1, 1 << 20, 4, List.of()));
        assertThat(Pieces.group(Optional.empty(), 41, 2)).as("no tail").isEqualTo(2);
        assertThat(Pieces.group(small, 8, 1)).as("all of them").isEqualTo(8);
        assertThat(Pieces.group(small, 41, 1)).as("three groups").isEqualTo(14);
        assertThat(Pieces.group(large, 8, 1)).as("two of 24 MiB at most").isEqualTo(4);
        assertThat(Pieces.group(large, 41, 20)).as("no smaller than pieces").isEqualTo(20);
        assertThat(Pieces.sharedGroup(small, 32, 2, 1))
                .as("two for each thread")
                .isEqualTo(8);
        assertThat(Pieces.sharedGroup(large, 32, 2, 1))
                .as("each half of the room")
                .isEqualTo(3);
    }

    /** The kernels with an estimate of what a part costs. */
    private static final class Costly extends LinearNet.Kernels {
        private final long cycles;
        private final Optional<Tail> tail;
        /** The most samples that each of the two steps was called with. */
        private final AtomicIntegerArray mostSamples = new AtomicIntegerArray(2);

        Costly(long cycles) {
            this(cycles, Optional.empty());
        }

        Costly(long cycles, Optional<Tail> tail) {
            this.cycles = cycles;
            this.tail = tail;
        }

        @Override
        public Optional<Tail> tail() {
            return tail;
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            if (phase == Phase.INFERENCE) {
                mostSamples.accumulateAndGet(step, frame.batch, Math::max);
            }
            super.run(phase, step, frame, from, to);
        }

        @Override
        public long cycles(Phase phase, int step, int batch) {
            return cycles;
        }
    }

    @Test
    void batchesOfSmallStepsAreSharedByTheSample() {
        Arena arena = new Arena(4, 100);
        assertThat(Pieces.shared(arena, 32, 2)).isEqualTo(8);
        assertThat(Pieces.shared(arena, 33, 2)).isEqualTo(9);
        assertThat(Pieces.shared(arena, 1, 2)).isEqualTo(1);
        assertThat(Pieces.shared(new Arena(4, 1 << 18), 32, 2)).isEqualTo(2);
        assertThat(Pieces.shared(new Arena(4, 1 << 30), 32, 2)).isEqualTo(1);
        // A step is a part for each sample: two steps of 50,000 cycles a sample.
        assertThat(Effort.paysPieces(new Costly(50_000), 32, 8)).isTrue();
        assertThat(Effort.paysPieces(new Costly(5_000), 24, 6)).isFalse();
        assertThat(Effort.paysPieces(new Costly(200_000), 32, 8)).isFalse();
        assertThat(Effort.paysPieces(new Costly(Twin.UNKNOWN), 32, 8)).isFalse();
    }

    @Test
    void tooLargeAnArenaIsToldWithTheMost() {
        assertThat(Pieces.arenaFloats(new Arena(1000, 1 << 20), 2047)).isEqualTo(1000 + 2047 * (1 << 20));
        assertThatThrownBy(() -> Pieces.arenaFloats(new Arena(1000, 1 << 20), 2048))
                .isInstanceOfSatisfying(InputException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemKind.BATCH_SIZE);
                    assertThat(e.hint()).contains("at most 2047 samples");
                });
    }

    @Test
    void manyCallersGetTheirOwnResults() throws Exception {
        try (LinearNet net = LinearNet.initialise(8)) {
            net.threads(2);
            ExecutorService callers = Executors.newFixedThreadPool(6);
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int c = 0; c < 6; c++) {
                int caller = c;
                Callable<Integer> work = () -> {
                    int faults = 0;
                    for (int round = 0; round < 300; round++) {
                        int batch = 1 + (caller * 7 + round) % 33;
                        float[] x = samples(batch, caller * 1000L + round);
                        float[] y = new float[batch * LinearNet.OUT];
                        net.predict(x, y, batch);
                        faults += java.util.Arrays.equals(y, expected(net.parameters(), x)) ? 0 : 1;
                    }
                    return faults;
                };
                wrong.add(callers.submit(work));
            }
            for (Future<Integer> each : wrong) {
                assertThat(each.get()).isZero();
            }
            callers.shutdown();
        }
    }

    @Test
    void allocatesNothingInSteadyState() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        Parameters parameters = Parameters.initialise(LinearNet.describe(), 1);
        List<Supplier<Model>> models =
                List.of(() -> LinearNet.initialise(1), () -> new Model(LARGE, new Costly(50_000, TAIL), parameters) {});
        for (Supplier<Model> model : models) {
            for (int threads : new int[] {1, 2}) {
                try (Model net = model.get()) {
                    net.threads(threads);
                    float[] x = samples(32, 4);
                    float[] y = new float[32 * LinearNet.OUT];
                    float[] one = samples(1, 4);
                    net.predict(x, y, 32);
                    net.classify(one);
                    long before = memory.getThreadAllocatedBytes(self);
                    for (int i = 0; i < 100; i++) {
                        net.predict(x, y, 32);
                        net.classify(one);
                    }
                    long allocated = memory.getThreadAllocatedBytes(self) - before;
                    assertThat(allocated)
                            .as("bytes in 200 calls with %d threads", threads)
                            .isLessThan(200);
                }
            }
        }
    }

    @Test
    void wrongLengthsAreToldWithTheNumbers() {
        try (LinearNet net = LinearNet.initialise(1)) {
            assertThatThrownBy(() -> net.predict(new float[7]))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("[1, 2, 3] = 6 floats per sample, but the array has 7");
            assertThatThrownBy(() -> net.predict(new float[11], new float[6], 2))
                    .hasMessageContaining("so 12 for 2 samples, but the array has 11");
            assertThatThrownBy(() -> net.predict(new float[12], new float[5], 2))
                    .hasMessageContaining("output \"logits\"")
                    .hasMessageContaining("[3] = 3");
            assertThatThrownBy(() -> net.predict(new float[12], new float[6], 0))
                    .isInstanceOfSatisfying(
                            InputException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.BATCH_SIZE));
            assertThatThrownBy(() -> net.predict(new float[2][6], new float[1][3], 1))
                    .isInstanceOfSatisfying(
                            InputException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.ARRAY_COUNT));
        }
    }

    @Test
    void predictsWithoutTheParametersItReleased() {
        Parameters parameters = Parameters.initialise(LinearNet.describe(), 5);
        float[] x = samples(3, 2);
        float[] expected = expected(parameters, x);
        try (LinearNet net = LinearNet.of(parameters)) {
            float[] y = new float[expected.length];
            net.predict(x, y, 3);
            net.releaseParameters();
            for (int round = 0; round < 2; round++) {
                Arrays.fill(y, 0);
                net.predict(x, y, 3);
                assertThat(y).isEqualTo(expected);
            }
            assertThatThrownBy(net::parameters)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LinearNet were released");
            assertThatThrownBy(net::trainable)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("load them again");
        }
    }

    @Test
    void closedModelsSaySo() {
        LinearNet net = LinearNet.initialise(1);
        net.close();
        net.close();
        assertThatThrownBy(() -> net.classify(new float[6]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void refusesCodeOfANewerContract() {
        Compatibility.require("Net", 1);
        assertThatThrownBy(() -> Compatibility.require("Net", 2))
                .isInstanceOf(RuntimeTooOldException.class)
                .hasMessageContaining("Net was generated for version 2")
                .hasMessageContaining("help: use the same version");
    }

    @Test
    void largestIsTheFirstOfEqualsAndNeverNan() {
        assertThat(Model.largest(new float[] {9, 1, 3, 3}, 1, 3)).isEqualTo(1);
        assertThat(Model.largest(new float[] {Float.NaN, -5, Float.NaN}, 0, 3)).isEqualTo(1);
        assertThat(Model.largest(new float[] {Float.NaN, Float.NaN}, 0, 2)).isZero();
    }
}
