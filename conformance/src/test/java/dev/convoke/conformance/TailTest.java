package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.plan.Numerics;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Tail;
import dev.convoke.runtime.generated.Twin;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Batches whose samples go through the first steps few at a time and through the last ones together: the bits of each sample alone. */
class TailTest {
    /** Maps that a cache holds for three samples only, then weights of 17 MB each; a shortcut across, and a second output. */
    private static final String NET = """
            net Tailed {
              input image: [3, 61, 61]
              pooled = image -> stem: Conv(64, 3, padding=1) -> Relu -> MaxPool(2) -> wide: Conv(64, 3, padding=1) -> MaxPool(6)
              shortcut = pooled -> up: Conv(512, 1) -> Relu
              deep = shortcut -> first: Conv(512, 3, padding=1) -> Relu -> second: Conv(512, 3, padding=1)
              shortcut + deep -> Relu -> GlobalAvgPool -> Flatten -> head: Linear(10) -> output scores
              pooled -> GlobalAvgPool -> Flatten -> output early
            }
            """;

    private static final int BATCH = 23;

    /** A twin that notes how many samples each step is called with. */
    private static final class Noting implements Twin {
        private final Twin twin;
        private final Set<Integer> before = new TreeSet<>();
        private final Set<Integer> after = new TreeSet<>();

        Noting(Twin twin) {
            this.twin = twin;
        }

        @Override
        public int lanes() {
            return twin.lanes();
        }

        @Override
        public int steps(Phase phase) {
            return twin.steps(phase);
        }

        @Override
        public String name(Phase phase, int step) {
            return twin.name(phase, step);
        }

        @Override
        public int parts(Phase phase, int step, int batch) {
            return twin.parts(phase, step, batch);
        }

        @Override
        public long cycles(Phase phase, int step, int batch) {
            return twin.cycles(phase, step, batch);
        }

        @Override
        public Optional<Tail> tail() {
            return twin.tail();
        }

        @Override
        public void run(Phase phase, int step, Frame frame, int from, int to) {
            if (phase == Phase.INFERENCE) {
                Set<Integer> batches = step < tail().orElseThrow().firstStep() ? before : after;
                synchronized (this) {
                    batches.add(frame.batch);
                }
            }
            twin.run(phase, step, frame, from, to);
        }
    }

    @TestFactory
    List<DynamicTest> eachSampleHasTheBitsItHasAlone() {
        Subject subject = Subject.of(Subject.network(NET), Numerics.FAST);
        Compiled net = Compiled.all(List.of(subject)).get(0);
        assertThat(net.twins().values().stream().map(Twin::tail).distinct()).hasSize(1);
        Parameters parameters = Parameters.initialise(net.description(), 3);
        int elements = net.description().inputs().get(0).elements();
        float[] samples = new float[BATCH * elements];
        Random random = new Random(7);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        float[][] expected = oneByOne(net, parameters, samples, elements);
        return Compiled.LANES.stream()
                .flatMap(lanes -> IntStream.of(1, 2, 3)
                        .mapToObj(threads -> DynamicTest.dynamicTest(lanes + " lanes, " + threads + " threads", () -> {
                            Noting noting = new Noting(net.twins().get(lanes));
                            try (Model model = new Model(net.description(), noting, parameters) {}) {
                                model.threads(threads);
                                float[][] found = outputs(net, BATCH);
                                model.predict(new float[][] {samples}, found, BATCH);
                                assertThat(found).isDeepEqualTo(expected);
                            }
                            assertThat(Collections.min(noting.after)).isGreaterThan(Collections.max(noting.before));
                        })))
                .toList();
    }

    private static float[][] outputs(Compiled net, int batch) {
        return net.description().outputs().stream()
                .map(port -> new float[batch * port.elements()])
                .toArray(float[][]::new);
    }

    private static float[][] oneByOne(Compiled net, Parameters parameters, float[] samples, int elements) {
        float[][] expected = outputs(net, BATCH);
        Twin scalar = net.twins().get(1);
        try (Model model = new Model(net.description(), scalar, parameters) {}) {
            for (int sample = 0; sample < BATCH; sample++) {
                float[] one = Arrays.copyOfRange(samples, sample * elements, (sample + 1) * elements);
                float[][] found = outputs(net, 1);
                model.predict(new float[][] {one}, found, 1);
                for (int i = 0; i < found.length; i++) {
                    System.arraycopy(found[i], 0, expected[i], sample * found[i].length, found[i].length);
                }
            }
        }
        return expected;
    }
}
