package dev.convoke.compiler.differentiate;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the training step of a network: its layers in training mode, then their gradient rules in the opposite order.
 *
 * <p>Values have stable names. A layer's result is called as in the network, what else it computes is named after it
 * ({@code bn1.channelMean}); the gradient of a value is {@code grad.VALUE}, and if it is a sum, its parts are {@code grad.VALUE.1},
 * {@code grad.VALUE.2} and so on; the new value of a buffer is {@code next.BUFFER}.
 */
public final class Differentiate {
    private final Network network;
    private final Graph graph;
    private final Tape tape;
    private final Names names;

    /** What the network's values are in the training step. */
    private final Map<Value, Value> trained = new HashMap<>();

    private Differentiate(Network network) {
        this.network = network;
        this.graph = network.graph();
        this.tape = new Tape(graph, network.byteInputs(), new Origin(network.name(), network.name(), network.span()));
        this.names = new Names(graph);
        graph.inputs().forEach(input -> trained.put(input, input));
        graph.states().forEach(state -> trained.put(state, state));
    }

    public static TrainingGraph of(Network network) {
        return new Differentiate(network).build();
    }

    /**
     * A node of the network and its gradient rule.
     *
     * @param end how many nodes of the training step there were after its forward part
     */
    private record Trained(Node node, Value output, Layer.Backward backward, int end) {
        /** Whether the layer does nothing in training mode: its result is its input, and so are their gradients. */
        boolean passes(Map<Value, Value> trained) {
            return node.inputs().stream().map(trained::get).anyMatch(output::equals);
        }
    }

    private TrainingGraph build() {
        List<Trained> all = graph.nodes().stream().map(this::forward).toList();
        int forwardNodes = tape.nodes().size();
        List<Value> outputs = graph.outputs().stream().map(trained::get).toList();
        List<Value> outputGradients = new ArrayList<>();
        for (Value output : outputs) {
            Value gradient = tape.fresh(Value.Kind.OUTPUT_GRADIENT, output.batched(), output.extents());
            outputGradients.add(gradient);
            // An output that depends on nothing has no gradient, but the loss provides one all the same.
            tape.gradient(output, gradient);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            backward(all.get(i));
        }
        giveNames(all, outputs, outputGradients);
        List<Node> nodes = new ArrayList<>(tape.nodes().subList(0, forwardNodes));
        nodes.addAll(neededBackward(forwardNodes));
        return new TrainingGraph(
                new Graph(
                        graph.inputs(),
                        graph.states(),
                        nodes.stream().map(names::of).toList(),
                        names.of(outputs),
                        updates()),
                forwardNodes,
                names.of(outputGradients),
                gradients());
    }

    /** The backward nodes from which a gradient of a parameter or input follows: some rules also compute those that nothing needs. */
    private List<Node> neededBackward(int forwardNodes) {
        Set<Value> needed = new HashSet<>();
        Stream.concat(graph.states().stream(), graph.inputs().stream())
                .flatMap(value -> Optional.ofNullable(tape.gradients().get(value)).stream())
                .forEach(gradient -> needed.add(gradient.total()));
        needed.addAll(tape.updates().values());
        Deque<Node> nodes = new ArrayDeque<>();
        for (int i = tape.nodes().size() - 1; i >= forwardNodes; i--) {
            Node node = tape.nodes().get(i);
            if (needed.contains(node.output())) {
                needed.addAll(node.inputs());
                nodes.addFirst(node);
            }
        }
        return List.copyOf(nodes);
    }

    private Trained forward(Node node) {
        if (!(node.operator() instanceof Layer layer)) {
            throw new IllegalArgumentException(node.output().name() + " is made by no layer: " + node.operator());
        }
        tape.at(node.origin());
        Layer.Trained result = layer.train(
                tape,
                node.inputs().stream().map(trained::get).map(tape::current).toList());
        trained.put(node.output(), result.output());
        return new Trained(
                node, result.output(), result.backward(), tape.nodes().size());
    }

    private void backward(Trained each) {
        Tape.Gradient gradient = tape.gradients().get(each.output);
        if (gradient != null && !each.passes(trained)) {
            tape.at(each.node.origin());
            each.backward.accept(gradient.total());
        }
    }

    private void giveNames(List<Trained> all, List<Value> outputs, List<Value> outputGradients) {
        tape.updates().forEach((buffer, value) -> names.give(value, "next." + buffer.name()));
        int start = 0;
        for (Trained each : all) {
            String name = each.node.output().name();
            names.give(each.output, name);
            for (Node added : tape.nodes().subList(start, each.end)) {
                names.give(added.output(), name + "." + suffix(added));
            }
            start = each.end;
        }
        tape.gradients().forEach((value, gradient) -> names.give(gradient.total(), gradientName(value)));
        tape.gradients().forEach((value, gradient) -> {
            for (int i = 0; i < gradient.parts().size(); i++) {
                names.give(gradient.parts().get(i), gradientName(value) + "." + (i + 1));
                names.give(gradient.totals().get(i), gradientName(value) + ".sum" + (i + 1));
            }
        });
        for (int i = 0; i < outputs.size(); i++) {
            names.give(outputGradients.get(i), gradientName(outputs.get(i)));
        }
        for (Node rest : tape.nodes().subList(start, tape.nodes().size())) {
            names.give(rest.output(), "grad." + rest.origin().path() + "." + suffix(rest));
        }
    }

    private String gradientName(Value value) {
        return "grad." + names.of(value).name();
    }

    private static String suffix(Node node) {
        String kind = node.operator().kind();
        return switch (kind) {
            case "+" -> "sum";
            case "-" -> "difference";
            case "*" -> "product";
            default -> Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
        };
    }

    private Map<Value, Value> updates() {
        Map<Value, Value> updates = new LinkedHashMap<>();
        tape.updates().forEach((buffer, value) -> updates.put(buffer, names.of(value)));
        return updates;
    }

    /** Of parameters first, in the order of the state, then of inputs. */
    private Map<Value, Value> gradients() {
        Map<Value, Value> gradients = new LinkedHashMap<>();
        graph.states().forEach(state -> gradient(state, gradients));
        graph.inputs().forEach(input -> gradient(input, gradients));
        return gradients;
    }

    private void gradient(Value value, Map<Value, Value> gradients) {
        Tape.Gradient gradient = tape.gradients().get(value);
        if (gradient != null) {
            gradients.put(value, names.of(gradient.total()));
        }
    }
}
