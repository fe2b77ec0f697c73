package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Collects what a net is made of, and keeps its names apart. */
final class GraphBuilder {
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> suffixes = new HashMap<>();
    private final List<Value> inputs = new ArrayList<>();
    private final Map<String, Span> inputPlaces = new LinkedHashMap<>();
    private final Map<String, State> state = new HashMap<>();
    private final StateOrder order = new StateOrder();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Expansion.Step> steps = new ArrayList<>();
    private final List<Expansion.Instance> instances = new ArrayList<>();
    private final Set<String> byteInputs = new HashSet<>();
    private long elements;
    private int unbuilt;

    /**
     * A tensor of the state.
     *
     * @param value what takes part in the computation; a counter has none
     */
    private record State(StateTensor tensor, Optional<Value> value) {
        static State of(StateTensor tensor) {
            Optional<Value.Kind> kind = switch (tensor.kind()) {
                case PARAMETER -> Optional.of(Value.Kind.PARAMETER);
                case BUFFER -> Optional.of(Value.Kind.BUFFER);
                case COUNTER -> Optional.empty();
            };
            return new State(tensor, kind.map(each -> Value.single(tensor.name(), each, tensor.extents())));
        }

        State usedAgain(StateTensor byUse) {
            return new State(tensor.usedAgain(byUse), value);
        }
    }

    /** Paths that unlabelled stages would have get a number from the second on. */
    String unique(String path) {
        if (names.add(path)) {
            return path;
        }
        String stem = Character.isDigit(path.charAt(path.length() - 1)) ? path + "_" : path;
        while (true) {
            int number = suffixes.merge(path, 1, Integer::sum);
            if (number > 1 && names.add(stem + number)) {
                return stem + number;
            }
        }
    }

    /** @param span the statement that declares it */
    Value input(String name, Shape shape, Span span) {
        Value value = Value.batched(unique(name), Value.Kind.INPUT, shape);
        inputs.add(value);
        inputPlaces.put(value.name(), span);
        return value;
    }

    /** Where the inputs are declared, by their names. */
    Map<String, Span> inputPlaces() {
        return inputPlaces;
    }

    /** Remembers that an input is given as bytes. */
    void bytes(Value input) {
        byteInputs.add(input.name());
    }

    Set<String> byteInputs() {
        return Set.copyOf(byteInputs);
    }

    boolean hasState(String name) {
        return state.containsKey(name);
    }

    StateTensor state(String name) {
        return find(name).tensor();
    }

    private State find(String name) {
        return Objects.requireNonNull(state.get(name));
    }

    /**
     * Adds the tensors of a layer, and gives those that take part in the computation.
     *
     * @param path the layer's; a tensor of this name belongs to what is around the layer
     */
    List<Value> addState(List<StateTensor> tensors, String path) {
        List<Value> values = new ArrayList<>(tensors.size());
        for (StateTensor tensor : tensors) {
            State added = State.of(tensor);
            state.put(tensor.name(), added);
            added.value().ifPresent(values::add);
            order.add(tensor.name(), tensor.name().equals(path));
            if (!tensor.name().equals(path)) {
                names.add(tensor.name());
            }
            elements = Math.addExact(elements, tensor.kind() == StateTensor.Kind.PARAMETER ? tensor.elements() : 0);
        }
        return values;
    }

    /** Uses the tensors of a layer once more, and gives those that take part in the computation. */
    List<Value> shareState(List<StateTensor> tensors) {
        List<Value> values = new ArrayList<>(tensors.size());
        for (StateTensor tensor : tensors) {
            State again = find(tensor.name()).usedAgain(tensor);
            state.put(tensor.name(), again);
            again.value().ifPresent(values::add);
        }
        return values;
    }

    /** Elements of all parameters so far. */
    long parameters() {
        return elements;
    }

    /** Tensors of the state, and layers that were to have some and could not be built. */
    int stateCount() {
        return state.size() + unbuilt;
    }

    /** A layer with state of its own could not be built, which has been reported. */
    void missesState() {
        unbuilt++;
    }

    /** Adds a node; {@code origin.path()} is unique already. */
    Value add(Operator operator, List<Value> operands, Shape shape, Origin origin, Expansion.Step step) {
        // A layer whose parameter has its path as its name leaves it to the parameter.
        String name = hasState(origin.path()) ? origin.path() + " result" : origin.path();
        Value output = Value.batched(name, Value.Kind.RESULT, shape);
        nodes.add(new Node(operator, operands, output, origin));
        steps.add(step);
        return output;
    }

    /** How many nodes there are so far. */
    int nodeCount() {
        return nodes.size();
    }

    /** Remembers what was built at a stage. */
    void built(Expansion.Instance instance) {
        instances.add(instance);
    }

    List<Expansion.Step> steps() {
        return steps;
    }

    List<Expansion.Instance> instances() {
        return instances;
    }

    /** All tensors in the order of PyTorch's {@code state_dict}. */
    List<StateTensor> state() {
        return order.names().stream().map(this::state).toList();
    }

    Graph build(List<Value> outputs) {
        List<Value> states = new ArrayList<>();
        order.names().forEach(name -> find(name).value().ifPresent(states::add));
        return new Graph(inputs, states, nodes, outputs, Map.of());
    }
}
