package dev.convoke.conformance;

import dev.convoke.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Networks that nobody would write, by seeds. A fault is reported with the smallest network that shows it. More of them:
 * {@code -Dconvoke.seeds=1000-2000}.
 */
class RandomNetsTest {
    private static final int[] BATCHES = {1, 2, 7, 8, 9, 17};

    private static LongStream seeds(int count) {
        String[] range = System.getProperty("convoke.seeds", "0-" + count).split("-");
        return LongStream.range(Long.parseLong(range[0]), Long.parseLong(range[1]));
    }

    private static int batch(long seed) {
        return BATCHES[(int) (seed % BATCHES.length)];
    }

    @TestFactory
    Stream<DynamicTest> kernelsComputeTheBitsOfTheDefinitions() {
        return seeds(120)
                .mapToObj(seed -> DynamicTest.dynamicTest(
                        "seed " + seed,
                        () -> check(
                                RandomNet.of(seed),
                                net -> Agreement.interpreted(
                                        Subject.of(net.network().orElseThrow()), batch(seed), seed))));
    }

    @TestFactory
    Stream<DynamicTest> generatedCodeComputesTheBitsOfTheDefinitions() {
        List<RandomNet> nets = new ArrayList<>();
        seeds(16).mapToObj(seed -> RandomNet.of(1_000_000 + seed)).forEach(nets::add);
        List<Compiled> all = Compiled.all(nets.stream()
                .map(net -> Subject.of(net.network().orElseThrow()))
                .toList());
        Workers workers = Workers.of(2);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Compiled compiled = all.get(i);
            RandomNet net = nets.get(i);
            int seed = i;
            tests.add(DynamicTest.dynamicTest(
                    "net " + i,
                    () -> check(net, candidate -> {
                        Compiled one = candidate.equals(net)
                                ? compiled
                                : Compiled.all(List.of(
                                                Subject.of(candidate.network().orElseThrow())))
                                        .get(0);
                        Agreement.generated(one, batch(seed), seed, workers);
                    })));
        }
        return tests.stream().onClose(workers::close);
    }

    private static void check(RandomNet net, Consumer<RandomNet> requirement) {
        if (!fails(net, requirement)) {
            return;
        }
        RandomNet smallest = net.shrink(candidate -> fails(candidate, requirement));
        try {
            requirement.accept(smallest);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(smallest.spec() + e.getMessage(), e);
        }
    }

    private static boolean fails(RandomNet net, Consumer<RandomNet> requirement) {
        try {
            requirement.accept(net);
            return false;
        } catch (RuntimeException | AssertionError e) {
            return true;
        }
    }
}
