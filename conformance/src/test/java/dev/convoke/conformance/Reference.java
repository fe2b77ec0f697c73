package dev.convoke.conformance;

import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.TrainingGraph;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.plan.TrainingSums;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a network computes by the definitions of its layers: no fusion, no layouts, no loops. */
final class Reference {
    private Reference() {}

    static Outcome run(Subject subject, Data data, Evaluator.Precision precision) {
        Evaluator evaluator = new Evaluator(precision, data.batch(), Intrinsic.ofRuntime(data.randomKey()));
        Outcome outcome = new Outcome();
        infer(subject, data, evaluator, outcome);
        train(subject, data, evaluator, outcome);
        return outcome;
    }

    /** Inference alone. */
    static Outcome inference(Subject subject, Data data, Evaluator.Precision precision) {
        Outcome outcome = new Outcome();
        infer(subject, data, new Evaluator(precision, data.batch(), Intrinsic.ofRuntime(data.randomKey())), outcome);
        return outcome;
    }

    private static void infer(Subject subject, Data data, Evaluator evaluator, Outcome outcome) {
        Graph graph = subject.network().graph();
        Map<Value, double[]> values = given(graph, data);
        run(graph.nodes(), 0, evaluator, values);
        outputs("inference.", subject, graph, values, outcome);
    }

    private static void train(Subject subject, Data data, Evaluator evaluator, Outcome outcome) {
        TrainingGraph training = subject.training();
        Graph graph = training.graph();
        Map<Value, double[]> values = given(graph, data);
        for (int i = 0; i < training.outputGradients().size(); i++) {
            values.put(
                    training.outputGradients().get(i),
                    Evaluator.widen(data.outputGradients().get(i)));
        }
        run(graph.nodes(), training.forwardNodes(), evaluator, values);
        outputs("training.", subject, graph, values, outcome);
        for (Value state : graph.states()) {
            outcome.put(
                    "after." + state.name(), Maps.get(values, graph.updates().getOrDefault(state, state)));
        }
        training.gradients()
                .forEach((value, gradient) -> outcome.put("grad." + value.name(), Maps.get(values, gradient)));
    }

    private static Map<Value, double[]> given(Graph graph, Data data) {
        Map<Value, double[]> values = new HashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            values.put(graph.inputs().get(i), Evaluator.widen(data.inputs().get(i)));
        }
        graph.states().forEach(state -> values.put(state, Evaluator.widen(Maps.get(data.state(), state.name()))));
        return values;
    }

    private static void outputs(
            String prefix, Subject subject, Graph graph, Map<Value, double[]> values, Outcome outcome) {
        for (int i = 0; i < graph.outputs().size(); i++) {
            outcome.put(
                    prefix + subject.network().outputNames().get(i),
                    Maps.get(values, graph.outputs().get(i)));
        }
    }

    /** The first nodes are the forward part of a training step, if it is one; of inference it has none. */
    private static void run(List<Node> nodes, int trainingForward, Evaluator evaluator, Map<Value, double[]> values) {
        int stream = 0;
        for (Node node : nodes) {
            Tensor output = node.output().tensor();
            Lowering lowering =
                    new Lowering(node.inputs().stream().map(Value::tensor).toList(), output, stream);
            node.operator().lower(lowering);
            List<Definition> definitions = lowering.definitions();
            if (trainingForward > 0) {
                boolean forward = stream < trainingForward;
                definitions = definitions.stream()
                        .map(each -> forward ? TrainingSums.forward(each) : TrainingSums.backward(each))
                        .toList();
            }
            stream++;
            Map<Tensor, double[]> environment = new HashMap<>();
            node.inputs().forEach(input -> environment.put(input.tensor(), Maps.get(values, input)));
            values.put(node.output(), Maps.get(evaluator.run(definitions, environment), output));
        }
    }
}
