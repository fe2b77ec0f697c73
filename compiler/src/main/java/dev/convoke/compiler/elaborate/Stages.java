package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.syntax.Sequence;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** Sends a stream through stages. With an unknown stream the stages are still looked at, for what else is wrong in them. */
final class Stages implements Stage.Cases<Datum> {
    private final Datum input;
    private final Frame frame;

    private Stages(Datum input, Frame frame) {
        this.input = input;
        this.frame = frame;
    }

    static Datum run(List<Stage> stages, Datum input, Frame frame) {
        Datum stream = input;
        for (Stage stage : stages) {
            if (frame.container().isEmpty() || !frame.session().budget().steps(1, stage.span(), frame.problems())) {
                return Datum.UNKNOWN;
            }
            stream = stage.match(new Stages(stream, frame));
        }
        return stream;
    }

    static Datum run(Sequence sequence, Datum input, Frame frame) {
        for (Statement.Local local : sequence.locals()) {
            local.match(new Statements(frame));
        }
        return run(sequence.stages(), input, frame);
    }

    @Override
    public Datum call(Stage.Call call) {
        Declarations declarations = frame.declarations();
        String name = meant(call.name().text(), declarations);
        Optional<Declared> declared = declarations.find(name);
        if (declared.isPresent() || declarations.isDamaged(name)) {
            return declared.flatMap(each -> BlockInstance.of(each, call, frame))
                    .map(instance -> instance.run(input, frame))
                    .orElseGet(() -> ignored(call));
        }
        Optional<LayerType> layer = Catalogue.find(name);
        return layer.isPresent() ? LayerInstance.run(layer.get(), call, input, frame) : ignored(call);
    }

    /** Where a name is surely a typing error, what was meant is looked at, to find what else is wrong. */
    private String meant(String name, Declarations declarations) {
        if (Catalogue.find(name).isPresent() || frame.scope().find(name).isPresent()) {
            return name;
        }
        Optional<String> meant = declarations.meantStages().surely(name);
        meant.ifPresent(each -> frame.session().assume());
        return meant.orElse(name);
    }

    /** Nothing is known of what is called; its arguments may be wrong all the same, and it takes its place. */
    private Datum ignored(Stage.Call call) {
        call.arguments().forEach(each -> Evaluator.evaluate(each.value(), frame));
        Naming.of(call.label(), Naming.stem(call.name().text()), call.call(), frame);
        return Datum.UNKNOWN;
    }

    @Override
    public Datum inline(Stage.Inline inline) {
        return InlineInstance.run(inline, input, frame);
    }

    @Override
    public Datum conditional(Stage.Conditional conditional) {
        for (int i = 0; i < conditional.branches().size(); i++) {
            Stage.Conditional.Branch branch = conditional.branches().get(i);
            Optional<Boolean> condition = Evaluator.condition(branch.condition(), frame);
            if (condition.isEmpty()) {
                frame.container().ifPresent(Container::lacksStages);
                return frame.session().isOpen() ? Branches.stages(conditional, i, input, frame) : Datum.UNKNOWN;
            }
            if (condition.get()) {
                return run(branch.body(), input, frame.in(frame.scope().inner()));
            }
        }
        return conditional
                .otherwise()
                .map(body -> run(body, input, frame.in(frame.scope().inner())))
                .orElse(input);
    }

    @Override
    public Datum repeat(Stage.Repeat repeat) {
        return Loops.run(repeat, input, frame);
    }

    @Override
    public Datum output(Stage.Output output) {
        frame.place()
                .outputs()
                .ifPresent(outputs -> outputs.add(output.name().text(), input, output.span())
                        .ifPresent(other -> frame.problems()
                                .add(NameProblems.duplicateOutput(output.name().text(), output.span(), other.span()))));
        return input;
    }

    @Override
    public Datum use(Stage.Use use) {
        Container container = frame.container().orElseThrow();
        if (container.isNumbered()) {
            container.nextNumber();
        }
        Optional<String> label = Templates.fill(use.target(), frame);
        if (label.isEmpty()) {
            return Datum.UNKNOWN;
        }
        if (container.isOpen(label.get())) {
            frame.problems().add(LabelProblems.withinItself(label.get(), use));
            return Datum.UNKNOWN;
        }
        Optional<Container.Labelled> labelled = container.find(label.get());
        if (labelled.isEmpty()) {
            if (container.isIncomplete()) {
                return Datum.UNKNOWN;
            }
            frame.problems().add(LabelProblems.unknown(label.get(), use, container.labels()));
            return Datum.UNKNOWN;
        }
        return labelled.get()
                .instance()
                .map(instance -> instance.apply(input, frame, use.span()))
                .orElse(Datum.UNKNOWN);
    }

    @Override
    public Datum check(Stage.Check check) {
        return ShapeChecks.check(check, input, frame);
    }
}
