package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.Stage;
import java.util.List;
import java.util.Optional;

/** A block or a declared seq with its arguments at one stage of a spec. */
final class BlockInstance implements Instance {
    /** Elaborates the body of a declaration. */
    private interface Body {
        Datum run(Datum input, Frame own);
    }

    /** Longer paths are cut where an instantiation is written out. */
    private static final int LONGEST_PATH = 60;

    private final Declared declared;
    private final Stage.Call call;
    private final List<Parameter> parameters;
    private final boolean numbered;
    private final Body body;
    private final Naming naming;
    private final Bound bound;

    private BlockInstance(
            Declared declared,
            Stage.Call call,
            String word,
            List<Parameter> parameters,
            boolean numbered,
            Body body,
            Frame frame) {
        this.declared = declared;
        this.call = call;
        this.parameters = parameters;
        this.numbered = numbered;
        this.body = body;
        frame.session().budget().steps(parameters.size(), call.call(), frame.problems());
        this.bound = Binder.bind(assignment(word, call, parameters, frame), frame);
        this.naming = Naming.of(call.label(), Naming.stem(call.name().text()), call.call(), frame);
    }

    private static Assignment assignment(String word, Stage.Call call, List<Parameter> parameters, Frame frame) {
        return frame.session()
                .assignment(
                        call.call(),
                        () -> Assignment.of(
                                Callee.of(word, call.name().text(), parameters),
                                call.arguments(),
                                call.call(),
                                problem -> {}));
    }

    /** The instance that a stage asks for; empty if the declaration is neither block nor seq. */
    static Optional<BlockInstance> of(Declared declared, Stage.Call call, Frame frame) {
        return declared.declaration()
                .match(new Kinds<>(
                        net -> Optional.empty(),
                        variant -> Optional.empty(),
                        block -> Optional.of(new BlockInstance(
                                declared,
                                call,
                                "block",
                                block.parameters(),
                                false,
                                (input, own) -> Statements.result(block, own),
                                frame)),
                        seq -> Optional.of(new BlockInstance(
                                declared,
                                call,
                                "seq",
                                seq.parameters(),
                                true,
                                (input, own) -> Stages.run(seq.body(), input, own),
                                frame)),
                        function -> Optional.empty(),
                        constant -> Optional.empty()));
    }

    /** Sends a stream through it where it stands. */
    Datum run(Datum input, Frame frame) {
        Container container = frame.container().orElseThrow();
        naming.label().ifPresent(label -> container.carries(label, this));
        int before = frame.session().graph().stateCount();
        Datum result = build(input, frame, call.call(), container.isShared());
        if (naming.needsLabel() && frame.session().graph().stateCount() > before) {
            frame.problems().add(LabelProblems.missing(call, declared.name(), frame));
        }
        return result;
    }

    @Override
    public Datum apply(Datum input, Frame frame, Span at) {
        return build(input, frame, at, true);
    }

    private Datum build(Datum input, Frame frame, Span at, boolean shared) {
        if (!bound.complete()
                || frame.place().active().contains(declared)
                || !frame.session().budget().steps(Budget.CALL, at, frame.problems())) {
            return Datum.UNKNOWN;
        }
        if (frame.place().depth() >= Budget.MAX_DEPTH) {
            frame.problems().add(LimitProblems.tooDeep(at));
            return Datum.UNKNOWN;
        }
        Container own = numbered
                ? Container.numbered(naming.path(), shared)
                : Container.labelled(naming.path(), shared, () -> Labels.in(Optional.of(declared.declaration())));
        Frame inside = new Frame(
                frame.session(),
                Scope.empty(),
                frame.place()
                        .within(
                                declared,
                                input.asFlow(),
                                declared.declaration().name().span()),
                Optional.of(own),
                frame.problems().building(shortPath() + " = " + bound.written(), at));
        inside.scope().define("x", input, declared.declaration().name().span());
        Binder.define(parameters, bound, inside);
        int first = frame.session().graph().nodeCount();
        frame.session().entered().add(declared);
        Datum result = body.run(input, inside);
        Expansion.Instance.of(call, naming.path(), bound.written(), at, shared, first, input, result, frame);
        return result;
    }

    /** The end of the path, which is what tells instances apart. */
    private String shortPath() {
        String path = naming.path();
        return path.length() <= LONGEST_PATH ? path : "..." + path.substring(path.length() - LONGEST_PATH + 3);
    }
}
