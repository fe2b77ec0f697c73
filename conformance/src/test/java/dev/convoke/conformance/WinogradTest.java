package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Convolutions by Winograd's algorithm: not the bits of their definitions, but the same bits from the interpreter and from generated code of
 * every width, however the work is split; and near to double precision.
 */
class WinogradTest {
    private static final int BATCH = 3;

    private static final List<Subject> SUBJECTS = Subject.networks("winograd.cnn").stream()
            .map(network -> Subject.of(network, Numerics.FAST))
            .toList();

    /** Long sums in parts, too: another definition for the same reason. */
    private static final List<Subject> FAST = Stream.concat(
                    SUBJECTS.stream(),
                    Subject.networks("fast.cnn").stream().map(network -> Subject.of(network, Numerics.FAST)))
            .toList();

    private static Data data(Subject subject) {
        return Data.random(subject.network(), BATCH, subject.toString().hashCode());
    }

    private static Outcome interpreted(Subject subject, int lanes) {
        return Interpretation.inference(subject, lanes, data(subject), OptionalLong.of(lanes));
    }

    @Test
    void everyOneIsByWinograd() {
        assertThat(SUBJECTS)
                .isNotEmpty()
                .allSatisfy(subject -> assertThat(
                                subject.plan().inference().layouts().keySet())
                        .anySatisfy(tensor -> assertThat(tensor.name()).startsWith("tiles of ")));
    }

    @TestFactory
    Stream<DynamicTest> generatedCodeComputesTheBitsOfTheInterpreter() {
        Workers workers = Workers.of(2);
        List<DynamicTest> tests = new ArrayList<>();
        for (Compiled net : Compiled.all(FAST)) {
            Subject subject = net.subject();
            tests.add(DynamicTest.dynamicTest(net.toString(), () -> {
                Outcome bits = interpreted(subject, 1);
                for (int lanes : Compiled.LANES) {
                    same(lanes + " lanes interpreted", bits, interpreted(subject, lanes));
                    same(lanes + " lanes", bits, executed(net, lanes, Execution.Parts.TOGETHER, BATCH));
                    same(lanes + " lanes, backwards", bits, executed(net, lanes, Execution.Parts.BACKWARDS, 1, 2));
                    same(
                            lanes + " lanes, two threads",
                            bits,
                            executed(net, lanes, Execution.Parts.threads(workers), 2, 1));
                }
            }));
        }
        return tests.stream().onClose(workers::close);
    }

    @TestFactory
    Stream<DynamicTest> kernelsComputeTheBitsOfTheDefinitionsOfTheAlgorithm() {
        return SUBJECTS.stream()
                .map(subject -> DynamicTest.dynamicTest(
                        subject.toString(),
                        () -> same(
                                "by definition",
                                PlannedDefinitions.inference(subject, data(subject)),
                                interpreted(subject, 16))));
    }

    private static Outcome executed(Compiled net, int lanes, Execution.Parts parts, Integer... pieces) {
        return Execution.inference(net, lanes, data(net.subject()), parts, List.of(pieces));
    }

    private static void same(String how, Outcome bits, Outcome found) {
        assertThat(bits.firstDifference(found)).as(how).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> errorsAreSmall() {
        return FAST.stream()
                .map(subject -> DynamicTest.dynamicTest(subject.toString(), () -> {
                    Outcome truth = Reference.inference(subject, data(subject), Evaluator.Precision.DOUBLE);
                    Agreement.precise(subject, interpreted(subject, 16), truth);
                }));
    }
}
