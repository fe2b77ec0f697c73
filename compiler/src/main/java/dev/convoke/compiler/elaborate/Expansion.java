package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Instantiation;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network and how it came about.
 *
 * @param steps one for each node of the graph, in their order
 * @param instances the blocks and seqs that it was built of, each behind those inside it
 * @param inputs the statements that declare its inputs, by their names
 */
public record Expansion(Network network, List<Step> steps, List<Instance> instances, Map<String, Span> inputs) {
    public Expansion {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        steps = List.copyOf(steps);
        instances = List.copyOf(instances);
        if (steps.size() != network.graph().nodes().size()) {
            throw new IllegalArgumentException(network.name() + ": " + steps.size() + " steps");
        }
    }

    /**
     * How a node came about.
     *
     * @param call the layer's stage; of a {@code use} the stage whose weights are used; empty for joins, which are no stages
     * @param shared whether the weights are those of an earlier node
     * @param arguments where each argument that is given stands
     * @param trail the instantiations that led here, the innermost first
     */
    public record Step(Optional<Stage.Call> call, boolean shared, Places arguments, List<Instantiation> trail) {
        public Step {
            trail = List.copyOf(trail);
        }

        static Step join(List<Instantiation> trail) {
            return new Step(Optional.empty(), false, Places.NONE, trail);
        }
    }

    /** Where the arguments of a call stand, by the names of their parameters; all steps of one call have the same. */
    public record Places(Map<String, Given> byName) {
        static final Places NONE = new Places(Map.of());

        public Places {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /**
     * Where an argument stands.
     *
     * @param span with its name, {@code padding=1}
     * @param value without it
     */
    public record Given(Span span, Span value) {}

    /**
     * A block, a declared seq, or a seq in place.
     *
     * @param stage what asked for it first; of a {@code use} the stage whose weights are used
     * @param path from the net's root
     * @param text the stage with its values, {@code BasicBlock(128, stride=2)}
     * @param at where it was asked for
     * @param shared whether the weights are those of an earlier instance
     * @param firstNode its nodes are those of the graph from here ...
     * @param endNode ... up to but without this one
     * @param input the stream that it takes, if it is given one
     * @param output the stream that it makes
     * @param trail the instantiations around it, the innermost first
     */
    public record Instance(
            Stage stage,
            String path,
            String text,
            Span at,
            boolean shared,
            int firstNode,
            int endNode,
            Optional<Shape> input,
            Optional<Shape> output,
            List<Instantiation> trail) {
        public Instance {
            trail = List.copyOf(trail);
        }

        /** Adds an instance that has just been built to the net's. */
        static void of(
                Stage stage,
                String path,
                String text,
                Span at,
                boolean shared,
                int firstNode,
                Datum input,
                Datum output,
                Frame frame) {
            GraphBuilder graph = frame.session().graph();
            graph.built(new Instance(
                    stage,
                    path,
                    text,
                    at,
                    shared,
                    firstNode,
                    graph.nodeCount(),
                    input.asFlow().map(Flow::shape),
                    output.asFlow().map(Flow::shape),
                    frame.problems().trail()));
        }
    }
}
