package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.source.Span;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A stage whose input is unknown, at which a layer is built to see whether its arguments contradict each other, which no input would change: so far those with a padding. */
record ArgumentStage(Span span, String path, Bound bound, Frame frame) implements Stage {
    /** What is wrong on any input. */
    private static final Set<DiagnosticCode> OF_ARGUMENTS =
            EnumSet.of(DiagnosticCode.POOL_PADDING, DiagnosticCode.SAME_WITH_STRIDE);

    /** Inputs of one, two and three spatial axes: what does not fit them is not reported. */
    private static final List<Shape> INPUTS =
            List.of(new Shape(List.of(64, 64, 64)), new Shape(List.of(64, 64)), new Shape(List.of(64, 64, 64, 64)));

    static void check(LayerType type, Arguments arguments, ArgumentStage stage) {
        INPUTS.forEach(input -> type.build(arguments, input, stage));
    }

    @Override
    public Span argument(String name) {
        return bound.find(name).map(Bound.Given::valueSpan).orElse(span);
    }

    @Override
    public String history(int spatialAxis) {
        return "";
    }

    @Override
    public void report(Diagnostic diagnostic) {
        if (OF_ARGUMENTS.contains(diagnostic.code())) {
            frame.problems().add(diagnostic);
        }
    }
}
