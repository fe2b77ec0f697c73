package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.WindowProblems;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The shape rule of pools with windows. */
final class Pool {
    private Pool() {}

    static Optional<List<Window>> windows(String layer, Arguments arguments, Shape input, Stage stage) {
        if (!Geometry.isFeatureMap(layer, input, stage)) {
            return Optional.empty();
        }
        var kernel = Geometry.extents(arguments, "kernel", input, stage);
        // A stride that is the kernel's would only repeat the complaint about the kernel.
        var stride = kernel.isEmpty() ? kernel : Geometry.extents(arguments, "stride", input, stage);
        var padding = arguments.has("padding")
                ? Geometry.extents(arguments, "padding", input, stage)
                : Optional.of(Collections.nCopies(input.rank() - 1, 0));
        var dilation = arguments.has("dilation")
                ? Geometry.extents(arguments, "dilation", input, stage)
                : Optional.of(Collections.nCopies(input.rank() - 1, 1));
        if (kernel.isEmpty() || stride.isEmpty() || padding.isEmpty() || dilation.isEmpty()) {
            return Optional.empty();
        }
        List<Window> windows = Geometry.windows(kernel.get(), stride.get(), padding.get(), dilation.get());
        for (Window window : windows) {
            if (window.padding() > Geometry.span(window) / 2) {
                stage.report(WindowProblems.poolPaddingTooLarge(layer, window, stage));
                return Optional.empty();
            }
        }
        return Optional.of(windows);
    }

    static Optional<Shape> shape(String layer, Shape input, List<Window> windows, boolean ceil, Stage stage) {
        return Geometry.outputs(layer, input, windows, ceil, stage)
                .flatMap(spatial -> Geometry.shape(layer, input.channels(), spatial, stage));
    }
}
