package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusionTest {
    private static final Tensor X = image("x");
    private static final Tensor W = new Tensor("w", false, List.of(4, 4, 1, 1));
    private static final Tensor B = new Tensor("b", false, List.of(4));
    private static final Tensor CONV = image("conv");
    private static final Tensor Y = image("y");
    private static final Tensor Z = image("z");

    private static Tensor image(String name) {
        return new Tensor(name, true, List.of(4, 3, 3));
    }

    private static Computation computation(Definition definition) {
        String name = definition.output().name();
        Origin origin = new Origin(name, name, new SourceFile("test.cnn", "test").span(0, 4));
        return new Computation(definition, Phase.INFERENCE, name, List.of(origin), false);
    }

    private static Computation conv(Tensor from, Tensor to) {
        return computation(Layers.convolution(from, W, B, 1, 0, to));
    }

    /** Each element of a tensor from the same element of others. */
    private static Computation map(Tensor to, Function<List<Index>, Expression> value) {
        List<Axis> axes = Lowering.axes(to);
        return computation(new Definition(to, axes, value.apply(Axes.indices(axes)), OptionalInt.empty()));
    }

    private static Computation relu(Tensor from, Tensor to) {
        return map(to, at -> from.at(at).max(Expression.constant(0)));
    }

    private static List<String> labels(List<Computation> computations) {
        return computations.stream().map(Computation::label).toList();
    }

    private static List<String> fuse(Computation... computations) {
        return labels(Fusion.fuse(List.of(computations), Set.of()));
    }

    @Test
    void elementwiseWorkIsDoneWhereTheValueIsMade() {
        Computation add = map(Z, at -> Y.at(at).plus(X.at(at)));
        List<Computation> fused = Fusion.fuse(List.of(conv(X, CONV), relu(CONV, Y), add), Set.of());
        assertThat(labels(fused)).containsExactly("conv + y + z");
        assertThat(fused.get(0).output()).isEqualTo(Z);
        assertThat(fused.get(0).origins()).extracting(Origin::path).containsExactly("conv", "y", "z");
        assertThat(Accesses.tensors(fused.get(0).definition().value())).containsExactlyInAnyOrder(X, W, B);
    }

    @Test
    void whatTwoReadIsStored() {
        assertThat(fuse(conv(X, CONV), relu(CONV, Y), map(Z, at -> CONV.at(at).times(CONV.at(at)))))
                .containsExactly("conv", "y", "z");
    }

    @Test
    void whatMustBeKeptIsStored() {
        assertThat(labels(Fusion.fuse(List.of(conv(X, CONV), relu(CONV, Y)), Set.of(CONV))))
                .containsExactly("conv", "y");
    }

    @Test
    void whatASumReadsIsStored() {
        assertThat(fuse(relu(X, Y), conv(Y, CONV))).containsExactly("y", "conv");
    }

    @Test
    void whatIsReadElsewhereThanItIsWrittenIsStored() {
        Computation shifted = map(Y, at -> {
            Index next = at.get(3).plus(1).modulo(3);
            return CONV.at(List.of(at.get(0), at.get(1), at.get(2), next));
        });
        assertThat(fuse(conv(X, CONV), shifted)).containsExactly("conv", "y");
        Computation padded = map(
                Y,
                at -> CONV.at(List.of(at.get(0), at.get(1), at.get(2), at.get(3).minus(1)), Expression.constant(0)));
        assertThat(fuse(conv(X, CONV), padded)).containsExactly("conv", "y");
    }

    @Test
    void whatIsReadMoreOftenThanItHasElementsIsStored() {
        Tensor scale = new Tensor("scale", false, List.of(4));
        Computation root = map(scale, at -> B.at(at).apply(UnaryOperation.SQRT));
        Computation scaled = map(Y, at -> X.at(at).times(scale.at(at.get(1))));
        assertThat(fuse(root, scaled)).containsExactly("scale", "y");
    }

    @Test
    void sumsAreNotBurdenedWithWhatHasNoVectorForm() {
        Computation floor = map(Y, at -> CONV.at(at).apply(UnaryOperation.FLOOR));
        assertThat(fuse(conv(X, CONV), floor)).containsExactly("conv", "y");
        assertThat(fuse(relu(X, CONV), floor)).containsExactly("conv + y");
        Computation tanh = map(Y, at -> CONV.at(at).apply(UnaryOperation.TANH));
        assertThat(fuse(conv(X, CONV), tanh)).containsExactly("conv + y");
    }

    @Test
    void phasesStayApart() {
        Computation relu = relu(CONV, Y);
        Computation later = new Computation(relu.definition(), Phase.BACKWARD, "later", List.of(), false);
        assertThat(fuse(conv(X, CONV), later)).containsExactly("conv", "later");
    }

    @Test
    void whatOnlyGradientsOfInputsNeedStaysApart() {
        Computation relu = relu(CONV, Y);
        Computation idle = new Computation(relu.definition(), Phase.INFERENCE, "idle", List.of(), true);
        assertThat(fuse(conv(X, CONV), idle)).containsExactly("conv", "idle");
    }

    @Test
    void aSumIsPreferredToWhatIsNone() {
        Computation add = map(Z, at -> Y.at(at).plus(CONV.at(at)));
        assertThat(fuse(conv(X, CONV), relu(X, Y), add)).containsExactly("y", "conv + z");
    }

    @Test
    void axesOfSumsDoNotMeetThoseOfTheirConsumer() {
        // The convolution sums over an axis c; the consumer's channels are called c, too.
        List<Computation> fused = Fusion.fuse(List.of(conv(X, CONV), relu(CONV, Y)), Set.of());
        assertThat(fused).hasSize(1);
        assertSame(List.of(conv(X, CONV), relu(CONV, Y)), fused, Y, 1);
    }

    /** What is used twice is computed twice: thirty such layers in a row would have 2^30 operations. */
    @Test
    void expressionsStaySmall() {
        List<Computation> chain = new ArrayList<>();
        Tensor last = X;
        for (int i = 0; i < 30; i++) {
            Tensor from = last;
            Tensor to = image("t" + i);
            chain.add(map(to, at -> from.at(at).times(from.at(at)).plus(Expression.constant(0.25))));
            last = to;
        }
        List<Computation> fused = Fusion.fuse(chain, Set.of());
        assertThat(fused).hasSizeBetween(6, 29);
        assertThat(fused)
                .allSatisfy(each ->
                        assertThat(Accesses.of(each.definition().value())).hasSizeLessThan(48));
        assertSame(chain, fused, last, 2);
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fusedDefinitionsComputeTheSameBits(long seed) {
        Random random = new Random(seed);
        List<Computation> computations = new ArrayList<>();
        List<Tensor> known = new ArrayList<>(List.of(X));
        for (int i = 0; i < 2 + random.nextInt(7); i++) {
            Tensor to = image("t" + i);
            Tensor a = known.get(Math.max(0, known.size() - 1 - random.nextInt(2)));
            Tensor b = known.get(random.nextInt(known.size()));
            computations.add(
                    switch (random.nextInt(5)) {
                        case 0 -> conv(a, to);
                        case 1 -> relu(a, to);
                        case 2 -> map(to, at -> a.at(at).plus(b.at(at)));
                        case 3 ->
                            map(to, at -> a.at(at).apply(UnaryOperation.TANH).times(b.at(at)));
                        default -> map(to, at -> new Expression.Fma(a.at(at), B.at(at.get(1)), b.at(at)));
                    });
            known.add(to);
        }
        Tensor kept = known.get(1 + random.nextInt(known.size() - 1));
        List<Computation> fused = Fusion.fuse(computations, new HashSet<>(List.of(kept, known.get(known.size() - 1))));
        assertSame(computations, fused, kept, seed);
        assertSame(computations, fused, known.get(known.size() - 1), seed);
    }

    private static void assertSame(List<Computation> before, List<Computation> after, Tensor result, long seed) {
        assertThat(run(after, seed, result)).containsExactly(run(before, seed, result));
    }

    private static double[] run(List<Computation> computations, long seed, Tensor result) {
        Random random = new Random(seed);
        Evaluator evaluator = Evaluator.inFloat(2);
        Map<Tensor, double[]> given = new HashMap<>();
        for (Tensor tensor : List.of(X, W, B)) {
            given.put(tensor, Evaluator.widen(Layers.random(random, evaluator.elements(tensor))));
        }
        List<Definition> definitions =
                computations.stream().map(Computation::definition).toList();
        return Objects.requireNonNull(evaluator.run(definitions, given).get(result));
    }
}
