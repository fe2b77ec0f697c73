package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Kernel;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.loop.Verifier;
import dev.convoke.compiler.plan.Accesses;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** From tasks to kernels, for vectors of a given width: a visible list of passes, verified after each. */
public final class Scheduler {
    /** An unrolled loop comes to no more statements than this. */
    private static final int UNROLLED_STATEMENTS = 120;

    /** A named pass, kernel to kernel. */
    private record Pass(String name, UnaryOperator<Kernel> change, Verifier.Form form) {}

    private final Map<Tensor, Layout> layouts;
    private final int width;
    private final Names names = new Names();

    /**
     * @param width lanes of the hardware's vectors: 16, 8, 4, or 1 for scalar code
     */
    public Scheduler(Plan.Session session, int width) {
        this.layouts = session.layouts();
        this.width = width;
    }

    /** The steps that do a task: one, or one for small batches and one for others. */
    public List<Step> schedule(Task task) {
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
        Nest nest = task.nest();
        List<Step> steps = new ArrayList<>();
        boolean reduces = Accesses.reduces(nest.value());
        List<Tiling> tilings = reduces ? Tiling.choose(nest, nest.lanes().isPresent() ? width : 1) : List.of(new Tiling(Map.of(), Guard.ALWAYS));
        for (Tiling tiling : tilings) {
            String name = names.fresh(task.label().isEmpty() ? nest.output().name() : task.label());
            Map<Tensor, Buffer> buffers = buffers(nest);
            Kernel kernel = schedule(Lower.lower(name, task.label(), nest), nest, tiling, buffers);
            Map<Buffer, Tensor> byBuffer = new LinkedHashMap<>();
            buffers.forEach((tensor, buffer) -> byBuffer.put(buffer, tensor));
            steps.add(new Step(task, kernel, byBuffer, tiling.when()));
        }
        return steps;
    }

    private Kernel schedule(Kernel lowered, Nest nest, Tiling tiling, Map<Tensor, Buffer> buffers) {
        List<Pass> passes = new ArrayList<>();
        Optional<Atom.Variable> lanes =
                nest.lanes().stream().mapToObj(i -> nest.axes().get(i).variable()).findFirst();
        lanes.ifPresent(variable -> passes.add(
                new Pass("split lanes", k -> SplitLanes.split(k, variable, width), Verifier.Form.LOGICAL)));
        tiling.factors().forEach((variable, factor) -> passes.add(
                new Pass("tile " + variable, k -> Tile.tile(k, variable, factor), Verifier.Form.LOGICAL)));
        passes.add(new Pass("unroll", k -> Unroll.unroll(k, UNROLLED_STATEMENTS), Verifier.Form.LOGICAL));
        passes.add(new Pass("lay out", k -> LayOut.layOut(k, layouts, buffers), Verifier.Form.FLAT));
        if (lanes.isPresent() && width > 1) {
            passes.add(new Pass(
                    "vectorise", k -> Vectorise.vectorise(k, SplitLanes.lane(width)), Verifier.Form.FLAT));
        }
        passes.add(new Pass("share fetches", ShareFetches::share, Verifier.Form.FLAT));
        Kernel kernel = lowered;
        for (Pass pass : passes) {
            kernel = pass.change().apply(kernel);
            Verifier.require(kernel, pass.form(), pass.name());
        }
        return kernel;
    }

    /** A buffer for each tensor, named for its part: {@code x0, x1} what is read, {@code y} what is written. */
    private static Map<Tensor, Buffer> buffers(Nest nest) {
        Map<Tensor, Buffer> buffers = new LinkedHashMap<>();
        Set<Tensor> read = Accesses.tensors(nest.value());
        int number = 0;
        for (Tensor tensor : read) {
            if (!tensor.equals(nest.output())) {
                buffers.put(tensor, new Buffer("abcdefgh".charAt(Math.min(number, 7)) + (number < 7 ? "" : String.valueOf(number))));
                number++;
            }
        }
        buffers.put(nest.output(), new Buffer("y"));
        return buffers;
    }

    /** Zeros before and after each row of positions, and before and after all rows. */
    private Step clear(Task.ClearHalo task) {
        Tensor tensor = task.output();
        Kernel kernel = HaloClearing.kernel(
                names.fresh(task.label()), task.label(), layouts.get(tensor), new Buffer("y"), width);
        return new Step(task, kernel, Map.of(new Buffer("y"), tensor), Guard.ALWAYS);
    }
}
