package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.Instantiation;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.report.Reach;
import dev.convoke.compiler.report.Stride;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A layer or join at one place of one network. Compared by identity. */
public final class LayerUse {
    private final LintedNet net;
    private final int position;
    private final Node node;
    private final Expansion.Step step;
    private final String kind;
    private final List<Value> streams;
    private final List<LayerUse> before;
    private final Shape input;
    private final Shape output;
    private final List<Slide> slides;
    private List<LayerUse> after = List.of();
    private Optional<LayerUse> onlyAfter = Optional.empty();
    private boolean isOutput;
    private final long parameters;
    private final long multiplyAccumulates;

    LayerUse(LintedNet net, int position, Node node, Expansion.Step step) {
        this.net = net;
        this.position = position;
        this.node = node;
        this.step = step;
        this.kind = node.operator().kind();
        List<Value> taken = new ArrayList<>(node.inputs().size());
        List<LayerUse> makers = new ArrayList<>(node.inputs().size());
        long elements = 0;
        for (Value each : node.inputs()) {
            switch (each.kind()) {
                case RESULT, INPUT -> {
                    taken.add(each);
                    net.maker(each).ifPresent(makers::add);
                }
                case PARAMETER -> elements += LintedNet.elements(each);
                case BUFFER, OUTPUT_GRADIENT -> {}
            }
        }
        this.streams = List.copyOf(taken);
        this.before = List.copyOf(makers);
        this.parameters = elements;
        this.input = streams.get(0).shape();
        this.output = node.output().shape();
        this.slides = Slide.of(kind, node.operator(), streams.get(0), output);
        this.multiplyAccumulates = node.operator().multiplyAccumulates(node.inputs());
    }

    /** Told once all layers are there: what takes the result. */
    void taken(List<LayerUse> by, boolean asOutput) {
        after = List.copyOf(by);
        isOutput = asOutput;
        onlyAfter = after.size() == 1 && !isOutput ? Optional.of(after.get(0)) : Optional.empty();
    }

    public LintedNet net() {
        return net;
    }

    /** Its place in the order of {@link LintedNet#layers()}. */
    public int position() {
        return position;
    }

    public Node node() {
        return node;
    }

    /** The layer or join, if it is of that kind: {@code layer.as(Conv.class)}. */
    public <T> Optional<T> as(Class<T> kind) {
        return kind.isInstance(node.operator()) ? Optional.of(kind.cast(node.operator())) : Optional.empty();
    }

    public boolean is(Class<?> kind) {
        return kind.isInstance(node.operator());
    }

    /** As the spec names it, {@code Conv}; of a join its sign or function, {@code +}, {@code concat}. */
    public String kind() {
        return kind;
    }

    /** Labels and numbers from the net's root, {@code layer1.0.conv1}. */
    public String path() {
        return node.origin().path();
    }

    /** What messages call it: the end of its path, {@code conv1}; of one that is only numbered its kind, {@code Conv}. */
    public String name() {
        String last = path().substring(path().lastIndexOf('.') + 1);
        return last.chars().allMatch(Character::isDigit) ? kind() : last;
    }

    /** The stage with the values of its arguments, {@code Conv(64, 3, padding=1)}. */
    public String text() {
        return node.origin().text();
    }

    /** Its place in the spec: the call without its label, or the {@code use}; of a join the expression. */
    public Span span() {
        return node.origin().span();
    }

    /** The stage; of a {@code use} the one whose weights are used; empty for joins. */
    public Optional<Stage.Call> call() {
        return step.call();
    }

    /** Whether the weights are those of an earlier layer, by {@code use}. */
    public boolean isShared() {
        return step.shared();
    }

    /** Where an argument stands, if it is given. */
    public Optional<Expansion.Given> argument(String name) {
        return Optional.ofNullable(step.arguments().byName().get(name));
    }

    /** How many arguments are given. */
    public int argumentCount() {
        return step.arguments().byName().size();
    }

    /** The instantiations that led here, the innermost first. */
    public List<Instantiation> trail() {
        return step.trail();
    }

    /** What the rounds of a {@code for} make of the same stage, in their order, this one among them; outside of loops this alone. */
    public List<LayerUse> rounds() {
        return net.rounds(this);
    }

    /** A parameter or buffer of its own, {@code bias}. */
    public Optional<Value> parameter(String name) {
        for (Value each : node.inputs()) {
            boolean own = each.kind() == Value.Kind.PARAMETER || each.kind() == Value.Kind.BUFFER;
            if (own && each.name().endsWith(name) && isNamed(each, name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static boolean isNamed(Value value, String name) {
        return value.name().equals(name) || value.name().endsWith("." + name);
    }

    /** The streams it takes, in their order, without parameters and buffers. */
    public List<Value> streams() {
        return streams;
    }

    /** The shape of the first stream it takes. */
    public Shape input() {
        return input;
    }

    /** The shape of what it makes. */
    public Shape output() {
        return output;
    }

    /** Its windows, one for each spatial axis; none of what is no convolution or pool. */
    public List<Slide> slides() {
        return slides;
    }

    /** Whether it takes parameters or buffers. */
    public boolean hasState() {
        return node.inputs().size() > streams.size();
    }

    /** What makes its streams, in their order; the net's inputs are left out. */
    public List<LayerUse> before() {
        return before;
    }

    /** The layer that makes its only stream. */
    public Optional<LayerUse> onlyBefore() {
        return streams.size() == 1 && !before.isEmpty() ? Optional.of(before.get(0)) : Optional.empty();
    }

    /** What takes its result, in the order of the net. */
    public List<LayerUse> after() {
        return after;
    }

    /** The layer that alone takes its result; empty if the result is an output of the net too. */
    public Optional<LayerUse> onlyAfter() {
        return onlyAfter;
    }

    /** Whether its result is an output of the net. */
    public boolean isOutput() {
        return isOutput;
    }

    /** The names under which its result is an output of the net. */
    public List<String> outputNames() {
        List<Value> outputs = net.network().graph().outputs();
        return IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).equals(node.output()))
                .mapToObj(net.network().outputNames()::get)
                .toList();
    }

    /** Trainable numbers of its own; of shared weights those too. */
    public long parameters() {
        return parameters;
    }

    /** Multiply-accumulates for one sample. */
    public long multiplyAccumulates() {
        return multiplyAccumulates;
    }

    /** How many positions a position of its result depends on at most, for each spatial axis of the net's input. */
    public List<Long> sees() {
        return net.fields().extents(node.output());
    }

    /** How far the positions of its result lie from one another, for each spatial axis of the net's input. */
    public List<Stride> strides() {
        return net.fields().strides(node.output());
    }

    /** Which positions a position of its result depends on, for each spatial axis of the net's input. */
    public List<Reach> reaches() {
        return net.fields().reaches(node.output());
    }

    @Override
    public String toString() {
        return net + " " + path();
    }
}
