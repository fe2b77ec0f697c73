package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the planner decides for networks: layouts, halos, copies, places. That plans compute what they should is tested elsewhere. */
class PlannerTest {
    private static Network residual(int channels) {
        Builder net = new Builder();
        Value x = net.input("image", 3, 8, 8);
        Value stem = net.add("stem", "Conv", x, "out_channels", channels, "kernel", 3, "padding", 1);
        Value conv = net.add("conv", "Conv", stem, "out_channels", channels, "kernel", 3, "padding", 1, "bias", false);
        Value norm = net.add("norm", "BatchNorm", conv);
        Value sum = net.add("sum", Add.of(norm.shape(), stem.shape()).orElseThrow(), norm, stem);
        Value relu = net.add("relu", "Relu", sum);
        Value flat = net.add("flat", "Flatten", relu);
        return net.build(net.add("fc", "Linear", flat, "out_features", 10));
    }

    private static List<Task.Compute> computations(Plan.Session session, Phase phase) {
        List<Task.Compute> computations = new ArrayList<>();
        for (Task task : session.tasks(phase)) {
            task.match(new Task.Cases<Boolean>() {
                @Override
                public Boolean compute(Task.Compute compute) {
                    return computations.add(compute);
                }

                @Override
                public Boolean clearHalo(Task.ClearHalo clearHalo) {
                    return false;
                }
            });
        }
        return computations;
    }

    private static List<String> labels(Plan.Session session, Phase phase) {
        return session.tasks(phase).stream().map(Task::label).toList();
    }

    private static Layout layout(Plan.Session session, String name) {
        return session.layouts().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** In inference and in all parts of a training step; one channel at a time would take many times as long. */
    @ParameterizedTest
    @CsvSource({"64, 2", "128, 32", "64, 8", "72, 3", "120, 5", "64, 64", "40, 5"})
    void sumsOfGroupedConvolutionsUseVectors(int channels, int groups) {
        Builder net = new Builder();
        Value x = net.input("image", channels, 6, 6);
        Value stem = net.add("stem", "Conv", x, "out_channels", channels, "kernel", 1);
        Value conv =
                net.add("conv", "Conv", stem, "out_channels", channels, "kernel", 3, "padding", 1, "groups", groups);
        Value up = net.add(
                "up", "ConvTranspose", conv, "out_channels", channels, "kernel", 2, "stride", 2, "groups", groups);
        Plan plan = BackEnd.plan(net.build(up));
        for (Phase phase : List.of(Phase.INFERENCE, Phase.FORWARD, Phase.BACKWARD)) {
            assertThat(computations(plan.session(phase), phase))
                    .filteredOn(each -> Accesses.reduces(each.nest().value()))
                    .isNotEmpty()
                    .allSatisfy(each ->
                            assertThat(each.nest().lanes()).as(each.label()).isPresent());
        }
    }

    private static Plan first(int channels, String after) {
        Builder net = new Builder();
        Value x = net.input("image", 1, 28, 28);
        Value conv = net.add("conv", "Conv", x, "out_channels", channels, "kernel", 5, "padding", 2);
        Value act = net.add("act", after, conv);
        Value pool = net.add("pool", "MaxPool", act, "kernel", 2);
        return BackEnd.plan(net.build(net.add("next", "Conv", pool, "out_channels", 16, "kernel", 5)));
    }

    /** Of 6 channels, 6 times 2 vectors a row instead of 28; of 16 channels 28 instead of 32. Functions have vectors of either. */
    @ParameterizedTest
    @CsvSource({"6, Relu, 3", "16, Relu, 1", "6, Tanh, 3"})
    void fewChannelsAreComputedAlongRows(int channels, String after, int lanes) {
        Plan plan = first(channels, after);
        List<Task.Compute> sums = computations(plan.inference(), Phase.INFERENCE).stream()
                .filter(each -> Accesses.reduces(each.nest().value()))
                .toList();
        // The pool takes the sums of the convolution before they are stored.
        assertThat(sums).hasSize(2);
        assertThat(sums.get(0).nest().lanes()).hasValue(lanes);
        assertThat(sums.get(1).nest().lanes()).hasValue(1);
        if (lanes == 3) {
            assertThat(layout(plan.inference(), "pool").blocked()).isEmpty();
            assertThat(layout(plan.inference(), "pool").span(2)).isEqualTo(16);
            assertThat(labels(plan.inference(), Phase.INFERENCE))
                    .filteredOn(label -> label.startsWith("halo"))
                    .containsExactly("halo of image padded");
        }
    }

    @Test
    void sumsOfLayerNormalisationUseVectorsUpToTheLastSixteen() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 6, 6);
        Value conv = net.add("conv", "Conv", x, "out_channels", 96, "kernel", 3);
        Value norm = net.add("norm", "LayerNorm", conv);
        Plan plan = BackEnd.plan(net.build(net.add("next", "Conv", norm, "out_channels", 16, "kernel", 1)));
        assertThat(computations(plan.inference(), Phase.INFERENCE))
                .filteredOn(each -> each.nest().lanes().isPresent())
                .extracting(Task::label)
                .contains("conv", "norm sums", "norm squares", "norm");
    }

    @Test
    void inferenceFusesPacksAndPads() {
        Plan plan = BackEnd.plan(residual(32), Numerics.EXACT);
        assertThat(labels(plan.inference(), Phase.PREPARE))
                .containsExactlyInAnyOrder(
                        "norm scale", "norm shift", "pack stem.weight", "pack conv.weight", "pack fc.weight");
        assertThat(labels(plan.inference(), Phase.INFERENCE))
                .containsExactly(
                        "halo of image padded",
                        "pad image",
                        "halo of stem",
                        "stem",
                        "conv + norm + sum + relu",
                        "flat + fc",
                        // Ten results for each sample are no whole vectors.
                        "unpack caller's output0");
    }

    @Test
    void channelsComeInBlocksWithTheHaloThatTheirReaderWants() {
        Plan.Session inference = BackEnd.plan(residual(32), Numerics.EXACT).inference();
        assertThat(layout(inference, "stem")).hasToString("blocked by 16 along axis 0, halo [0, 1, 1] [0, 1, 1]");
        assertThat(layout(inference, "relu")).hasToString("blocked by 16 along axis 0");
        assertThat(layout(inference, "image padded")).hasToString("row-major, halo [0, 1, 1] [0, 1, 1]");
        // Sixteen channels of the result for each channel and tap.
        assertThat(layout(inference, "conv.weight blocked 0").blocked()).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void convolutionsHaveNoConditionsInTheirLoops() {
        for (Task.Compute task : computations(BackEnd.plan(residual(32)).inference(), Phase.INFERENCE)) {
            new ExpressionRewriter() {
                @Override
                public Expression where(Expression.Where where) {
                    throw new AssertionError(task.label() + " has the condition " + where.guard());
                }
            }.rewrite(task.nest().value());
        }
    }

    @Test
    void sumsAreComputedInLanes() {
        for (Phase phase : Phase.values()) {
            for (Task.Compute task :
                    computations(BackEnd.plan(residual(32), Numerics.EXACT).session(phase), phase)) {
                if (Accesses.reduces(task.nest().value())) {
                    assertThat(task.nest().lanes()).as(task.label()).isPresent();
                }
            }
        }
    }

    @Test
    void oneChannelNeedsNoLanes() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 5, 5);
        Network network = net.build(net.add("conv", "Conv", x, "out_channels", 1, "kernel", 3));
        assertThat(computations(BackEnd.plan(network).inference(), Phase.INFERENCE))
                .allSatisfy(task -> assertThat(task.nest().lanes()).isEmpty());
    }

    @Test
    void paddingWithAnythingButZeroKeepsItsConditions() {
        Builder net = new Builder();
        Value x = net.input("image", 16, 5, 5);
        Value relu = net.add("relu", "Relu", x);
        Network network = net.build(net.add("pool", "MaxPool", relu, "kernel", 3, "padding", 1));
        Plan.Session inference = BackEnd.plan(network).inference();
        assertThat(layout(inference, "relu").hasHalo()).isFalse();
        assertThat(labels(inference, Phase.INFERENCE)).noneMatch(label -> label.startsWith("halo"));
    }

    @Test
    void aHaloThatWouldBeMuchLargerThanItsTensorIsNotWorthIt() {
        Builder net = new Builder();
        Value x = net.input("image", 512, 1, 1);
        Value relu = net.add("relu", "Relu", x);
        Network network = net.build(net.add("conv", "Conv", relu, "out_channels", 16, "kernel", 9, "padding", 4));
        Plan.Session inference = BackEnd.plan(network).inference();
        assertThat(layout(inference, "relu").hasHalo()).isFalse();
    }

    @Test
    void tensorsThatLiveTogetherLieApart() {
        Plan plan = BackEnd.plan(residual(33));
        assertApart(plan.inference());
        assertApart(plan.training());
    }

    private static void assertApart(Plan.Session session) {
        Map<Tensor, Integer> first = new HashMap<>();
        Map<Tensor, Integer> last = new HashMap<>();
        for (int step = 0; step < session.tasks().size(); step++) {
            for (Tensor tensor : touched(session.tasks().get(step))) {
                first.putIfAbsent(tensor, step);
                last.put(tensor, step);
            }
        }
        assertThat(first).hasSizeGreaterThan(5);
        for (Tensor a : first.keySet()) {
            for (Tensor b : first.keySet()) {
                Place inA = Objects.requireNonNull(session.places().get(a));
                Place inB = Objects.requireNonNull(session.places().get(b));
                boolean callers = inA.area() != Place.Area.ARENA_FIXED && inA.area() != Place.Area.ARENA_BATCHED;
                boolean together =
                        inA.area() == inB.area() && get(first, a) <= get(last, b) && get(first, b) <= get(last, a);
                if (!a.equals(b) && !callers && together) {
                    boolean apart = end(session, a, inA) <= inB.offset() || end(session, b, inB) <= inA.offset();
                    assertThat(apart).as("%s and %s", a, b).isTrue();
                }
            }
        }
    }

    private static int get(Map<Tensor, Integer> steps, Tensor tensor) {
        return Objects.requireNonNull(steps.get(tensor));
    }

    private static long end(Plan.Session session, Tensor tensor, Place place) {
        long end = place.offset()
                + Objects.requireNonNull(session.layouts().get(tensor)).floats();
        int room = place.area() == Place.Area.ARENA_BATCHED ? session.batchedFloats() : session.fixedFloats();
        assertThat(end).isLessThanOrEqualTo(room);
        return end;
    }

    private static Set<Tensor> touched(Task task) {
        Set<Tensor> touched = new HashSet<>(Set.of(task.output()));
        task.match(new Task.Cases<Boolean>() {
            @Override
            public Boolean compute(Task.Compute compute) {
                return touched.addAll(Accesses.tensors(compute.nest().value()));
            }

            @Override
            public Boolean clearHalo(Task.ClearHalo clearHalo) {
                return false;
            }
        });
        return touched;
    }

    @Test
    void theStateLiesInWholeBlocksWhatInferenceReadsFirst() {
        Plan plan = BackEnd.plan(residual(33));
        Set<Integer> read = plan.inference().tasks(Phase.INFERENCE).stream()
                .flatMap(task -> task.touched().stream())
                .map(tensor -> Objects.requireNonNull(plan.inference().places().get(tensor)))
                .filter(place -> place.area() == Place.Area.STATE)
                .map(Place::offset)
                .collect(Collectors.toSet());
        assertThat(read).isNotEmpty();
        int offset = 0;
        int counters = 0;
        for (StateTensor tensor : inOrder(plan)) {
            if (tensor.kind() == StateTensor.Kind.COUNTER) {
                continue;
            }
            assertThat(plan.stateOffsets()).containsEntry(tensor.name(), offset);
            assertThat(read.contains(offset)).as(tensor.name()).isEqualTo(offset < plan.inferenceStateFloats() - 16);
            offset += (int) Layout.roundUp(tensor.elements());
        }
        for (StateTensor tensor : plan.network().state()) {
            if (tensor.kind() == StateTensor.Kind.COUNTER) {
                assertThat(plan.stateOffsets()).containsEntry(tensor.name(), counters++);
            }
        }
        assertThat(plan.counters()).isEqualTo(counters).isPositive();
        assertThat(plan.stateFloats()).isEqualTo(offset + 16).isGreaterThan(plan.inferenceStateFloats());
    }

    private static List<StateTensor> inOrder(Plan plan) {
        return plan.network().state().stream()
                .sorted(Comparator.comparing(
                        tensor -> Objects.requireNonNull(plan.stateOffsets().get(tensor.name()))))
                .toList();
    }

    @Test
    void onlyStepsThatServeNothingElseAreLeftOutWithoutInputGradients() {
        Plan.Session training = BackEnd.plan(residual(16)).training();
        List<String> idle = training.tasks(Phase.BACKWARD).stream()
                .filter(Task::forInputGradients)
                .map(Task::label)
                .toList();
        assertThat(idle).isNotEmpty().allMatch(label -> label.contains("image") || label.contains("stem.weight"));
        assertThat(training.tasks(Phase.FORWARD)).noneMatch(Task::forInputGradients);
        // What they make, nobody else reads.
        Set<Tensor> made = new HashSet<>();
        for (Task.Compute task : computations(training, Phase.BACKWARD)) {
            if (task.forInputGradients()) {
                made.add(task.output());
            } else {
                assertThat(Accesses.tensors(task.nest().value())).noneMatch(made::contains);
            }
        }
    }

    /** Where no window reads some positions, their gradient is a constant and not a sum; all parts are stored alike. */
    @Test
    void partsOfAGradientAreStoredInOnePlace() {
        Builder net = new Builder();
        Value x = net.input("x", 17, 7);
        Value y = net.add("conv", "Conv", x, "out_channels", 1, "kernel", 2, "stride", 3, "padding", 1, "dilation", 2);
        List<Task.Compute> parts = computations(BackEnd.plan(net.build(y)).training(), Phase.BACKWARD).stream()
                .filter(task -> task.label().equals("grad.x"))
                .toList();
        assertThat(parts).hasSize(3);
        assertThat(parts).extracting(task -> task.output().name()).containsOnly("caller's grad.x blocked");
    }

    @Test
    void plansAreTheSameEveryTime() {
        Network network = residual(33);
        assertThat(BackEnd.plan(network)).isEqualTo(BackEnd.plan(network));
    }

    /** Names that a spec can give: the planner's own tensors must be called otherwise. */
    @Test
    void aStageMayBeCalledLikeAnythingInAPlan() {
        Builder net = new Builder();
        Value x = net.input("x", 16, 4, 4);
        Value conv = net.add("caller.output0", "Conv", x, "out_channels", 16, "kernel", 3, "padding", 1);
        Plan plan = BackEnd.plan(net.build(net.add("relu", "Relu", conv)));
        for (Task.Compute task : computations(plan.inference(), Phase.INFERENCE)) {
            assertThat(Accesses.tensors(task.nest().value())).doesNotContain(task.output());
        }
    }

    @Test
    void guardsOfLoadsThatTheHaloSparesAreGone() {
        Tensor x = new Tensor("x", false, List.of(5));
        Axis axis = Axis.of("i", 7);
        Expression padded = x.at(List.of(axis.index().minus(1)), Expression.constant(0));
        Layout wide = Layout.rowMajor(x).withHalo(List.of(1), List.of(1));
        Layout narrow = Layout.rowMajor(x).withHalo(List.of(1), List.of(0));
        assertThat(Halos.reach(Accesses.of(padded).get(0))).isEqualTo(new Halos.Reach(List.of(1), List.of(1)));
        assertThat(Halos.unguard(padded, Map.of(x, wide)))
                .isEqualTo(x.at(axis.index().minus(1)));
        assertThat(Halos.unguard(padded, Map.of(x, narrow))).isEqualTo(padded);
        Expression filled = x.at(List.of(axis.index().minus(1)), Expression.constant(1));
        assertThat(Halos.reach(Accesses.of(filled).get(0)).isEmpty()).isTrue();
        assertThat(Halos.unguard(filled, Map.of(x, wide))).isEqualTo(filled);
        Expression negative = x.at(List.of(axis.index().minus(1)), Expression.constant(-0.0));
        assertThat(Halos.unguard(negative, Map.of(x, wide))).isEqualTo(negative);
        Guard other = new Guard(List.of(axis.index().minus(3)));
        Expression twice = Expression.where(
                Guard.within(axis.index().minus(1), 5).and(other),
                x.at(axis.index().minus(1)),
                Expression.constant(0));
        assertThat(Halos.unguard(twice, Map.of(x, wide)))
                .isEqualTo(Expression.where(other, x.at(axis.index().minus(1)), Expression.constant(0)));
    }
}
