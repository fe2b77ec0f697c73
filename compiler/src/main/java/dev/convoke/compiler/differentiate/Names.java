package dev.convoke.compiler.differentiate;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Gives the values of a training step their names; the first name that is asked for a value is its own. */
final class Names {
    private final Map<Value, Value> named = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    Names(Graph graph) {
        graph.inputs().forEach(this::keep);
        graph.states().forEach(this::keep);
    }

    private void keep(Value value) {
        named.put(value, value);
        taken.add(value.name());
    }

    void give(Value value, String name) {
        if (named.containsKey(value)) {
            return;
        }
        String unique = name;
        for (int i = 2; !taken.add(unique); i++) {
            unique = name + "_" + i;
        }
        named.put(value, new Value(unique, value.kind(), value.batched(), value.extents()));
    }

    Value of(Value value) {
        return Objects.requireNonNull(named.get(value));
    }

    List<Value> of(List<Value> values) {
        return values.stream().map(this::of).toList();
    }

    Node of(Node node) {
        return new Node(node.operator(), of(node.inputs()), of(node.output()), node.origin());
    }
}
