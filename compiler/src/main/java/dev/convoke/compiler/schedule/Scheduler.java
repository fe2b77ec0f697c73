package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.loop.Verifier;
import dev.convoke.compiler.plan.Accesses;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.PooledSums;
import dev.convoke.compiler.plan.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** From tasks to kernels, for vectors of a given width: a visible list of passes, verified after each. */
public final class Scheduler {
    /** An unrolled loop comes to no more statements than this. */
    private static final int UNROLLED_STATEMENTS = 120;

    /**
     * The same where the taps of a row share nothing that registers could hold. A linear layer behind a map of 5x5, with 16 accumulators: 5 terms
     * written out run at 28 % of the machine's limit, a loop at 67 %. A window of 5x5 with lanes along the row and 12 accumulators: 23 and 62 %. Of 3x3, 36 terms: 4 %
     * faster on JDK 17 written out, but on JDK 25 SimpleCnn takes 600 us instead of 350, for inputs are kept in registers that the accumulators need.
     */
    private static final int UNROLLED_TERMS = 35;

    private static final Buffer OUT = new Buffer("out");

    /** A named pass, kernel to kernel. */
    private record Pass(String name, UnaryOperator<Kernel> change, Verifier.Form form) {}

    private final Map<Tensor, Layout> layouts;
    private final int width;
    private final Names names;

    private Scheduler(Map<Tensor, Layout> layouts, int width, Names names) {
        this.layouts = layouts;
        this.width = width;
        this.names = names;
    }

    /** The steps of every phase, in order. */
    public static Map<Phase, List<Step>> schedule(Plan plan, int width) {
        return schedule(plan, width, EnumSet.allOf(Phase.class));
    }

    /**
     * The steps of each phase, in order; none of a phase that is not wanted.
     *
     * @param width lanes of the hardware's vectors: 16, 8, 4, or 1 for scalar code
     */
    public static Map<Phase, List<Step>> schedule(Plan plan, int width, Set<Phase> wanted) {
        Names names = new Names();
        Map<Phase, List<Step>> steps = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            Plan.Session session = plan.session(phase);
            Scheduler scheduler = new Scheduler(session.layouts(), width, names);
            steps.put(
                    phase,
                    session.tasks(phase).stream()
                            .filter(t -> wanted.contains(phase))
                            .flatMap(t -> scheduler.schedule(t).stream())
                            .toList());
        }
        return steps;
    }

    /** The steps that do a task: one, or one for small batches and one for others. */
    private List<Step> schedule(Task task) {
        return task.match(new Task.Cases<List<Step>>() {
            @Override
            public List<Step> compute(Task.Compute compute) {
                return computeSteps(compute);
            }

            @Override
            public List<Step> clearHalo(Task.ClearHalo clearHalo) {
                return List.of(clear(clearHalo));
            }
        });
    }

    private List<Step> computeSteps(Task.Compute task) {
        Optional<Expression.Transform> transform = LowerTransform.in(task.nest());
        if (transform.isPresent()) {
            return List.of(transformStep(task, transform.get()));
        }
        List<Step> steps = new ArrayList<>();
        boolean reduces = Accesses.reduces(task.nest().value());
        int lanesWidth = task.nest().lanes().isPresent() ? width : 1;
        Nest nest = reduces ? FlatPositions.of(task.nest(), layouts, lanesWidth) : task.nest();
        List<Tiling> tilings = reduces ? Tiling.choose(nest, lanesWidth) : List.of(new Tiling(Map.of(), Guard.ALWAYS));
        for (Tiling tiling : tilings) {
            String name = name(task);
            Map<Tensor, Buffer> buffers = buffers(nest);
            int together = task.phase() == Phase.INFERENCE ? tiling.together(lanesWidth) : 1;
            Kernel lowered = Lower.lower(name, task.label(), nest, lanesWidth, together);
            Kernel kernel = schedule(lowered, nest, tiling, buffers);
            steps.add(new Step(task, kernel, byBuffer(buffers), tiling.tile(), tiling.when()));
        }
        return steps;
    }

    private static Map<Buffer, Tensor> byBuffer(Map<Tensor, Buffer> buffers) {
        Map<Buffer, Tensor> byBuffer = new LinkedHashMap<>();
        buffers.forEach((tensor, buffer) -> byBuffer.put(buffer, tensor));
        return byBuffer;
    }

    private Step transformStep(Task.Compute task, Expression.Transform transform) {
        Nest nest = task.nest();
        int lanesWidth = nest.lanes().isPresent() ? width : 1;
        Map<Tensor, Buffer> buffers = buffers(nest);
        Kernel kernel = LowerTransform.lower(name(task), task.label(), nest, transform, lanesWidth);
        List<Pass> passes = new ArrayList<>();
        lanes(nest)
                .ifPresent(variable -> passes.add(
                        new Pass("split lanes", k -> SplitLanes.split(k, variable, width), Verifier.Form.PADDED)));
        passes.add(new Pass("lay out", k -> LayOut.layOut(k, layouts, buffers), Verifier.Form.FLAT));
        if (lanesWidth > 1) {
            passes.add(new Pass("vectorise", k -> Vectorise.vectorise(k, SplitLanes.lane(width)), Verifier.Form.FLAT));
        }
        passes.add(new Pass("hoist fetches", HoistFetches::hoist, Verifier.Form.FLAT));
        return new Step(task, run(passes, kernel), byBuffer(buffers), List.of(), Guard.ALWAYS);
    }

    private static Optional<Atom.Variable> lanes(Nest nest) {
        return nest.lanes().stream()
                .mapToObj(i -> nest.axes().get(i).variable())
                .findFirst();
    }

    private Kernel schedule(Kernel lowered, Nest nest, Tiling tiling, Map<Tensor, Buffer> buffers) {
        List<Pass> passes = new ArrayList<>();
        Optional<Atom.Variable> lanes = lanes(nest);
        lanes.ifPresent(variable ->
                passes.add(new Pass("split lanes", k -> SplitLanes.split(k, variable, width), Verifier.Form.PADDED)));
        Optional<Atom.Variable> finishing =
                lanes.isPresent() && width > 1 ? FinishSums.loop(lowered, tiling.factors(), width) : Optional.empty();
        finishing.ifPresent(variable -> passes.add(new Pass(
                "finish sums apart", k -> FinishSums.apart(k, tiling.factors(), width), Verifier.Form.PADDED)));
        // What a pool does with each of its elements is more than what is done with a sum.
        boolean pools = PooledSums.window(nest.value()) > 1;
        tiling.factors()
                .forEach((variable, factor) -> passes.add(new Pass(
                        "tile " + variable,
                        k -> Tile.tile(
                                k,
                                variable,
                                factor,
                                finishing.isPresent()
                                        && (pools || finishing.get().equals(variable))),
                        Verifier.Form.PADDED)));
        passes.add(new Pass(
                "unroll",
                k -> Unroll.unroll(
                        k, tapsShare(nest) && tiling.writesOutTaps(nest) ? UNROLLED_STATEMENTS : UNROLLED_TERMS),
                Verifier.Form.PADDED));
        passes.add(new Pass("lay out", k -> LayOut.layOut(k, layouts, buffers), Verifier.Form.FLAT));
        if (lanes.isPresent() && width > 1) {
            passes.add(new Pass("vectorise", k -> Vectorise.vectorise(k, SplitLanes.lane(width)), Verifier.Form.FLAT));
        }
        passes.add(new Pass("hoist fetches", HoistFetches::hoist, Verifier.Form.FLAT));
        if (lanes.isPresent() && width == Lanes.WIDTH) {
            passes.add(new Pass("input major", InputMajor::order, Verifier.Form.FLAT));
        }
        passes.add(new Pass("share fetches", ShareFetches::share, Verifier.Form.FLAT));
        return run(passes, lowered);
    }

    /** Whether an output has positions whose windows share inputs, broadcast: not that of a linear layer, nor one with lanes along its rows. */
    private static boolean tapsShare(Nest nest) {
        long wide = nest.axes().stream()
                .filter(a -> !a.isBatch() && a.extent().constant() > 1)
                .count();
        int last = nest.axes().size() - 1;
        return wide > 1 && (last < 2 || nest.lanes().orElse(1) != last);
    }

    private static Kernel run(List<Pass> passes, Kernel lowered) {
        Kernel kernel = lowered;
        for (Pass pass : passes) {
            kernel = pass.change().apply(kernel);
            Verifier.require(kernel, pass.form(), pass.name());
        }
        return kernel;
    }

    private String name(Task task) {
        return names.fresh(
                switch (task.phase()) {
                    case PREPARE, INFERENCE, BACKWARD -> task.label();
                    case FORWARD -> "forward " + task.label();
                });
    }

    /** A buffer for each tensor, named for its part: {@code in1, in2, ...} what is read, {@code out} what is written. */
    private static Map<Tensor, Buffer> buffers(Nest nest) {
        Map<Tensor, Buffer> buffers = new LinkedHashMap<>();
        for (Tensor tensor : Accesses.tensors(nest.value())) {
            if (!tensor.equals(nest.output())) {
                buffers.put(tensor, new Buffer("in" + (buffers.size() + 1)));
            }
        }
        buffers.put(nest.output(), OUT);
        return buffers;
    }

    /** Zeros before and after each row of positions, and before and after all rows. */
    private Step clear(Task.ClearHalo task) {
        Tensor tensor = task.output();
        Kernel kernel =
                HaloClearing.kernel(name(task), task.label(), Objects.requireNonNull(layouts.get(tensor)), OUT, width);
        return new Step(task, kernel, Map.of(OUT, tensor), List.of(), Guard.ALWAYS);
    }
}
