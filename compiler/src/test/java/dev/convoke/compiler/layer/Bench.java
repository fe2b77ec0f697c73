package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Evaluator;
import dev.convoke.compiler.loop.Tensor;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Builds layers and networks without a spec, and runs their graphs. */
public final class Bench {
    public static final Span SPAN = new SourceFile("bench.cnn", "Stage(kernel, stride, padding)").span(0, 5);

    private Bench() {}

    /** A stage that keeps what is reported. */
    public record RecordingStage(Span span, String text, List<Diagnostic> problems) implements Stage {
        public RecordingStage() {
            this(SPAN, "", new ArrayList<>());
        }

        @Override
        public Span argument(String name) {
            return span;
        }

        @Override
        public String path() {
            return "stage";
        }

        @Override
        public String history(int spatialAxis) {
            return text.isEmpty() ? "28" : text;
        }

        @Override
        public void report(Diagnostic diagnostic) {
            problems.add(diagnostic);
        }
    }

    /** The arguments of a layer: {@code given} holds names and values alternately; defaults are filled in. */
    public static Arguments arguments(LayerType type, Object... given) {
        Map<String, ArgumentValue> values = new LinkedHashMap<>();
        for (int i = 0; i < given.length; i += 2) {
            values.put((String) given[i], value(given[i + 1]));
        }
        for (Argument argument : type.arguments()) {
            if (argument.defaultValue().isPresent()) {
                values.putIfAbsent(argument.name(), argument.defaultValue().get());
            }
        }
        return new Arguments(values);
    }

    private static ArgumentValue value(Object given) {
        if (given instanceof Integer whole) {
            return new ArgumentValue.Whole(whole);
        }
        if (given instanceof Double real) {
            return new ArgumentValue.Real(real);
        }
        if (given instanceof Boolean flag) {
            return new ArgumentValue.Flag(flag);
        }
        if (given instanceof String text) {
            return new ArgumentValue.Text(text);
        }
        List<?> list = (List<?>) given;
        if (list.get(0) instanceof Double) {
            return new ArgumentValue.Reals(list.stream().map(Double.class::cast).toList());
        }
        return new ArgumentValue.Extents(list.stream().map(Integer.class::cast).toList());
    }

    /** A layer that must fit. */
    public static Layer layer(String name, Shape input, Object... given) {
        LayerType type = Catalogue.find(name).orElseThrow();
        RecordingStage stage = new RecordingStage();
        Optional<Layer> layer = type.build(arguments(type, given), input, stage);
        if (!stage.problems().isEmpty()) {
            throw new AssertionError(stage.problems().get(0).toString());
        }
        return layer.orElseThrow();
    }

    /** What is reported of a layer that does not fit. */
    public static List<Diagnostic> problems(String name, Shape input, Object... given) {
        return problems(new RecordingStage(), name, input, given);
    }

    public static List<Diagnostic> problems(RecordingStage stage, String name, Shape input, Object... given) {
        LayerType type = Catalogue.find(name).orElseThrow();
        Optional<Layer> layer = type.build(arguments(type, given), input, stage);
        if (layer.isPresent() != stage.problems().isEmpty()) {
            throw new AssertionError(layer + " and " + stage.problems());
        }
        return stage.problems();
    }

    /** A network, built stage by stage. */
    public static final class Builder {
        private final List<Value> inputs = new ArrayList<>();
        private final List<Value> states = new ArrayList<>();
        private final List<StateTensor> state = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();

        public Value input(String name, Integer... extents) {
            Value value = Value.batched(name, Value.Kind.INPUT, Shape.of(extents));
            inputs.add(value);
            return value;
        }

        public Value add(String name, Layer layer, Value... streams) {
            return add(name, layer, states(name, layer), streams);
        }

        /** As a stage that uses the parameters of another. */
        public Value add(String name, Layer layer, List<Value> parameters, Value... streams) {
            List<Value> all = new ArrayList<>(List.of(streams));
            all.addAll(parameters);
            Value output = Value.batched(name, Value.Kind.RESULT, layer.outputShape());
            nodes.add(new Node(layer, all, output, new Origin(name, layer.kind(), SPAN)));
            return output;
        }

        public Value add(String name, String layer, Value stream, Object... arguments) {
            return add(name, layer(layer, stream.shape(), arguments), stream);
        }

        public List<Value> states(String name, Layer layer) {
            List<Value> added = new ArrayList<>();
            for (StateTensor tensor : layer.state()) {
                StateTensor named = tensor.under(name);
                state.add(named);
                if (tensor.kind() != StateTensor.Kind.COUNTER) {
                    Value.Kind kind =
                            tensor.kind() == StateTensor.Kind.BUFFER ? Value.Kind.BUFFER : Value.Kind.PARAMETER;
                    added.add(Value.single(named.name(), kind, named.extents()));
                }
            }
            states.addAll(added);
            return added;
        }

        public Network build(Value... outputs) {
            Graph graph = new Graph(inputs, states, nodes, List.of(outputs), Map.of());
            List<String> names = IntStream.range(0, outputs.length)
                    .mapToObj(i -> "output" + i)
                    .toList();
            return new Network("Bench", "", graph, names, state, SPAN);
        }
    }

    public static double[] random(Random random, long count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** Values for inputs and states; variances are positive. */
    public static Map<Value, double[]> values(Graph graph, int batch, Random random) {
        Map<Value, double[]> values = new HashMap<>();
        graph.inputs()
                .forEach(input ->
                        values.put(input, random(random, batch * input.tensor().elements())));
        graph.states().forEach(state -> {
            double[] elements = random(random, state.tensor().elements());
            if (state.name().endsWith("running_var")) {
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = 1.5 + elements[i];
                }
            }
            values.put(state, elements);
        });
        return values;
    }

    /** Runs nodes in order. Values must hold all that the nodes use; what they make is added. */
    public static void run(List<Node> nodes, int firstStream, Evaluator evaluator, Map<Value, double[]> values) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            List<Tensor> inputs = node.inputs().stream().map(Value::tensor).toList();
            Lowering lowering = new Lowering(inputs, node.output().tensor(), firstStream + i);
            node.operator().lower(lowering);
            Map<Tensor, double[]> environment = new HashMap<>();
            node.inputs().forEach(input -> environment.put(input.tensor(), values.get(input)));
            values.put(
                    node.output(),
                    evaluator
                            .run(lowering.definitions(), environment)
                            .get(node.output().tensor()));
        }
    }

    /** The result of one layer in evaluation mode on a stream of a shape; the layer's own tensors follow the stream's values. */
    public static double[] evaluate(Layer layer, Shape input, Evaluator evaluator, double[]... given) {
        Builder builder = new Builder();
        Value x = builder.input("x", input.extents().toArray(Integer[]::new));
        Value y = builder.add("y", layer, x);
        Graph graph = builder.build(y).graph();
        Map<Value, double[]> values = new HashMap<>(Map.of(x, given[0]));
        for (int i = 0; i < graph.states().size(); i++) {
            values.put(graph.states().get(i), given[i + 1]);
        }
        run(graph.nodes(), 0, evaluator, values);
        return values.get(y);
    }
}
