package dev.convoke.conformance;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.Layout;
import dev.convoke.compiler.plan.Nest;
import dev.convoke.compiler.plan.Phase;
import dev.convoke.compiler.plan.Place;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.plan.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an inference computes by the definitions that the planner chose, Winograd's among them: each element as its expression is written,
 * without loops, tiles that share work, layouts and places.
 */
final class PlannedDefinitions {
    private PlannedDefinitions() {}

    static Outcome inference(Subject subject, Data data) {
        Plan.Session session = subject.plan().inference();
        Evaluator evaluator =
                new Evaluator(Evaluator.Precision.FLOAT, data.batch(), Intrinsic.ofRuntime(data.randomKey()));
        Map<Tensor, double[]> known = given(subject, data);
        Outcome outcome = new Outcome();
        for (Phase phase : List.of(Phase.PREPARE, Phase.INFERENCE)) {
            for (Task task : session.tasks(phase)) {
                nest(task).map(nest -> padded(nest, session)).ifPresent(nest -> {
                    double[] values = known.computeIfAbsent(
                            nest.output(),
                            tensor -> unwritten(evaluator.elements(tensor), !tensor.equals(task.output())));
                    write(nest, evaluator, known, values);
                    Place place = Maps.get(session.places(), task.output());
                    if (place.area() == Place.Area.OUTPUT) {
                        outcome.put(
                                "inference." + subject.network().outputNames().get(place.slot()), values);
                    }
                });
            }
        }
        return outcome;
    }

    private static Map<Tensor, double[]> given(Subject subject, Data data) {
        Graph graph = subject.network().graph();
        Map<Tensor, double[]> known = new HashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            known.put(
                    graph.inputs().get(i).tensor(),
                    Evaluator.widen(data.inputs().get(i)));
        }
        graph.states()
                .forEach(state -> known.put(state.tensor(), Evaluator.widen(Maps.get(data.state(), state.name()))));
        return known;
    }

    /** A nest in which halos, positions around a tensor that hold zeros, belong to the tensor. */
    private static Nest padded(Nest nest, Plan.Session session) {
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                Layout layout = Maps.get(session.layouts(), load.tensor());
                return new Expression.Load(padded(layout), shifted(load.at(), layout));
            }
        }.rewrite(nest.value());
        Layout layout = Maps.get(session.layouts(), nest.output());
        return new Nest(padded(layout), shifted(nest.at(), layout), nest.axes(), value, OptionalInt.empty());
    }

    private static Tensor padded(Layout layout) {
        Tensor tensor = layout.tensor();
        if (!layout.hasHalo()) {
            return tensor;
        }
        List<Integer> extents = new ArrayList<>();
        for (int axis = 0; axis < tensor.extents().size(); axis++) {
            extents.add(tensor.extents().get(axis)
                    + layout.before().get(axis)
                    + layout.after().get(axis));
        }
        return new Tensor(tensor.name() + " with its halo", tensor.batched(), extents);
    }

    private static List<Index> shifted(List<Index> at, Layout layout) {
        List<Index> shifted = new ArrayList<>(at);
        int batch = layout.tensor().batched() ? 1 : 0;
        for (int axis = 0; axis < layout.before().size(); axis++) {
            shifted.set(axis + batch, at.get(axis + batch).plus(layout.before().get(axis)));
        }
        return shifted;
    }

    private static double[] unwritten(int elements, boolean hasHalo) {
        double[] values = new double[elements];
        Arrays.fill(values, hasHalo ? 0 : Double.NaN);
        return values;
    }

    /** A nest's values are those of a tensor whose axes are the nest's, put where the nest writes them. */
    private static void write(Nest nest, Evaluator evaluator, Map<Tensor, double[]> known, double[] values) {
        // The batch first, as it is in tensors; nests may have it elsewhere.
        List<Axis> axes = new ArrayList<>(nest.axes());
        axes.sort(Comparator.comparing(axis -> !axis.isBatch()));
        boolean batched = !axes.isEmpty() && axes.get(0).isBatch();
        List<Integer> extents = axes.stream()
                .skip(batched ? 1 : 0)
                .map(axis -> (int) axis.extent().constant())
                .toList();
        Tensor part = new Tensor("part of " + nest.output().name(), batched, extents);
        double[] computed = evaluator.evaluate(new Definition(part, axes, nest.value(), OptionalInt.empty()), known);
        List<Integer> counts = counts(part, evaluator.batch());
        List<Integer> spans = counts(nest.output(), evaluator.batch());
        for (int element = 0; element < computed.length; element++) {
            Map<Atom.Variable, Index> at = new HashMap<>();
            int rest = element;
            for (int axis = axes.size() - 1; axis >= 0; axis--) {
                at.put(axes.get(axis).variable(), Index.of(rest % counts.get(axis)));
                rest /= counts.get(axis);
            }
            int address = 0;
            for (int axis = 0; axis < spans.size(); axis++) {
                Index index = nest.at().get(axis).substitute(variable -> Maps.get(at, variable));
                address = address * spans.get(axis) + (int) index.constant();
            }
            values[address] = computed[element];
        }
    }

    private static List<Integer> counts(Tensor tensor, int batch) {
        List<Integer> counts = new ArrayList<>(tensor.extents());
        if (tensor.batched()) {
            counts.add(0, batch);
        }
        return counts;
    }

    private static Optional<Nest> nest(Task task) {
        return task.match(new Task.Cases<Optional<Nest>>() {
            @Override
            public Optional<Nest> compute(Task.Compute compute) {
                return Optional.of(compute.nest());
            }

            @Override
            public Optional<Nest> clearHalo(Task.ClearHalo clearHalo) {
                return Optional.empty();
            }
        });
    }
}
