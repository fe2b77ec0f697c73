package dev.convoke.compiler.lint;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Instantiation;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.report.ReceptiveFields;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A network as lints see it: every layer with what is before and behind it. Compared by identity. */
public final class LintedNet {
    private final Expansion expansion;
    private final LintSettings settings;
    private final List<LayerUse> layers;
    private final long parameters;
    private final long multiplyAccumulates;
    private final Map<Value, LayerUse> makers = new HashMap<>();
    private final Map<Value, List<LayerUse>> takers = new HashMap<>();
    private final Map<String, List<LayerUse>> byKind = new HashMap<>();
    private Optional<ReceptiveFields> fields = Optional.empty();
    private Optional<Map<Stand, List<LayerUse>>> rounds = Optional.empty();

    /** A stage in one instance of its block. */
    private record Stand(Span span, List<Instantiation> trail) {
        static Stand of(LayerUse layer) {
            return new Stand(layer.span(), layer.trail());
        }
    }

    /** @param settings which lints run on it */
    LintedNet(Expansion expansion, LintSettings settings) {
        this.expansion = expansion;
        this.settings = settings;
        Graph graph = expansion.network().graph();
        List<LayerUse> uses = new ArrayList<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            LayerUse use = new LayerUse(this, i, node, expansion.steps().get(i));
            uses.add(use);
            makers.put(node.output(), use);
            for (Value input : use.streams()) {
                List<LayerUse> all = takers.computeIfAbsent(input, key -> new ArrayList<>());
                if (!all.contains(use)) {
                    all.add(use);
                }
            }
        }
        this.layers = List.copyOf(uses);
        Set<Value> outputs = Set.copyOf(graph.outputs());
        uses.forEach(each -> each.taken(
                takers(each.node().output()), outputs.contains(each.node().output())));
        this.parameters = graph.states().stream()
                .filter(each -> each.kind() == Value.Kind.PARAMETER)
                .mapToLong(LintedNet::elements)
                .sum();
        this.multiplyAccumulates =
                layers.stream().mapToLong(LayerUse::multiplyAccumulates).sum();
        uses.forEach(each ->
                byKind.computeIfAbsent(each.kind(), key -> new ArrayList<>()).add(each));
    }

    public Network network() {
        return expansion.network();
    }

    public String name() {
        return network().name();
    }

    /** Whether another lint runs on the net: what it would say need not be said twice. */
    public boolean runs(DiagnosticCode lint) {
        return settings.level(lint) != Level.OFF;
    }

    /** The declaration, of the net or of a variant. */
    public Span span() {
        return network().span();
    }

    /** The statement that declares an input. */
    public Span input(String name) {
        return Objects.requireNonNull(expansion.inputs().get(name));
    }

    /** Layers and joins in the order in which they run. */
    public List<LayerUse> layers() {
        return layers;
    }

    /** Those of some kinds, in the same order. */
    List<LayerUse> layers(Predicate<String> looksAt) {
        List<LayerUse> all = new ArrayList<>();
        byKind.forEach((kind, some) -> {
            if (looksAt.test(kind)) {
                all.addAll(some);
            }
        });
        all.sort(Comparator.comparingInt(LayerUse::position));
        return all;
    }

    /** Whether there is a layer or join of a kind, see {@link LayerUse#kind()}. */
    public boolean has(String kind) {
        return byKind.containsKey(kind);
    }

    /** The blocks and seqs that it was built of, each behind those inside it. */
    public List<Expansion.Instance> instances() {
        return expansion.instances();
    }

    /** The layers of an instance. */
    public List<LayerUse> layers(Expansion.Instance instance) {
        return layers.subList(instance.firstNode(), instance.endNode());
    }

    /** What the rounds of a {@code for} make of a layer's stage, in their order, the layer among them; outside of loops that alone. */
    List<LayerUse> rounds(LayerUse layer) {
        if (rounds.isEmpty()) {
            rounds = Optional.of(layers.stream().collect(Collectors.groupingBy(Stand::of)));
        }
        return Collections.unmodifiableList(Objects.requireNonNull(rounds.get().get(Stand.of(layer))));
    }

    /** The layer that makes a stream; empty for an input of the net. */
    public Optional<LayerUse> maker(Value stream) {
        return Optional.ofNullable(makers.get(stream));
    }

    /** The layers that take a stream, each once. */
    public List<LayerUse> takers(Value stream) {
        return Collections.unmodifiableList(takers.getOrDefault(stream, List.of()));
    }

    /** Trainable numbers of the whole net. */
    public long parameters() {
        return parameters;
    }

    /** Multiply-accumulates of the whole net for one sample. */
    public long multiplyAccumulates() {
        return multiplyAccumulates;
    }

    /** What of the net's input each stream depends on. */
    public ReceptiveFields fields() {
        if (fields.isEmpty()) {
            fields = Optional.of(new ReceptiveFields(network().graph()));
        }
        return fields.get();
    }

    static long elements(Value value) {
        return Shape.product(value.extents());
    }

    @Override
    public String toString() {
        return name();
    }
}
