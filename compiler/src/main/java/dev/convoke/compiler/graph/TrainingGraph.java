package dev.convoke.compiler.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One training step: what {@code differentiate} makes of a network.
 *
 * @param graph all nodes, forward then backward; its outputs are the network's in training mode
 * @param forwardNodes how many of the nodes are forward
 * @param outputGradients for each output the value that the loss provides before the backward part
 * @param gradients for parameters and inputs the value of their gradient; those that nothing flows to are absent
 */
public record TrainingGraph(Graph graph, int forwardNodes, List<Value> outputGradients, Map<Value, Value> gradients) {
    public TrainingGraph {
        outputGradients = List.copyOf(outputGradients);
        gradients = Collections.unmodifiableMap(new LinkedHashMap<>(gradients));
    }

    public List<Node> forward() {
        return graph.nodes().subList(0, forwardNodes);
    }

    public List<Node> backward() {
        return graph.nodes().subList(forwardNodes, graph.nodes().size());
    }
}
