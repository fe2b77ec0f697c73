package dev.convoke.compiler.differentiate;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.GradientSum;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Records what layers add to a training step. Values have numbers for names until {@link Names} gives them better ones. */
final class Tape implements Training {
    private final List<Node> nodes = new ArrayList<>();
    private final Set<Value> needing = new HashSet<>();
    private final Map<Value, Gradient> gradients = new LinkedHashMap<>();
    private final Map<Value, Value> updates = new LinkedHashMap<>();
    private Origin origin;
    private int values;

    /**
     * The gradient of a value as far as it is known.
     *
     * @param parts in the order in which they came
     * @param totals the sum of the first part, of the first two, and so on
     */
    record Gradient(List<Value> parts, List<Value> totals) {
        Value total() {
            return totals.get(totals.size() - 1);
        }
    }

    /** @param byteInputs names of the inputs that have no gradient: nobody moves a byte by a fraction */
    Tape(Graph graph, Set<String> byteInputs, Origin origin) {
        this.origin = origin;
        graph.inputs().stream()
                .filter(input -> !byteInputs.contains(input.name()))
                .forEach(needing::add);
        graph.states().stream()
                .filter(state -> state.kind() == Value.Kind.PARAMETER)
                .forEach(needing::add);
    }

    /** Says which stage the nodes that follow come from. */
    void at(Origin stage) {
        origin = stage;
    }

    List<Node> nodes() {
        return nodes;
    }

    /** In the order in which the values' first parts came. */
    Map<Value, Gradient> gradients() {
        return gradients;
    }

    Map<Value, Value> updates() {
        return updates;
    }

    Value fresh(Value.Kind kind, boolean batched, List<Integer> extents) {
        return new Value("%" + values++, kind, batched, extents);
    }

    @Override
    public Value apply(Operator operator, List<Value> inputs) {
        Value output = fresh(Value.Kind.RESULT, operator.batched(), operator.output(inputs));
        nodes.add(new Node(operator, inputs, output, origin));
        if (inputs.stream().anyMatch(needing::contains)) {
            needing.add(output);
        }
        return output;
    }

    @Override
    public boolean needsGradient(Value value) {
        return needing.contains(value);
    }

    @Override
    public void gradient(Value value, Value contribution) {
        if (contribution.batched() != value.batched() || !contribution.extents().equals(value.extents())) {
            throw new IllegalArgumentException(
                    origin.path() + ": a gradient of " + contribution.extents() + " for " + value);
        }
        if (!needsGradient(value)) {
            return;
        }
        Gradient gradient = gradients.computeIfAbsent(value, key -> new Gradient(new ArrayList<>(), new ArrayList<>()));
        gradient.parts.add(contribution);
        // Summed at once, not at the end, so that a part need not be kept until the last is there.
        gradient.totals.add(
                gradient.totals.isEmpty()
                        ? contribution
                        : apply(
                                new GradientSum(value.batched(), value.extents()),
                                List.of(gradient.total(), contribution)));
    }

    @Override
    public void update(Value buffer, Value newValue) {
        Value original = updates.keySet().stream()
                .filter(each -> Objects.requireNonNull(updates.get(each)).equals(buffer))
                .findFirst()
                .orElse(buffer);
        updates.put(original, newValue);
    }

    /** What a value of the state is by now: a layer that is used twice moves its buffers twice. */
    Value current(Value state) {
        return updates.getOrDefault(state, state);
    }
}
