package dev.convoke.compiler.graph;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Set;

/**
 * A checked net: what a spec says once everything in it is expanded.
 *
 * @param name the net's name, a valid identifier
 * @param documentation the text of its {@code ///} comment, lines separated by {@code \n}; may be empty
 * @param graph the forward computation in evaluation mode; the operators of its nodes are layers and joins
 * @param outputNames one for each output
 * @param state all tensors of the {@code state_dict} in its order, counters included
 * @param byteInputs names of the inputs that callers give as bytes; in the graph they are floats, 0 for the byte 0 and 1 for 255
 * @param span the declaration
 */
public record Network(
        String name,
        String documentation,
        Graph graph,
        List<String> outputNames,
        List<StateTensor> state,
        Set<String> byteInputs,
        Span span) {
    public Network {
        outputNames = List.copyOf(outputNames);
        state = List.copyOf(state);
        byteInputs = Set.copyOf(byteInputs);
    }

    /** A network whose inputs are all floats. */
    public Network(
            String name,
            String documentation,
            Graph graph,
            List<String> outputNames,
            List<StateTensor> state,
            Span span) {
        this(name, documentation, graph, outputNames, state, Set.of(), span);
    }

    /** How many samples a batch needs at least to train with. */
    public int smallestTrainingBatch() {
        return graph.nodes().stream()
                .mapToInt(node -> node.operator().smallestTrainingBatch())
                .max()
                .orElse(1);
    }
}
