package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Stage;

/** A {@code seq { ... }} within a chain. */
record InlineInstance(Stage.Inline inline, Naming naming, Scope scope) implements Instance {
    static Datum run(Stage.Inline inline, Datum input, Frame frame) {
        Naming naming = Naming.of(inline.label(), "seq", inline.span(), frame);
        InlineInstance instance = new InlineInstance(inline, naming, frame.scope());
        Container container = frame.container().orElseThrow();
        naming.label().ifPresent(label -> container.carries(label, instance));
        int before = frame.session().graph().stateCount();
        naming.label().ifPresent(container::opens);
        Datum result = instance.build(input, frame, inline.span(), container.isShared());
        naming.label().ifPresent(container::closes);
        if (naming.needsLabel() && frame.session().graph().stateCount() > before) {
            frame.problems().add(LabelProblems.missing(inline, frame));
        }
        return result;
    }

    @Override
    public Datum apply(Datum input, Frame frame, Span at) {
        Frame again = frame.reportingTo(frame.problems().building(naming.path() + " again", at));
        return build(input, again.in(scope), at, true);
    }

    private Datum build(Datum input, Frame frame, Span at, boolean shared) {
        int first = frame.session().graph().nodeCount();
        Datum result = Stages.run(
                inline.body(),
                input,
                frame.in(frame.container().orElseThrow().inner(naming.path(), shared))
                        .in(frame.scope().inner()));
        Expansion.Instance.of(inline, naming.path(), "seq", at, shared, first, input, result, frame);
        return result;
    }
}
