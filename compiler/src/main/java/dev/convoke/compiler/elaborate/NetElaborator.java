package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Documentation;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Expands a net: from its declaration to the graph. */
final class NetElaborator {
    /** What the stream is called that a net returns. */
    private static final String RETURNED = "output";

    private final Declaration.Net net;
    private final Settings settings;
    private final Session session;
    private final Outputs outputs = new Outputs();
    private final Frame frame;

    private NetElaborator(Declared declared, Declaration.Net net, Settings settings, Problems problems) {
        this.net = net;
        this.settings = settings;
        this.session = new Session(settings, problems);
        this.frame = new Frame(
                session,
                Scope.empty(),
                new Frame.Place(List.of(declared), Optional.empty(), net.name().span(), Optional.of(outputs)),
                Optional.of(Container.labelled("", false, Labels.in(Optional.of(net)))),
                problems);
    }

    /** Whether every parameter has a default or a setting. */
    static boolean isComplete(Declared declared, Settings settings) {
        return declared.declaration().match(Kinds.net()).stream()
                .flatMap(net -> net.parameters().stream())
                .allMatch(each -> each.byDefault().isPresent()
                        || settings.parameters().containsKey(each.name().text()));
    }

    /** The network, or empty if there is any problem so far. */
    static Optional<Network> elaborate(Declared declared, Settings settings, Problems problems) {
        return declared.declaration()
                .match(Kinds.net())
                .flatMap(net -> new NetElaborator(declared, net, settings, problems).run());
    }

    private Optional<Network> run() {
        checkSettings();
        if (!parameters()) {
            return Optional.empty();
        }
        for (Statement statement : net.body()) {
            statement
                    .match(new Statements(frame))
                    .ifPresent(value -> outputs.add(RETURNED, value, statement.span())
                            .ifPresent(other -> frame.problems()
                                    .add(NameProblems.duplicateOutput(RETURNED, statement.span(), other.span()))));
        }
        return frame.problems().hasErrors() ? Optional.empty() : network();
    }

    private void checkSettings() {
        List<String> parameters =
                net.parameters().stream().map(each -> each.name().text()).toList();
        settings.parameters().keySet().stream()
                .filter(each -> !parameters.contains(each))
                .forEach(each -> frame.problems().add(StructureProblems.unknownSetting(each, net, parameters)));
        List<String> inputs = new ArrayList<>();
        net.body().forEach(each -> Inputs.name(each).ifPresent(inputs::add));
        settings.inputSizes().keySet().stream()
                .filter(each -> !inputs.contains(each))
                .forEach(each -> frame.problems().add(StructureProblems.unknownInput(each, net, inputs)));
    }

    private boolean parameters() {
        boolean complete = true;
        for (Parameter parameter : net.parameters()) {
            String name = parameter.name().text();
            Optional<Datum> value = Optional.ofNullable(settings.parameters().get(name))
                    .map(Settings::parse)
                    .or(() -> parameter.byDefault().map(each -> Evaluator.evaluate(each, frame)));
            if (value.isEmpty()) {
                frame.problems().add(StructureProblems.missingSetting(parameter, net));
                complete = false;
            }
            frame.scope().define(name, value.orElse(Datum.UNKNOWN), parameter.span());
        }
        return complete;
    }

    private Optional<Network> network() {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (Map.Entry<String, Outputs.Output> output : outputs.all().entrySet()) {
            Optional<Flow> flow = output.getValue().stream().asFlow();
            if (flow.isEmpty()) {
                return Optional.empty();
            }
            names.add(output.getKey());
            values.add(flow.get().value());
        }
        if (names.isEmpty()) {
            frame.problems().add(StructureProblems.noOutput(net));
            return Optional.empty();
        }
        return Optional.of(new Network(
                net.name().text(),
                net.documentation().map(Documentation::text).orElse(""),
                session.graph().build(values),
                names,
                session.graph().state(),
                net.span()));
    }
}
