package dev.convoke.compiler.report;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the summary of a network. */
public final class Summaries {
    private Summaries() {}

    /** What the planner knows of a network's memory, in bytes. */
    public interface MemoryEstimate {
        /** Activations for one sample. */
        long inference(Network network);

        /** Activations and gradients for each sample of a batch. */
        long trainingPerSample(Network network);
    }

    public static Summary of(Network network, MemoryEstimate memory) {
        Graph graph = network.graph();
        ReceptiveFields fields = new ReceptiveFields(graph);
        Set<Value> counted = new HashSet<>();
        List<Summary.Row> rows = new ArrayList<>();
        long multiplyAccumulates = 0;
        for (Node node : graph.nodes()) {
            long parameters = 0;
            for (Value input : node.inputs()) {
                if (input.kind() == Value.Kind.PARAMETER && counted.add(input)) {
                    parameters += elements(input);
                }
            }
            long cost = node.operator().multiplyAccumulates(node.inputs());
            multiplyAccumulates += cost;
            rows.add(new Summary.Row(
                    node.origin().path(),
                    node.operator().kind(),
                    node.origin().text(),
                    node.output().extents(),
                    parameters,
                    cost,
                    fields.extents(node.output()),
                    fields.strides(node.output())));
        }
        List<Summary.Port> outputs = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            outputs.add(new Summary.Port(
                    network.outputNames().get(i), graph.outputs().get(i).extents(), false));
        }
        return new Summary(
                network.name(),
                graph.inputs().stream()
                        .map(each -> new Summary.Port(
                                each.name(),
                                each.extents(),
                                network.byteInputs().contains(each.name())))
                        .toList(),
                outputs,
                parameters(network),
                multiplyAccumulates,
                rows,
                network.state(),
                new Summary.Memory(bytes(network), memory.inference(network), memory.trainingPerSample(network)));
    }

    private static long parameters(Network network) {
        return network.state().stream()
                .filter(each -> each.kind() == StateTensor.Kind.PARAMETER)
                .mapToLong(StateTensor::elements)
                .sum();
    }

    private static long bytes(Network network) {
        return network.state().stream()
                .mapToLong(
                        each -> each.elements() * (each.kind() == StateTensor.Kind.COUNTER ? Long.BYTES : Float.BYTES))
                .sum();
    }

    private static long elements(Value value) {
        return value.extents().stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
