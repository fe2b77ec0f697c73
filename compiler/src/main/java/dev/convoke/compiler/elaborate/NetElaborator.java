package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Documentation;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expands a net: from its declaration to the graph. */
final class NetElaborator {
    /** What the stream is called that a net returns. */
    private static final String RETURNED = "output";

    private final List<Declared> chain;
    private final Declaration.Net base;
    private final Settings settings;
    private final Session session;
    private final Outputs outputs = new Outputs();
    private final Map<String, Datum> given = new LinkedHashMap<>();
    private Problems problems;

    /** @param chain the net and, if it is a variant, what it is made of; the last has the body */
    private NetElaborator(
            List<Declared> chain, Settings settings, Budget.Shared shared, boolean open, Problems problems) {
        this.chain = chain;
        this.base = chain.get(chain.size() - 1).declaration().match(Kinds.net()).orElseThrow();
        this.settings = settings;
        this.session = new Session(settings, shared, open, problems);
        this.problems = problems;
    }

    /** Whether every parameter has a value, a default or a setting. */
    static boolean isComplete(Declared declared, Settings settings) {
        return Variants.callee(declared)
                .map(callee -> settings.parameters().keySet().containsAll(callee.required()))
                .orElse(false);
    }

    /** What the net expands to, or empty if there is any problem with it. */
    static Optional<Expansion> elaborate(
            Declared net, Settings settings, Budget.Shared shared, Set<Declared> entered, Problems problems) {
        return Variants.chain(net).flatMap(chain -> {
            var elaborator = new NetElaborator(chain, settings, shared, false, problems);
            Optional<Expansion> expansion = elaborator.run();
            entered.addAll(chain);
            entered.addAll(elaborator.session.entered());
            return expansion;
        });
    }

    /** Reports what is wrong with a net whatever the parameters are that have no value. */
    static void look(Declared net, Settings settings, Budget.Shared shared, Set<Declared> entered, Problems problems) {
        Variants.chain(net).ifPresent(chain -> {
            var elaborator = new NetElaborator(chain, settings, shared, true, problems);
            elaborator.run();
            entered.addAll(chain);
            entered.addAll(elaborator.session.entered());
        });
    }

    private Declaration declaration() {
        return chain.get(0).declaration();
    }

    private Optional<Expansion> run() {
        int errors = problems.errors();
        checkSettings();
        for (int i = chain.size() - 2; i >= 0; i--) {
            if (!give(i)) {
                return Optional.empty();
            }
        }
        if (!settings.isEmpty()) {
            problems = problems.building(
                    declaration().name() + " with " + settings,
                    declaration().name().span());
        }
        Frame frame = new Frame(
                session,
                Scope.empty(),
                new Frame.Place(
                        List.of(chain.get(chain.size() - 1)),
                        Optional.empty(),
                        base.name().span(),
                        Optional.of(outputs)),
                Optional.of(Container.labelled("", false, () -> Labels.in(Optional.of(base)))),
                problems);
        if (!parameters(frame)) {
            return Optional.empty();
        }
        for (Statement statement : base.body()) {
            statement
                    .match(new Statements(frame))
                    .ifPresent(value -> outputs.add(RETURNED, value, statement.span())
                            .ifPresent(other -> frame.problems()
                                    .add(NameProblems.duplicateOutput(RETURNED, statement.span(), other.span()))));
        }
        return problems.errors() > errors || session.assumes() || session.isOpen()
                ? Optional.empty()
                : network().map(this::expansion);
    }

    private Expansion expansion(Network network) {
        return new Expansion(
                network,
                session.graph().steps(),
                session.graph().instances(),
                session.graph().inputPlaces());
    }

    /** Evaluates what a variant of the chain gives; false after a problem. */
    private boolean give(int at) {
        Declared declared = chain.get(at);
        Declaration.Variant variant =
                declared.declaration().match(Kinds.variant()).orElseThrow();
        Callee callee = Variants.callee(chain, at + 1);
        Callee free = new Callee(callee.kind(), callee.name(), callee.parameters(), Set.of());
        Bound bound =
                Binder.bind(Assignment.of(free, variant.arguments(), variant.call(), problem -> {}), outside(declared));
        bound.assignment()
                .given()
                .forEach((name, argument) -> given.put(name, bound.values().get(argument)));
        problems = problems.building(variant.name() + " = " + bound.written(), variant.call());
        return bound.complete();
    }

    /** Where the arguments of variants and the values of settings are evaluated: no stream and no stage is there. */
    private Frame outside(Declared declared) {
        return new Frame(
                session,
                Scope.empty(),
                new Frame.Place(
                        List.of(declared),
                        Optional.empty(),
                        declared.declaration().name().span(),
                        Optional.empty()),
                Optional.empty(),
                problems);
    }

    private void checkSettings() {
        List<String> parameters =
                base.parameters().stream().map(each -> each.name().text()).toList();
        settings.parameters().keySet().stream()
                .filter(each -> !parameters.contains(each))
                .forEach(each -> problems.add(StructureProblems.unknownSetting(each, declaration(), parameters)));
        List<String> inputs = new ArrayList<>();
        base.body().forEach(each -> Inputs.name(each).ifPresent(inputs::add));
        settings.inputSizes().keySet().stream()
                .filter(each -> !inputs.contains(each))
                .forEach(each -> problems.add(StructureProblems.unknownInput(each, declaration(), inputs)));
    }

    private boolean parameters(Frame frame) {
        boolean complete = true;
        for (Parameter parameter : base.parameters()) {
            String name = parameter.name().text();
            Optional<Datum> value = Optional.ofNullable(settings.parameters().get(name))
                    .map(text -> Settings.read(name, text, outside(chain.get(0))))
                    .or(() -> Optional.ofNullable(given.get(name)))
                    .or(() -> parameter.byDefault().map(each -> Evaluator.evaluate(each, frame)));
            if (value.isEmpty() && !session.isOpen()) {
                problems.add(StructureProblems.missingSetting(parameter, declaration()));
                complete = false;
            }
            frame.scope().define(name, value.orElse(Datum.UNKNOWN), parameter.span());
        }
        return complete;
    }

    private Optional<Network> network() {
        if (base.body().stream().anyMatch(each -> each instanceof Statement.Lost)) {
            return Optional.empty();
        }
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
            problems.add(StructureProblems.noOutput(base));
            return Optional.empty();
        }
        return Optional.of(new Network(
                declaration().name().text(),
                declaration()
                        .documentation()
                        .or(base::documentation)
                        .map(Documentation::text)
                        .orElse(""),
                session.graph().build(values),
                names,
                session.graph().state(),
                session.graph().byteInputs(),
                declaration().span()));
    }
}
