package dev.convoke.compiler.graph;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A computation: nodes in an order in which every value is made before it is used.
 *
 * @param inputs in the order of declaration
 * @param states parameters and buffers in {@code state_dict} order
 * @param nodes in topological order
 * @param outputs in the order of declaration, with the names the spec gives them
 * @param updates new values of buffers, to be stored when the graph has run
 */
public record Graph(
        List<Value> inputs, List<Value> states, List<Node> nodes, List<Value> outputs, Map<Value, Value> updates) {
    public Graph {
        inputs = List.copyOf(inputs);
        states = List.copyOf(states);
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
        // Large enough from the start that it need not grow.
        Set<Value> known = new HashSet<>(2 * (inputs.size() + states.size() + nodes.size()));
        known.addAll(inputs);
        known.addAll(states);
        for (Node node : nodes) {
            for (Value input : node.inputs()) {
                if (input.kind() != Value.Kind.OUTPUT_GRADIENT && !known.contains(input)) {
                    throw new IllegalArgumentException(
                            node.output().name() + " uses " + input.name() + " before it is made");
                }
            }
            if (!known.add(node.output())) {
                throw new IllegalArgumentException(node.output().name() + " is made twice");
            }
        }
    }
}
