package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StridePhasesTest {
    private static final int BATCH = 2;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    /** The gradient of a strided window, by a seed. */
    private record Gradient(Definition definition, Tensor gy, Tensor w) {
        static Gradient random(Random random) {
            int rank = 1 + random.nextInt(2);
            List<Integer> inputs = new ArrayList<>();
            List<Integer> outputs = new ArrayList<>();
            List<Integer> kernels = new ArrayList<>();
            List<Window> windows = new ArrayList<>();
            while (windows.size() < rank) {
                int extent = 1 + random.nextInt(9);
                int kernel = 1 + random.nextInt(4);
                Window window = new Window(kernel, 1 + random.nextInt(4), random.nextInt(3), 1 + random.nextInt(3));
                int room = extent + 2 * window.padding() - window.extent();
                if (room >= 0) {
                    inputs.add(extent);
                    outputs.add(room / window.stride() + 1);
                    kernels.add(kernel);
                    windows.add(window);
                }
            }
            Tensor gy = new Tensor("gy", true, outputs);
            Tensor w = new Tensor("w", false, kernels);
            Tensor gx = new Tensor("gx", true, inputs);
            Axis n = Axis.batch("n");
            List<Axis> positions = Axes.spatial("i", inputs);
            List<Axis> taps = Axes.spatial("k", kernels);
            Guard guard = Guard.ALWAYS;
            List<Index> at = new ArrayList<>(List.of(n.index()));
            for (int i = 0; i < rank; i++) {
                Index position = positions.get(i).index();
                Index tap = taps.get(i).index();
                guard = guard.and(windows.get(i).reads(position, tap, outputs.get(i)));
                at.add(windows.get(i).window(position, tap));
            }
            Expression product =
                    Expression.where(guard, gy.at(at), Expression.constant(0)).times(w.at(Axes.indices(taps)));
            return new Gradient(
                    new Definition(gx, Axes.join(n, positions), Expression.sum(taps, product), OptionalInt.empty()),
                    gy,
                    w);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nestsComputeEveryElementOnceAndAsBefore(long seed) {
        Random random = new Random(seed);
        Gradient gradient = Gradient.random(random);
        Definition definition = gradient.definition();
        Evaluator evaluator = Evaluator.inFloat(BATCH);
        Map<Tensor, double[]> given = Map.of(
                gradient.gy(), Evaluator.widen(Layers.random(random, evaluator.elements(gradient.gy()))),
                gradient.w(), Evaluator.widen(Layers.random(random, evaluator.elements(gradient.w()))));
        double[] truth = evaluator.evaluate(definition, given);

        double[] found = new double[truth.length];
        int[] times = new int[truth.length];
        for (Nest nest : StridePhases.split(definition)) {
            List<Integer> extents = nest.axes().stream()
                    .filter(axis -> !axis.isBatch())
                    .map(axis -> (int) axis.extent().constant())
                    .toList();
            Tensor part = new Tensor("part", true, extents);
            double[] values =
                    evaluator.evaluate(new Definition(part, nest.axes(), nest.value(), OptionalInt.empty()), given);
            for (int i = 0; i < values.length; i++) {
                int target = target(nest, extents, i);
                found[target] = values[i];
                times[target]++;
            }
        }
        assertThat(times).containsOnly(1);
        // A window that is left out added 0 to the sum, which at most changed the sign of another 0.
        assertThat(found)
                .usingElementComparator((a, b) -> a.doubleValue() == b ? 0 : 1)
                .containsExactly(truth);
    }

    /** The place in the whole tensor of an element of a nest. */
    private static int target(Nest nest, List<Integer> extents, int element) {
        int[] values = new int[extents.size() + 1];
        int rest = element;
        for (int axis = extents.size() - 1; axis >= 0; axis--) {
            values[axis + 1] = rest % extents.get(axis);
            rest /= extents.get(axis);
        }
        values[0] = rest;
        List<Atom.Variable> variables = nest.axes().stream().map(Axis::variable).toList();
        int target = 0;
        for (int axis = 0; axis < nest.at().size(); axis++) {
            Index index = nest.at().get(axis).substitute(v -> Index.of(values[variables.indexOf(v)]));
            int extent = axis == 0 ? BATCH : nest.output().extents().get(axis - 1);
            assertThat(index.constant()).isBetween(0L, extent - 1L);
            target = target * extent + (int) index.constant();
        }
        return target;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noConditionOfDivisibilityIsLeft(long seed) {
        for (Nest nest : StridePhases.split(Gradient.random(new Random(seed)).definition())) {
            new ExpressionRewriter() {
                @Override
                public Expression where(Expression.Where where) {
                    assertThat(where.guard().toString()).doesNotContain("%");
                    return super.where(where);
                }
            }.rewrite(nest.value());
        }
    }

    @Test
    void whatHasNoSuchConditionStaysWhole() {
        Tensor x = new Tensor("x", true, List.of(3, 4));
        List<Axis> axes = Lowering.axes(x);
        Definition copy = new Definition(
                new Tensor("y", true, List.of(3, 4)), axes, x.at(Axes.indices(axes)), OptionalInt.empty());
        assertThat(StridePhases.split(copy)).containsExactly(Nest.of(copy));
    }

    @Test
    void oneNestForEachRemainder() {
        Axis n = Axis.batch("n");
        Axis i = Axis.of("i", 7);
        Axis k = Axis.of("k", 3);
        Window window = new Window(3, 2, 1, 1);
        Tensor gy = new Tensor("gy", true, List.of(4));
        Expression value = Expression.sum(
                List.of(k),
                Expression.where(
                        window.reads(i.index(), k.index(), 4),
                        gy.at(n.index(), window.window(i.index(), k.index())),
                        Expression.constant(0)));
        List<Nest> nests = StridePhases.split(
                new Definition(new Tensor("gx", true, List.of(7)), List.of(n, i), value, OptionalInt.empty()));
        assertThat(nests).hasSize(2);
        assertThat(nests.get(0).at().get(1)).hasToString("i * 2");
        assertThat(nests.get(1).at().get(1)).hasToString("i * 2 + 1");
        // With padding 1, even positions are read by the tap in the middle, odd ones by the two beside it.
        assertThat(nests).extracting(StridePhasesTest::taps).containsExactly(1L, 2L);
    }

    private static long taps(Nest nest) {
        long[] product = {1};
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                reduce.axes().forEach(axis -> product[0] *= axis.extent().constant());
                return reduce;
            }
        }.rewrite(nest.value());
        return product[0];
    }
}
