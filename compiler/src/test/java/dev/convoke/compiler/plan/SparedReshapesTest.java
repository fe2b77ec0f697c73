package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SparedReshapesTest {
    private static final Tensor MAP = new Tensor("map", true, List.of(3, 1, 5));
    private static final Tensor ROW = new Tensor("row", true, List.of(15));
    private static final Tensor W = new Tensor("w", false, List.of(4, 15));
    private static final Tensor B = new Tensor("b", false, List.of(4));
    private static final Tensor Y = new Tensor("y", true, List.of(4));
    private static final Tensor Z = new Tensor("z", true, List.of(15));

    private static Computation computation(Definition definition, Phase phase) {
        return new Computation(definition, phase, definition.output().name(), List.of(), false);
    }

    /** {@code row[c*5 + w] = map[c, 0, w]}. */
    private static Computation flatten() {
        Axis n = Axis.batch("n");
        Axis j = Axis.of("j", 15);
        Expression value = MAP.at(
                n.index(), j.index().floorDivide(5), Index.ZERO, j.index().modulo(5));
        return computation(new Definition(ROW, List.of(n, j), value, OptionalInt.empty()), Phase.INFERENCE);
    }

    private static Computation linear(Phase phase) {
        return computation(Layers.linear(ROW, W, B, Y), phase);
    }

    private static Computation negate() {
        Axis n = Axis.batch("n");
        Axis j = Axis.of("j", 15);
        Expression value = ROW.at(n.index(), j.index()).apply(Expression.UnaryOperation.NEGATE);
        return computation(new Definition(Z, List.of(n, j), value, OptionalInt.empty()), Phase.INFERENCE);
    }

    private static double[] run(List<Computation> computations) {
        Random random = new Random(3);
        Evaluator evaluator = Evaluator.inFloat(2);
        Map<Tensor, double[]> given = new HashMap<>();
        for (Tensor tensor : List.of(MAP, W, B)) {
            given.put(tensor, Evaluator.widen(Layers.random(random, evaluator.elements(tensor))));
        }
        List<Definition> definitions =
                computations.stream().map(Computation::definition).toList();
        return Objects.requireNonNull(evaluator.run(definitions, given).get(Y));
    }

    @Test
    void aSumReadsTheMapAsItLiesAndKeepsItsOrder() {
        List<Computation> before = List.of(flatten(), linear(Phase.INFERENCE));
        List<Computation> after = SparedReshapes.spare(before, Set.of());
        assertThat(after).extracting(Computation::label).containsExactly("row + y");
        Expression.Reduce sum = (Expression.Reduce) after.get(0).definition().value();
        assertThat(sum.axes()).extracting(a -> a.extent().constant()).containsExactly(3L, 5L);
        assertThat(Accesses.tensors(sum)).containsExactlyInAnyOrder(MAP, W, B);
        assertThat(run(after)).containsExactly(run(before));
    }

    @Test
    void aRowThatSomethingElseReadsIsStored() {
        List<Computation> computations = List.of(flatten(), linear(Phase.INFERENCE), negate());
        assertThat(SparedReshapes.spare(computations, Set.of())).isEqualTo(computations);
    }

    @Test
    void aRowThatIsKeptOrReadInAnotherPhaseIsStored() {
        List<Computation> computations = List.of(flatten(), linear(Phase.INFERENCE));
        assertThat(SparedReshapes.spare(computations, Set.of(ROW))).isEqualTo(computations);
        List<Computation> phases = List.of(flatten(), linear(Phase.FORWARD));
        assertThat(SparedReshapes.spare(phases, Set.of())).isEqualTo(phases);
    }
}
