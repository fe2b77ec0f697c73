package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.source.Span;

/** A stage at which a layer is built only to see whether it fits. */
record SilentStage(Span span, String path) implements Stage {
    @Override
    public Span argument(String name) {
        return span;
    }

    @Override
    public String history(int spatialAxis) {
        return "";
    }

    @Override
    public void report(Diagnostic diagnostic) {}
}
