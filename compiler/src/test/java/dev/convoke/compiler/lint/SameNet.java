package dev.convoke.compiler.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether two nets compute the same from the same weights: their graphs are equal but for the names of streams. */
final class SameNet {
    private SameNet() {}

    static void check(Network one, Network other) {
        assertThat(other.name()).isEqualTo(one.name());
        assertThat(other.state()).isEqualTo(one.state());
        assertThat(other.outputNames()).isEqualTo(one.outputNames());
        assertThat(other.byteInputs()).isEqualTo(one.byteInputs());
        assertThat(other.graph().inputs()).isEqualTo(one.graph().inputs());
        assertThat(other.graph().states()).isEqualTo(one.graph().states());
        assertThat(nodes(other.graph())).isEqualTo(nodes(one.graph()));
        assertThat(outputs(other.graph())).isEqualTo(outputs(one.graph()));
    }

    /** An operator with its inputs: numbers of nodes, names of the net's inputs, parameters and buffers. */
    private record Step(Object operator, List<Object> inputs) {}

    private static List<Step> nodes(Graph graph) {
        Map<Value, Object> names = names(graph);
        return graph.nodes().stream()
                .map(node -> new Step(
                        node.operator(),
                        node.inputs().stream()
                                .map(each -> Objects.requireNonNull(names.get(each)))
                                .toList()))
                .toList();
    }

    private static List<Object> outputs(Graph graph) {
        Map<Value, Object> names = names(graph);
        return graph.outputs().stream()
                .map(each -> Objects.requireNonNull(names.get(each)))
                .toList();
    }

    private static Map<Value, Object> names(Graph graph) {
        Map<Value, Object> names = new HashMap<>();
        graph.inputs().forEach(each -> names.put(each, each.name()));
        graph.states().forEach(each -> names.put(each, each.name()));
        for (int i = 0; i < graph.nodes().size(); i++) {
            names.put(graph.nodes().get(i).output(), i);
        }
        return names;
    }
}
