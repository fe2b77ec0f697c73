package dev.convoke.compiler.graph;

import dev.convoke.compiler.source.Span;
import java.util.List;

/**
 * A checked net: what a spec says once everything in it is expanded.
 *
 * @param name the net's name, a valid identifier
 * @param documentation the text of its {@code ///} comment, lines separated by {@code \n}; may be empty
 * @param graph the forward computation in evaluation mode; the operators of its nodes are layers and joins
 * @param outputNames one for each output
 * @param state all tensors of the {@code state_dict} in its order, counters included
 * @param span the declaration
 */
public record Network(
        String name, String documentation, Graph graph, List<String> outputNames, List<StateTensor> state, Span span) {
    public Network {
        outputNames = List.copyOf(outputNames);
        state = List.copyOf(state);
    }

    /** How many samples a batch needs at least to train with. */
    public int smallestTrainingBatch() {
        return graph.nodes().stream()
                .mapToInt(node -> node.operator().smallestTrainingBatch())
                .max()
                .orElse(1);
    }
}
