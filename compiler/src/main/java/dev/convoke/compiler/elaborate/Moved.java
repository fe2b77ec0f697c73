package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Instantiation;
import dev.convoke.compiler.graph.Graph;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A net whose declarations stand elsewhere now, with the same texts: every place in it is moved along, and nothing else changes. */
final class Moved {
    private final List<Declaration> before;
    private final List<Declaration> now;
    private final Map<Stage, Stage> stages = new IdentityHashMap<>();
    private final Map<Expansion.Places, Expansion.Places> places = new IdentityHashMap<>();
    private final Map<List<Instantiation>, List<Instantiation>> trails = new IdentityHashMap<>();
    private boolean complete = true;

    private Moved(List<Declaration> before, List<Declaration> now) {
        this.before = before;
        this.now = now;
        for (int i = 0; i < before.size(); i++) {
            List<Stage> old = stages(before.get(i));
            List<Stage> moved = stages(now.get(i));
            for (int k = 0; k < old.size(); k++) {
                stages.put(old.get(k), moved.get(k));
            }
        }
    }

    /**
     * The net as it stands now; empty if there is a place in it that is none of these declarations.
     *
     * @param before the declarations that it was made of
     * @param now these declarations where they stand now, in the same order
     */
    static Optional<Expansion> expansion(Expansion expansion, List<Declaration> before, List<Declaration> now) {
        boolean same = true;
        for (int i = 0; i < before.size(); i++) {
            same &= before.get(i) == now.get(i);
        }
        if (same) {
            return Optional.of(expansion);
        }
        var moved = new Moved(before, now);
        Expansion there = moved.move(expansion);
        return moved.complete ? Optional.of(there) : Optional.empty();
    }

    private Expansion move(Expansion expansion) {
        Network network = expansion.network();
        Graph graph = network.graph();
        List<Node> nodes = graph.nodes().stream().map(this::move).toList();
        return new Expansion(
                new Network(
                        network.name(),
                        network.documentation(),
                        new Graph(graph.inputs(), graph.states(), nodes, graph.outputs(), graph.updates()),
                        network.outputNames(),
                        network.state(),
                        network.byteInputs(),
                        move(network.span())),
                expansion.steps().stream().map(this::move).toList(),
                expansion.instances().stream().map(this::move).toList(),
                moveAll(expansion.inputs()));
    }

    private Map<String, Span> moveAll(Map<String, Span> places) {
        Map<String, Span> moved = new LinkedHashMap<>();
        places.forEach((name, place) -> moved.put(name, move(place)));
        return moved;
    }

    private Node move(Node node) {
        Origin origin = node.origin();
        return new Node(
                node.operator(),
                node.inputs(),
                node.output(),
                new Origin(origin.path(), origin.text(), move(origin.span())));
    }

    private Expansion.Step move(Expansion.Step step) {
        // Every stage of a call is one, moved or not.
        Optional<Stage.Call> call = step.call().map(each -> Stage.Call.class.cast(move(each)));
        return new Expansion.Step(call, step.shared(), move(step.arguments()), move(step.trail()));
    }

    private Expansion.Places move(Expansion.Places arguments) {
        return places.computeIfAbsent(arguments, all -> {
            Map<String, Expansion.Given> moved = new LinkedHashMap<>();
            all.byName()
                    .forEach((name, given) ->
                            moved.put(name, new Expansion.Given(move(given.span()), move(given.value()))));
            return new Expansion.Places(moved);
        });
    }

    private Expansion.Instance move(Expansion.Instance instance) {
        return new Expansion.Instance(
                move(instance.stage()),
                instance.path(),
                instance.text(),
                move(instance.at()),
                instance.shared(),
                instance.firstNode(),
                instance.endNode(),
                instance.input(),
                instance.output(),
                move(instance.trail()));
    }

    private List<Instantiation> move(List<Instantiation> trail) {
        return trails.computeIfAbsent(
                trail,
                all -> all.stream()
                        .map(each -> new Instantiation(each.what(), move(each.at())))
                        .toList());
    }

    private Stage move(Stage stage) {
        Optional<Stage> there = Optional.ofNullable(stages.get(stage));
        complete &= there.isPresent();
        return there.orElse(stage);
    }

    private Span move(Span span) {
        for (int i = 0; i < before.size(); i++) {
            Span declaration = before.get(i).span();
            if (declaration.contains(span)) {
                Span there = now.get(i).span();
                int distance = there.start() - declaration.start();
                return new Span(there.file(), span.start() + distance, span.end() + distance);
            }
        }
        complete = false;
        return span;
    }

    /** All stages in the order of the text: of equal texts, the same. */
    private static List<Stage> stages(Declaration declaration) {
        List<Stage> all = new ArrayList<>();
        declaration.match(new Walk() {
            @Override
            public Walk call(Stage.Call call) {
                all.add(call);
                return super.call(call);
            }

            @Override
            public Walk inline(Stage.Inline inline) {
                all.add(inline);
                return super.inline(inline);
            }

            @Override
            public Walk use(Stage.Use use) {
                all.add(use);
                return super.use(use);
            }
        });
        return all;
    }
}
