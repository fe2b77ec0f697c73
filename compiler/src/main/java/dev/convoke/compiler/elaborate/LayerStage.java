package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.source.Span;
import java.util.Optional;

/**
 * What a layer learns about the stage it is built at.
 *
 * @param remake what the layer makes of streams of other shapes
 */
record LayerStage(
        Span span, Optional<Span> labelled, String path, Bound bound, Flow input, Frame frame, Trace.Remake remake)
        implements Stage {
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
        frame.problems().add(window ? ForeignArguments.shifted(diagnostic, bound, input.shape()) : diagnostic);
    }
}
