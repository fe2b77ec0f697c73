package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.source.Span;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a layer learns about the stage it is built at.
 *
 * @param remake what the layer makes of streams of other shapes
 */
record LayerStage(
        Span span, Optional<Span> labelled, String path, Bound bound, Flow input, Frame frame, Trace.Remake remake)
        implements Stage {
    /** What may come of an input with axes in another order, or with one too many. */
    private static final Set<DiagnosticCode> OF_SHAPES = EnumSet.of(
            DiagnosticCode.WINDOW_DOES_NOT_FIT,
            DiagnosticCode.NO_FEATURE_MAP,
            DiagnosticCode.TUPLE_LENGTH,
            DiagnosticCode.LINEAR_ON_FEATURE_MAP);

    @Override
    public Span argument(String name) {
        return bound.find(name).map(Bound.Given::valueSpan).orElse(span);
    }

    @Override
    public String history(int spatialAxis) {
        return input.trace().history(spatialAxis);
    }

    @Override
    public Optional<String> flattenedBy() {
        return input.trace()
                .flattened()
                .map(each -> "`" + each.name() + "` (line " + each.span().line() + ")");
    }

    @Override
    public Optional<String> smallestInput() {
        return SmallestInput.of(input.trace(), remake, frame.session());
    }

    @Override
    public void report(Diagnostic diagnostic) {
        boolean window = diagnostic.code() == DiagnosticCode.WINDOW_DOES_NOT_FIT;
        Diagnostic shifted = window ? ForeignArguments.shifted(diagnostic, bound, input) : diagnostic;
        frame.problems().add(OF_SHAPES.contains(diagnostic.code()) ? ofForeignInput(shifted) : shifted);
    }

    /** With the way out where the input that all came from has a foreign shape. */
    private Diagnostic ofForeignInput(Diagnostic problem) {
        Trace first = input.trace().mainPath().get(0);
        if (first.isAssumed()) {
            return problem;
        }
        boolean vector = problem.code() == DiagnosticCode.LINEAR_ON_FEATURE_MAP
                && input.trace().isInput();
        return ForeignShape.of(first.shape())
                .or(() -> vector ? ForeignShape.vectors(first.shape()) : Optional.empty())
                .map(each -> problem.help(each.help(first.name())))
                .orElse(problem);
    }
}
