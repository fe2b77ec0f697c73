package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A layer with its arguments at one stage of a spec. */
final class LayerInstance implements Instance {
    private final LayerType type;
    private final Stage.Call call;
    private final Naming naming;
    private final Bound bound;
    private final Optional<Arguments> arguments;

    private LayerInstance(LayerType type, Stage.Call call, Naming naming, Bound bound, Optional<Arguments> arguments) {
        this.type = type;
        this.call = call;
        this.naming = naming;
        this.bound = bound;
        this.arguments = arguments;
    }

    /** Sends a stream through a layer. */
    static Datum run(LayerType type, Stage.Call call, Datum input, Frame frame) {
        Assignment assignment = frame.session()
                .assignment(
                        call.call(),
                        () -> Assignment.of(LayerArguments.callee(type), call.arguments(), call.call(), problem -> {}));
        Bound bound = Binder.bind(assignment, frame);
        Optional<Arguments> arguments = LayerArguments.check(type, bound, frame);
        Naming naming = Naming.of(call.label(), Naming.stem(type.name()), call.call(), frame);
        LayerInstance instance = new LayerInstance(type, call, naming, bound, arguments);
        Container container = frame.container().orElseThrow();
        naming.label().ifPresent(label -> container.carries(label, instance));
        input.asFlow().ifPresent(flow -> {
            ForeignArguments.compare(call.arguments(), flow.shape(), frame);
            ForeignArguments.explainTwice(type.name(), call.arguments(), bound, flow.shape(), frame);
        });
        if (input.isUnknown() && bound.find("padding").isPresent()) {
            arguments.ifPresent(each ->
                    ArgumentStage.check(type, each, new ArgumentStage(call.call(), naming.path(), bound, frame)));
        }
        Datum result = instance.build(input, frame, call.call(), container.isShared(), naming.unique());
        if (result.isUnknown() && type.alwaysHasState() && !container.isShared()) {
            instance.unbuilt(frame, container);
        }
        return result;
    }

    /** Whatever is wrong with it, it would need a label, and whatever it stands in too. */
    private void unbuilt(Frame frame, Container container) {
        frame.session().graph().missesState();
        if (naming.needsLabel()) {
            frame.problems().add(LabelProblems.missing(call, type.name(), frame));
        }
    }

    @Override
    public Datum apply(Datum input, Frame frame, Span at) {
        return build(input, frame, at, true, false);
    }

    /**
     * @param shared whether it takes weights that exist already
     * @param named whether its name is free for the result
     */
    private Datum build(Datum input, Frame frame, Span at, boolean shared, boolean named) {
        Optional<Flow> flow = input.asFlow();
        if (!frame.session().budget().layer(at, frame.problems()) || flow.isEmpty() || arguments.isEmpty()) {
            return Datum.UNKNOWN;
        }
        boolean open = !shared && !frame.container().orElseThrow().isNumbered();
        Optional<Span> labelled = open ? Optional.of(call.span()) : Optional.empty();
        LayerStage stage = new LayerStage(
                at, labelled, naming.path(), bound, flow.get(), used(frame, at), shapes -> remade(shapes.get(0)));
        return type.build(arguments.get(), flow.get().shape(), stage)
                .flatMap(layer -> add(layer, flow.get(), frame, at, shared, named))
                .map(Flow::datum)
                .orElse(Datum.UNKNOWN);
    }

    /** Where its arguments are not where it is used, problems say so. */
    private Frame used(Frame frame, Span at) {
        return at.equals(call.call())
                ? frame
                : frame.reportingTo(frame.problems().building(naming.path() + " again", at));
    }

    /** The shape that this layer makes of another. */
    private Optional<Shape> remade(Shape input) {
        return arguments
                .flatMap(each -> type.build(each, input, new SilentStage(call.call(), naming.path())))
                .map(Layer::outputShape);
    }

    private Trace.Remake remake() {
        return new Trace.Remake() {
            @Override
            public Optional<Shape> of(List<Shape> inputs) {
                return remade(inputs.get(0));
            }

            @Override
            public Optional<Shape> padded(List<Shape> inputs, List<Integer> padding) {
                return arguments
                        .filter(each -> isPadded() && !each.isSame("padding"))
                        .map(each -> each.with("padding", new ArgumentValue.Extents(padding)))
                        .flatMap(each -> type.build(each, inputs.get(0), new SilentStage(call.call(), naming.path())))
                        .map(Layer::outputShape);
            }
        };
    }

    /** Whether it has a padding as windows have it, and not as {@code Pad}. */
    private boolean isPadded() {
        return type.arguments().stream()
                .anyMatch(each -> each.name().equals("padding") && each.type() instanceof ArgumentType.Padding);
    }

    private Optional<Flow> add(Layer layer, Flow input, Frame frame, Span at, boolean shared, boolean named) {
        if (naming.needsLabel() && !shared && !layer.state().isEmpty()) {
            frame.problems().add(LabelProblems.missing(call, type.name(), frame));
        }
        List<StateTensor> state = new ArrayList<>();
        layer.state().forEach(each -> state.add(each.under(naming.path())));
        GraphBuilder graph = frame.session().graph();
        if (shared && !fits(state, frame, at)) {
            return Optional.empty();
        }
        if (!shared && !affordable(state, graph)) {
            frame.problems().add(LimitProblems.tooManyParameters(bound.written(), at));
            return Optional.empty();
        }
        List<Value> operands = new ArrayList<>(List.of(input.value()));
        operands.addAll(shared ? graph.shareState(state) : graph.addState(state, naming.path()));
        String path = named ? naming.path() : graph.unique(naming.path());
        Origin origin = new Origin(path, bound.written(), at);
        Expansion.Step step = new Expansion.Step(
                Optional.of(call), shared, bound.places(), frame.problems().trail());
        Value output = graph.add(layer, operands, layer.outputShape(), origin, step);
        Trace trace = new Trace(
                naming.path(),
                type.name(),
                layer.outputShape(),
                at,
                !layer.windows().isEmpty(),
                layer.windows(),
                List.of(input.trace()),
                remake());
        return Optional.of(new Flow(output, trace));
    }

    private boolean fits(List<StateTensor> state, Frame frame, Span at) {
        GraphBuilder graph = frame.session().graph();
        for (StateTensor tensor : state) {
            if (!graph.hasState(tensor.name())) {
                return false;
            }
            if (!graph.state(tensor.name()).extents().equals(tensor.extents())) {
                frame.problems().add(JoinProblems.sharedDiffers(graph.state(tensor.name()), tensor, call.call(), at));
                return false;
            }
        }
        return true;
    }

    private static boolean affordable(List<StateTensor> state, GraphBuilder graph) {
        double elements = graph.parameters();
        for (StateTensor tensor : state) {
            double product = 1;
            for (int extent : tensor.extents()) {
                product *= extent;
            }
            elements += product;
        }
        return elements <= Budget.MAX_PARAMETERS;
    }
}
