package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer, inference and a training step, generated for every width of vectors: the bits of its definition. */
class LayersTest {
    /** Batches around the widths of vectors and the factors of tiles. */
    private static final int[] BATCHES = {2, 7, 8, 9, 17};

    private static final List<Subject> SUBJECTS = Stream.of("layers.cnn", "nets.cnn", "pools.cnn")
            .flatMap(file -> Subject.networks(file).stream())
            .map(Subject::of)
            .toList();

    /** Of a net's name, so that its data stay the same when other nets are added. */
    private static long seed(Object net) {
        return net.toString().hashCode();
    }

    private static int batch(int number) {
        return BATCHES[number % BATCHES.length];
    }

    @TestFactory
    Stream<DynamicTest> generatedCodeComputesTheBitsOfTheDefinitions() {
        List<Compiled> all = Compiled.all(SUBJECTS);
        Workers workers = Workers.of(2);
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Compiled net = all.get(i);
            int number = i;
            tests.add(
                    DynamicTest.dynamicTest(net + ", batch 1", () -> Agreement.generated(net, 1, seed(net), workers)));
            tests.add(DynamicTest.dynamicTest(
                    net + ", batch " + batch(number),
                    () -> Agreement.generated(net, batch(number), seed(net), workers)));
        }
        return tests.stream().onClose(workers::close);
    }

    @TestFactory
    Stream<DynamicTest> errorsOfFloatAreSmall() {
        return IntStream.range(0, SUBJECTS.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        SUBJECTS.get(i).toString(),
                        () -> Agreement.precise(SUBJECTS.get(i), 9, seed(SUBJECTS.get(i)))));
    }

    @Test
    void everyLayerIsAmongThem() {
        Set<String> found = SUBJECTS.stream()
                .flatMap(subject -> subject.network().graph().nodes().stream())
                .map(Node::operator)
                .map(operator -> operator.kind())
                .collect(Collectors.toSet());
        assertThat(found)
                .containsAll(Catalogue.LAYERS.stream().map(LayerType::name).toList());
    }
}
