package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.source.Span;
import java.util.Optional;

/** What a layer learns about the stage it is built at. */
record LayerStage(Span span, Optional<Span> labelled, String path, Bound bound, Flow input, Frame frame)
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
    public void report(Diagnostic diagnostic) {
        frame.problems().add(diagnostic);
    }
}
