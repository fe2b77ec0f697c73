package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Interpreter;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Layers;
import dev.convoke.compiler.loop.Printer;
import dev.convoke.compiler.loop.RandomDefinitions;
import dev.convoke.compiler.loop.Register;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.loop.Verifier;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each pass makes a kernel that computes the same bits as the one it was given, parallel loops in any order. */
class PassesTest {
    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    /** Something to compute, and the bits of its result. */
    private record Problem(Definition definition, Map<Tensor, float[]> inputs, int batch, float[] truth) {
        static Problem of(Definition definition, Map<Tensor, float[]> inputs, int batch) {
            Map<Tensor, double[]> wide = new HashMap<>();
            inputs.forEach((tensor, values) -> wide.put(tensor, Evaluator.widen(values)));
            float[] truth = Evaluator.narrow(Evaluator.inFloat(batch).evaluate(definition, wide));
            return new Problem(definition, inputs, batch, truth);
        }

        static Problem random(long seed) {
            RandomDefinitions.Sample sample = RandomDefinitions.of(seed, true);
            return of(sample.definition(), sample.inputs(), sample.batch());
        }

        Kernel lowered() {
            Nest whole = Nest.of(definition).with(OptionalInt.empty());
            return Lower.lower("test", "a test", whole);
        }

        Tensor output() {
            return definition.output();
        }

        /** Runs a kernel that knows tensors, not yet where they lie. */
        void check(String pass, Kernel kernel, long seed) {
            Verifier.require(kernel, Verifier.Form.PADDED, pass);
            Map<Tensor, float[]> memory = new LinkedHashMap<>(inputs);
            float[] result = new float[truth.length];
            Arrays.fill(result, Float.NaN);
            memory.put(output(), result);
            Interpreter.overTensors(memory).shuffled(seed).run(kernel, parameters());
            assertThat(result).as("%s%n%s", pass, Printer.print(kernel)).containsExactly(truth);
        }

        /** Runs a kernel that knows where tensors lie. */
        void check(String pass, Kernel kernel, Map<Tensor, Layout> layouts, int width, long seed) {
            Verifier.require(kernel, Verifier.Form.FLAT, pass);
            Map<Buffer, float[]> memory = new HashMap<>();
            layouts.forEach((tensor, layout) -> memory.put(new Buffer(tensor.name()), laidOut(tensor, layout)));
            Interpreter.overBuffers(memory).withWidth(width).shuffled(seed).run(kernel, parameters());
            float[] array = Objects.requireNonNull(memory.get(new Buffer(output().name())));
            float[] result = new float[truth.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = array[address(output(), Objects.requireNonNull(layouts.get(output())), i)];
            }
            assertThat(result).as("%s%n%s", pass, Printer.print(kernel)).containsExactly(truth);
        }

        private Map<Atom.Variable, Long> parameters() {
            return Map.of(Axis.BATCH, (long) batch);
        }

        /** The elements at their addresses, zeros in the halo, NaN everywhere else, and 16 floats to spare. */
        private float[] laidOut(Tensor tensor, Layout layout) {
            float[] array = new float[(int) layout.floats() * (tensor.batched() ? batch : 1) + Lanes.WIDTH];
            Arrays.fill(array, layout.hasHalo() && inputs.containsKey(tensor) ? 0 : Float.NaN);
            float[] values = inputs.getOrDefault(tensor, new float[0]);
            for (int i = 0; i < values.length; i++) {
                array[address(tensor, layout, i)] = values[i];
            }
            return array;
        }

        private int address(Tensor tensor, Layout layout, int element) {
            List<Index> at = new ArrayList<>();
            int rest = element;
            for (int axis = tensor.extents().size() - 1; axis >= 0; axis--) {
                at.add(0, Index.of(rest % tensor.extents().get(axis)));
                rest /= tensor.extents().get(axis);
            }
            if (tensor.batched()) {
                at.add(0, Index.of(rest));
            }
            return (int) layout.address(at).constant();
        }
    }

    private static Map<Tensor, Buffer> buffers(Map<Tensor, Layout> layouts) {
        Map<Tensor, Buffer> buffers = new HashMap<>();
        layouts.keySet().forEach(tensor -> buffers.put(tensor, new Buffer(tensor.name())));
        return buffers;
    }

    private static Layout randomLayout(Tensor tensor, Random random) {
        int rank = tensor.extents().size();
        int blocked = random.nextInt(rank + 1) - 1;
        Layout layout = blocked < 0 ? Layout.rowMajor(tensor) : Layout.blocked(tensor, blocked);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            before.add(axis == blocked ? 0 : random.nextInt(3));
            after.add(axis == blocked ? 0 : random.nextInt(3));
        }
        return random.nextBoolean() ? layout.withHalo(before, after) : layout;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void passesKeepTheBitsOfRandomNests(long seed) {
        Random random = new Random(seed);
        Problem problem = Problem.random(seed);
        Kernel kernel = problem.lowered();
        problem.check("lower", kernel, seed);
        for (Axis axis : problem.definition().axes()) {
            int extent = axis.isBatch() ? problem.batch() : (int) axis.extent().constant();
            if (extent > 1) {
                kernel = Tile.tile(kernel, axis.variable(), 1 + random.nextInt(Math.min(extent, 4)));
                problem.check("tile " + axis.name(), kernel, seed);
            }
        }
        kernel = Unroll.unroll(kernel, 40);
        problem.check("unroll", kernel, seed);
        Map<Tensor, Layout> layouts = new HashMap<>();
        problem.inputs().keySet().forEach(tensor -> layouts.put(tensor, randomLayout(tensor, random)));
        layouts.put(problem.output(), randomLayout(problem.output(), random));
        kernel = LayOut.layOut(kernel, layouts, buffers(layouts));
        problem.check("lay out", kernel, layouts, Lanes.WIDTH, seed);
        kernel = ShareFetches.share(kernel);
        problem.check("share fetches", kernel, layouts, Lanes.WIDTH, seed);
    }

    static Stream<Arguments> vectorProblems() {
        return Stream.of(1, 3, 15, 16, 17, 33)
                .flatMap(channels -> Stream.of(16, 8, 4, 1).map(width -> Arguments.of(channels, width)));
    }

    @ParameterizedTest(name = "{0} channels, {1} lanes")
    @MethodSource("vectorProblems")
    void passesKeepTheBitsOfConvolutionsInLanes(int channels, int width) {
        Tensor x = new Tensor("x", true, List.of(18, 4, 5));
        Tensor w = new Tensor("w", false, List.of(channels, 18, 2, 3));
        Tensor bias = new Tensor("bias", false, List.of(channels));
        Tensor y = new Tensor("y", true, List.of(channels, 3, 3));
        Map<Tensor, Layout> layouts = Map.of(
                x, Layout.blocked(x, 0), w, Layout.blocked(w, 0), bias, Layout.rowMajor(bias), y, Layout.blocked(y, 0));
        inLanes(Layers.convolution(x, w, bias, 1, 0, y), layouts, width, 2);
    }

    /** What becomes of the sums is computed in a loop: their order in its array must be that in which they are put there. */
    @ParameterizedTest(name = "{0} channels, {1} lanes")
    @MethodSource("vectorProblems")
    void passesKeepTheBitsOfWhatIsComputedOfSums(int channels, int width) {
        Tensor x = new Tensor("x", true, List.of(18, 4, 9));
        Tensor w = new Tensor("w", false, List.of(channels, 18, 2, 3));
        Tensor bias = new Tensor("bias", false, List.of(channels));
        Tensor skip = new Tensor("skip", true, List.of(channels, 3, 7));
        Tensor y = new Tensor("y", true, List.of(channels, 3, 7));
        Map<Tensor, Layout> layouts = Map.of(
                x, Layout.blocked(x, 0),
                w, Layout.blocked(w, 0),
                bias, Layout.rowMajor(bias),
                skip, Layout.blocked(skip, 0),
                y, Layout.blocked(y, 0));
        Definition sums = Layers.convolution(x, w, bias, 1, 0, y);
        Expression added = sums.value()
                .times(sums.value())
                .plus(new Expression.Load(
                        skip, sums.axes().stream().map(Axis::index).toList()));
        Definition definition = new Definition(y, sums.axes(), added.max(Expression.constant(0)), sums.lanes());
        String kernel = inLanes(definition, layouts, width, 2);
        assertThat(kernel.contains("sums[")).as(kernel).isEqualTo(width > 1 && channels > 1);
    }

    @ParameterizedTest(name = "{0} results, {1} lanes")
    @MethodSource("vectorProblems")
    void passesKeepTheBitsOfMatrixProductsInLanes(int results, int width) {
        Tensor x = new Tensor("x", true, List.of(35));
        Tensor w = new Tensor("w", false, List.of(results, 35));
        Tensor bias = new Tensor("bias", false, List.of(results));
        Tensor y = new Tensor("y", true, List.of(results));
        Map<Tensor, Layout> layouts = Map.of(
                x, Layout.rowMajor(x), w, Layout.blocked(w, 0), bias, Layout.rowMajor(bias), y, Layout.blocked(y, 0));
        for (int batch : List.of(1, 2, 7, 8, 17)) {
            inLanes(Layers.linear(x, w, bias, y), layouts, width, batch);
        }
    }

    @ParameterizedTest(name = "{0} channels, {1} lanes")
    @MethodSource("vectorProblems")
    void passesKeepTheBitsOfPoolsInLanes(int channels, int width) {
        Tensor x = new Tensor("x", true, List.of(channels, 6, 4));
        Tensor y = new Tensor("y", true, List.of(channels, 3, 2));
        inLanes(Layers.maxPool(x, 2, y), Map.of(x, Layout.blocked(x, 0), y, Layout.blocked(y, 0)), width, 3);
    }

    /** The text of the last kernel. */
    private static String inLanes(Definition definition, Map<Tensor, Layout> layouts, int width, int batch) {
        Random random = new Random(width);
        Map<Tensor, float[]> inputs = new LinkedHashMap<>();
        layouts.keySet().stream()
                .filter(tensor -> !tensor.equals(definition.output()))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(tensor -> inputs.put(
                        tensor, Layers.random(random, Evaluator.inFloat(batch).elements(tensor))));
        Problem problem = Problem.of(definition, inputs, batch);
        Nest nest = Nest.of(definition);
        Atom.Variable lanes = nest.axes().get(nest.lanes().orElseThrow()).variable();
        // A single channel has no loop to be split.
        boolean vectors = width > 1 && lanes.high() > 0;
        int used = 0;
        String text = "";
        for (Tiling tiling : Tiling.choose(nest, width)) {
            if (!holds(tiling, batch)) {
                continue;
            }
            used++;
            Kernel kernel = Lower.lower("test", "a test", lanes.high() > 0 ? nest : nest.with(OptionalInt.empty()));
            if (lanes.high() > 0) {
                kernel = SplitLanes.split(kernel, lanes, width);
                Optional<Atom.Variable> finishing =
                        vectors ? FinishSums.loop(kernel, tiling.factors(), width) : Optional.empty();
                if (finishing.isPresent()) {
                    kernel = FinishSums.apart(kernel, tiling.factors(), width);
                }
                for (Map.Entry<Atom.Variable, Integer> factor : tiling.factors().entrySet()) {
                    boolean finishes = finishing.equals(Optional.of(factor.getKey()));
                    kernel = Tile.tile(kernel, factor.getKey(), factor.getValue(), finishes);
                    Verifier.require(kernel, Verifier.Form.PADDED, "tile");
                }
            }
            kernel = Unroll.unroll(kernel, 120);
            Verifier.require(kernel, Verifier.Form.PADDED, "unroll");
            kernel = LayOut.layOut(kernel, layouts, buffers(layouts));
            if (vectors) {
                kernel = Vectorise.vectorise(kernel, SplitLanes.lane(width));
                problem.check("vectorise", kernel, layouts, width, 1);
            } else {
                problem.check("lay out", kernel, layouts, Lanes.WIDTH, 1);
            }
            kernel = ShareFetches.share(kernel);
            problem.check("share fetches", kernel, layouts, vectors ? width : Lanes.WIDTH, 2);
            text = Printer.print(kernel);
        }
        assertThat(used).isEqualTo(1);
        return text;
    }

    private static boolean holds(Tiling tiling, int batch) {
        return tiling.when().nonNegative().stream()
                .allMatch(index -> index.substitute(Axis.BATCH, Index.of(batch)).constant() >= 0);
    }

    private static final Axis I = Axis.of("i", 10);
    private static final Buffer IN = new Buffer("in");
    private static final Buffer OUT = new Buffer("out");

    private static Kernel loop(Statement.For.Kind kind, Statement body) {
        return new Kernel("test", "", List.of(), new Statement.For(I.variable(), Index.ZERO, I.extent(), kind, body));
    }

    private static Expression fetch(Index at) {
        return new Expression.Fetch(IN, at, Lanes.SCALAR);
    }

    private static float[] run(Kernel kernel) {
        float[] in = new float[20];
        for (int i = 0; i < in.length; i++) {
            in[i] = i * i;
        }
        float[] out = new float[10];
        Verifier.require(kernel, Verifier.Form.FLAT, "test");
        Interpreter.overBuffers(Map.of(IN, in, OUT, out)).run(kernel, Map.of());
        return out;
    }

    @Test
    void aTileThatDoesNotFitEndsWithTheExtent() {
        Kernel copy =
                loop(Statement.For.Kind.PARALLEL, new Statement.Put(OUT, I.index(), fetch(I.index()), Lanes.SCALAR));
        Kernel tiled = Tile.tile(copy, I.variable(), 4);
        assertThat(Printer.print(tiled)).contains("it < 3").contains("min(");
        assertThat(run(tiled)).containsExactly(run(copy));
        assertThat(Printer.print(Tile.tile(copy, I.variable(), 5)))
                .contains("it < 2")
                .doesNotContain("min(");
        assertThat(Printer.print(Tile.tile(copy, I.variable(), 10))).doesNotContain("for");
        assertThat(Tile.tile(copy, I.variable(), 1)).isEqualTo(copy);
    }

    @Test
    void jamRunsInnerLoopsOnceForAll() {
        Axis j = Axis.of("j", 3);
        Register sum = new Register("sum", false);
        Statement body = new Statement.Block(List.of(
                new Statement.Define(sum, fetch(I.index())),
                new Statement.For(
                        j.variable(),
                        Index.ZERO,
                        j.extent(),
                        Statement.For.Kind.SERIAL,
                        new Statement.Assign(
                                sum,
                                new Expression.Read(sum).plus(fetch(I.index().plus(j.index()))))),
                new Statement.Put(OUT, I.index(), new Expression.Read(sum), Lanes.SCALAR)));
        Kernel plain = loop(Statement.For.Kind.PARALLEL, body);
        Kernel jammed = Tile.tile(plain, I.variable(), 3);
        assertThat(Printer.print(jammed).lines().filter(line -> line.contains("for ")))
                .hasSize(2);
        assertThat(run(jammed)).containsExactly(run(plain));
    }

    @Test
    void jamRefusesLoopsThatDiffer() {
        Axis j = new Axis(new Atom.Variable("j", 0, 9), I.index());
        Statement triangle = new Statement.For(
                j.variable(),
                Index.ZERO,
                j.extent(),
                Statement.For.Kind.SERIAL,
                new Statement.Put(OUT, j.index(), fetch(I.index()), Lanes.SCALAR));
        assertThatThrownBy(() -> Jam.jam(triangle, I.variable(), List.of(Index.ZERO, Index.ONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot jam i: the loop over j depends on it");
        Atom.Variable twice = new Atom.Variable("twice", 0, 18);
        Statement let = new Statement.Let(twice, I.index().times(2));
        assertThatThrownBy(() -> Jam.jam(let, I.variable(), List.of(Index.ZERO, Index.ONE)))
                .hasMessage("cannot jam i: twice depends on it");
    }

    @Test
    void unrolledConditionsAreDecidedWhereTheyCanBe() {
        Axis j = Axis.of("j", 4);
        Register sum = new Register("sum", false);
        Statement step = new Statement.When(
                Guard.within(j.index().minus(1), 2),
                new Statement.Assign(
                        sum, new Expression.Read(sum).plus(fetch(I.index().plus(j.index())))));
        Kernel plain = loop(
                Statement.For.Kind.PARALLEL,
                new Statement.Block(List.of(
                        new Statement.Define(sum, Expression.constant(0)),
                        new Statement.For(j.variable(), Index.ZERO, j.extent(), Statement.For.Kind.SERIAL, step),
                        new Statement.Put(OUT, I.index(), new Expression.Read(sum), Lanes.SCALAR))));
        Kernel unrolled = Unroll.unroll(plain, 10);
        assertThat(Printer.print(unrolled)).doesNotContain("if ").doesNotContain("j");
        assertThat(Unroll.size(unrolled.body())).isEqualTo(3);
        assertThat(run(unrolled)).containsExactly(run(plain));
        assertThat(Unroll.unroll(plain, 3)).isEqualTo(plain);
    }

    @Test
    void aValueIsFetchedOnceWhereNothingWritesIt() {
        Statement shared = new Statement.Block(
                List.of(new Statement.Put(OUT, I.index(), fetch(I.index()).plus(fetch(I.index())), Lanes.SCALAR)));
        Kernel plain = loop(Statement.For.Kind.PARALLEL, shared);
        Kernel once = ShareFetches.share(plain);
        assertThat(Printer.print(once).split("in\\[", -1)).hasSize(2);
        assertThat(run(once)).containsExactly(run(plain));
    }

    @Test
    void aValueThatIsWrittenIsFetchedAgain() {
        Expression next = new Expression.Fetch(OUT, Index.ZERO, Lanes.SCALAR).plus(Expression.constant(1));
        Kernel counts = loop(
                Statement.For.Kind.SERIAL,
                new Statement.Block(List.of(
                        new Statement.Put(OUT, Index.ZERO, next, Lanes.SCALAR),
                        new Statement.Put(OUT, Index.ZERO, next, Lanes.SCALAR))));
        assertThat(ShareFetches.share(counts)).isEqualTo(counts);
        assertThat(run(counts)[0]).isEqualTo(20);
    }

    @Test
    void whatIsGuardedIsNotFetchedBefore() {
        Expression guarded = Expression.where(
                new Guard(List.of(Index.of(4).minus(I.index()))),
                new Expression.Fetch(IN, I.index().times(4), Lanes.SCALAR),
                Expression.constant(0));
        Kernel kernel = loop(
                Statement.For.Kind.PARALLEL,
                new Statement.Block(List.of(new Statement.Put(OUT, I.index(), guarded.plus(guarded), Lanes.SCALAR))));
        // Beyond 4 the address is outside of the array: the interpreter would refuse it.
        assertThat(run(ShareFetches.share(kernel))).containsExactly(0, 32, 128, 288, 512, 0, 0, 0, 0, 0);
    }

    @Test
    void lanesMustBeConsecutive() {
        Atom.Variable lane = SplitLanes.lane(16);
        Kernel apart = new Kernel(
                "test",
                "",
                List.of(lane),
                new Statement.Put(OUT, Index.of(lane).times(2), fetch(Index.ZERO), Lanes.SCALAR));
        assertThatThrownBy(() -> Vectorise.vectorise(apart, lane)).hasMessageContaining("lanes are not consecutive");
        Kernel same = new Kernel(
                "test", "", List.of(lane), new Statement.Put(OUT, Index.ZERO, fetch(Index.of(lane)), Lanes.SCALAR));
        assertThatThrownBy(() -> Vectorise.vectorise(same, lane)).hasMessageContaining("16 lanes stored at one place");
    }
}
