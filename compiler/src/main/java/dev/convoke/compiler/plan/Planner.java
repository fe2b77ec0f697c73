package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.TooLongException.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** From a network and its training graph to a {@link Plan}: lower, fuse, lay out, place. Deterministic. */
public final class Planner {
    private final Network network;
    private final TrainingGraph training;
    private final Numerics numerics;
    private final Map<String, Integer> stateOffsets = new LinkedHashMap<>();
    private int stateFloats;
    private int counters;

    private Planner(Network network, TrainingGraph training, Numerics numerics) {
        this.network = network;
        this.training = training;
        this.numerics = numerics;
    }

    /**
     * @param numerics of inference; training is always exact
     * @throws TooLongException if an array would be longer than there are
     */
    public static Plan plan(Network network, TrainingGraph training, Numerics numerics) {
        return new Planner(network, training, numerics).plan();
    }

    private Plan plan() {
        layOutState(network.state());
        InferencePlan inference = planInference();
        Plan.Session trainingSession = planTraining();
        StateOrder order = StateOrder.of(network.state(), stateOffsets, inference.session);
        layOutState(order.tensors());
        return new Plan(
                network,
                order.moved(inference.session, stateOffsets),
                order.moved(trainingSession, stateOffsets),
                stateOffsets,
                stateFloats,
                order.floatsOfInference(),
                counters,
                inference.preparedFloats,
                inference.algorithms);
    }

    /**
     * Every tensor starts at a multiple of 16 floats, and 16 floats follow the last: vectors may read beyond an end. There are at most a billion
     * floats, for the front end takes no more.
     */
    private void layOutState(List<StateTensor> tensors) {
        long offset = 0;
        counters = 0;
        for (StateTensor tensor : tensors) {
            if (tensor.kind() == StateTensor.Kind.COUNTER) {
                stateOffsets.put(tensor.name(), counters++);
            } else {
                stateOffsets.put(tensor.name(), Math.toIntExact(offset));
                offset += Layout.roundUp(tensor.elements());
            }
        }
        stateFloats = Math.toIntExact(offset + Lanes.WIDTH);
    }

    /** Floats of an array at most: generated code may leave a vector free at its start. */
    private static final int MOST_FLOATS = TooLongException.LONGEST - Lanes.WIDTH;

    private record InferencePlan(Plan.Session session, int preparedFloats, List<AlgorithmChoice> algorithms) {}

    private InferencePlan planInference() {
        Graph graph = network.graph();
        Map<Tensor, Place> given = states(graph);
        callers(given, graph.inputs(), Place.Area.INPUT, "");
        Set<Tensor> callers = new LinkedHashSet<>(given.keySet());
        callers.removeAll(states(graph).keySet());
        List<Computation> computations = new ArrayList<>();
        Set<Tensor> known = new HashSet<>(states(graph).keySet());
        int stream = 0;
        for (Node node : graph.nodes()) {
            computations.addAll(lower(node, stream++, Phase.INFERENCE, known, false));
        }
        computations.addAll(outputs(graph, Phase.INFERENCE, given));
        Set<Tensor> prepared = computations.stream()
                .filter(c -> c.phase() == Phase.PREPARE)
                .map(Computation::output)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        computations.sort(Comparator.comparing(Computation::phase));
        List<Computation> spared = SparedReshapes.spare(Fusion.fuse(computations, given.keySet()), given.keySet());
        List<Computation> fused = switch (numerics) {
            case EXACT -> spared;
            case FAST -> SumsInTurns.cut(OverlappedSums.cut(spared));
        };
        ConvolutionAlgorithms.Result chosen = ConvolutionAlgorithms.choose(fused, numerics);
        LayoutChoice.Result laid = new LayoutChoice(
                        Bands.of(
                                PooledSums.of(
                                        LanesAlongRows.choose(
                                                Views.of(chosen.nests(), given.keySet()), callers, given.keySet()),
                                        given.keySet()),
                                given.keySet()),
                        given.keySet(),
                        states(graph).keySet(),
                        true)
                .choose();
        Map<Tensor, Place> places = new LinkedHashMap<>(given);
        long preparedFloats = 0;
        for (Task task : laid.tasks()) {
            if (task.phase() == Phase.PREPARE && !places.containsKey(task.output())) {
                int position = within(Part.PREPARED_WEIGHTS, preparedFloats);
                places.put(task.output(), new Place(Place.Area.PREPARED, 0, position));
                preparedFloats +=
                        Layout.roundUp(Objects.requireNonNull(laid.layouts().get(task.output()))
                                .floats());
            }
        }
        int length = within(Part.PREPARED_WEIGHTS, preparedFloats + Lanes.WIDTH);
        return new InferencePlan(place(laid, places, Part.INFERENCE), length, chosen.choices());
    }

    private Plan.Session planTraining() {
        Graph graph = training.graph();
        Map<Tensor, Place> given = states(graph);
        callers(given, graph.inputs(), Place.Area.INPUT, "");
        callers(given, training.outputGradients(), Place.Area.OUTPUT_GRADIENT, "");
        Map<Tensor, Place> written = new LinkedHashMap<>();
        graph.updates()
                .forEach((buffer, value) -> written.put(
                        value.tensor(),
                        new Place(Place.Area.STATE, 0, Objects.requireNonNull(stateOffsets.get(buffer.name())))));
        Set<Value> servesInputs = servingInputsOnly();
        training.gradients().forEach((value, gradient) -> {
            if (value.kind() == Value.Kind.PARAMETER) {
                written.put(
                        gradient.tensor(),
                        new Place(Place.Area.GRADIENTS, 0, Objects.requireNonNull(stateOffsets.get(value.name()))));
            }
        });
        List<Computation> computations = new ArrayList<>();
        int stream = 0;
        for (Node node : training.forward()) {
            computations.addAll(lower(node, stream++, Phase.FORWARD, Set.of(), false));
        }
        computations.addAll(outputs(graph, Phase.FORWARD, given));
        for (Node node : training.backward()) {
            computations.addAll(lower(node, stream++, Phase.BACKWARD, Set.of(), servesInputs.contains(node.output())));
        }
        int slot = 0;
        for (Value input : graph.inputs()) {
            Optional<Value> gradient = Optional.ofNullable(training.gradients().get(input));
            if (gradient.isPresent()) {
                Tensor target = callers(gradient.get().name(), input.extents());
                computations.add(copy(gradient.get().tensor(), target, Phase.BACKWARD, true));
                given.put(target, new Place(Place.Area.INPUT_GRADIENT, slot, 0));
            }
            slot++;
        }
        Set<Tensor> kept = new LinkedHashSet<>(given.keySet());
        kept.addAll(written.keySet());
        // A gradient that is written into the state's place and read again, too, is stored once, where it belongs.
        given.putAll(written);
        List<PlannedNest> nests = Fusion.fuse(computations, kept).stream()
                .map(c -> c.with(PartialSums.ofPositions(c.definition())))
                .map(c -> c.phase() == Phase.FORWARD ? c.with(PartialSums.ofProducts(c.definition())) : c)
                .flatMap(PlannedNest::of)
                .toList();
        LayoutChoice.Result laid = new LayoutChoice(
                        Views.of(nests, kept), given.keySet(), states(graph).keySet(), false)
                .choose();
        return place(laid, given, Part.TRAINING);
    }

    /** Backward values from which no parameter's gradient follows. */
    private Set<Value> servingInputsOnly() {
        Set<Value> needed = new HashSet<>();
        training.gradients().forEach((value, gradient) -> {
            if (value.kind() == Value.Kind.PARAMETER) {
                needed.add(gradient);
            }
        });
        needed.addAll(training.graph().updates().values());
        List<Node> backward = training.backward();
        Set<Value> idle = new HashSet<>();
        for (int i = backward.size() - 1; i >= 0; i--) {
            Node node = backward.get(i);
            if (needed.contains(node.output())) {
                needed.addAll(node.inputs());
            } else {
                idle.add(node.output());
            }
        }
        return idle;
    }

    private Map<Tensor, Place> states(Graph graph) {
        Map<Tensor, Place> places = new LinkedHashMap<>();
        for (Value state : graph.states()) {
            places.put(
                    state.tensor(),
                    new Place(Place.Area.STATE, 0, Objects.requireNonNull(stateOffsets.get(state.name()))));
        }
        return places;
    }

    private static void callers(Map<Tensor, Place> places, List<Value> values, Place.Area area, String prefix) {
        for (int slot = 0; slot < values.size(); slot++) {
            Value value = values.get(slot);
            places.put(new Tensor(prefix + value.name(), value.batched(), value.extents()), new Place(area, slot, 0));
        }
    }

    /** What is written into an array of the caller's. No stage's path has a space in it, so nothing else is called like that. */
    private static Tensor callers(String name, List<Integer> extents) {
        return new Tensor("caller's " + name, true, extents);
    }

    /** Copies results to the caller's arrays; fused into what makes them if nothing else reads it. */
    private List<Computation> outputs(Graph graph, Phase phase, Map<Tensor, Place> given) {
        List<Computation> copies = new ArrayList<>();
        for (int slot = 0; slot < graph.outputs().size(); slot++) {
            Value value = graph.outputs().get(slot);
            Tensor target = callers(network.outputNames().get(slot), value.extents());
            given.put(target, new Place(Place.Area.OUTPUT, slot, 0));
            copies.add(copy(value.tensor(), target, phase, false));
        }
        return copies;
    }

    private static Computation copy(Tensor from, Tensor to, Phase phase, boolean forInputGradients) {
        List<Axis> axes = Lowering.axes(to);
        Definition definition =
                new Definition(to, axes, from.at(axes.stream().map(Axis::index).toList()), OptionalInt.empty());
        return new Computation(definition, phase, "", List.of(), forInputGradients);
    }

    /**
     * The definitions of a node; in inference, those that depend on nothing but the state belong to {@link Phase#PREPARE}.
     *
     * @param known tensors known once the state is; grows
     */
    private static List<Computation> lower(
            Node node, int stream, Phase phase, Set<Tensor> known, boolean forInputGradients) {
        Lowering lowering = new Lowering(
                node.inputs().stream().map(Value::tensor).toList(),
                node.output().tensor(),
                stream);
        node.operator().lower(lowering);
        List<Computation> computations = new ArrayList<>();
        for (Definition definition : lowering.definitions()) {
            boolean early = phase == Phase.INFERENCE
                    && !definition.output().batched()
                    && known.containsAll(Accesses.tensors(definition.value()));
            if (early) {
                known.add(definition.output());
            }
            computations.add(new Computation(
                    definition,
                    early ? Phase.PREPARE : phase,
                    label(node, definition),
                    List.<Origin>of(node.origin()),
                    forInputGradients));
        }
        return computations;
    }

    private static String label(Node node, Definition definition) {
        String name = node.output().name();
        String own = definition.output().name();
        return own.equals(name) ? name : own;
    }

    /** A length of an array, or a position in it. */
    private int within(Part part, long floats) {
        if (floats > MOST_FLOATS) {
            throw new TooLongException(network, part, floats);
        }
        return (int) floats;
    }

    /** Gives a place in the arena to every tensor that has none yet. */
    private Plan.Session place(LayoutChoice.Result laid, Map<Tensor, Place> given, Part part) {
        Map<Tensor, Place> places = new LinkedHashMap<>(given);
        Map<Tensor, Integer> first = new LinkedHashMap<>();
        Map<Tensor, Integer> last = new LinkedHashMap<>();
        List<Task> tasks = laid.tasks();
        for (int step = 0; step < tasks.size(); step++) {
            for (Tensor tensor : tasks.get(step).touched()) {
                first.putIfAbsent(tensor, step);
                last.put(tensor, step);
            }
        }
        MemoryPlan<Tensor> fixed = new MemoryPlan<>();
        MemoryPlan<Tensor> batched = new MemoryPlan<>();
        Set<Tensor> ofTail = InferenceTail.tensors(tasks, laid.layouts(), given.keySet());
        first.forEach((tensor, step) -> {
            if (!places.containsKey(tensor)) {
                long floats = Layout.roundUp(
                        Objects.requireNonNull(laid.layouts().get(tensor)).floats());
                int end = Objects.requireNonNull(last.get(tensor));
                MemoryPlan<Tensor> arena = tensor.batched() ? batched : fixed;
                if (ofTail.contains(tensor)) {
                    arena.addFirst(tensor, floats, step, end);
                } else {
                    arena.add(tensor, floats, step, end);
                }
            }
        });
        fixed.place();
        batched.place();
        first.keySet()
                .forEach(tensor -> places.computeIfAbsent(
                        tensor,
                        t -> t.batched()
                                ? new Place(Place.Area.ARENA_BATCHED, 0, within(part, batched.offset(t)))
                                : new Place(Place.Area.ARENA_FIXED, 0, within(part, fixed.offset(t)))));
        return new Plan.Session(
                tasks,
                laid.layouts(),
                places,
                within(part, fixed.floats() + Lanes.WIDTH),
                within(part, batched.floats()));
    }
}
