package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.WindowProblems;
import dev.convoke.compiler.layer.operator.Axes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shape rules that layers share. Each returns nothing after it reported a problem. */
final class Geometry {
    private Geometry() {}

    /** Whether the input has channels and one to three spatial axes. */
    static boolean isFeatureMap(String layer, Shape input, Stage stage) {
        if (input.rank() >= 2 && input.rank() <= 4) {
            return true;
        }
        stage.report(ShapeProblems.noFeatureMap(layer, input, stage));
        return false;
    }

    /** A number for each spatial axis. */
    static Optional<List<Integer>> extents(Arguments arguments, String name, Shape input, Stage stage) {
        Optional<List<Integer>> extents = arguments.extents(name, input.rank() - 1);
        if (extents.isEmpty()) {
            stage.report(ShapeProblems.tupleLength(name, arguments.count(name), input, stage));
        }
        return extents;
    }

    /** Windows of one padding on both sides. */
    static List<Window> windows(
            List<Integer> kernel, List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
        List<Window> windows = new ArrayList<>(kernel.size());
        for (int i = 0; i < kernel.size(); i++) {
            windows.add(new Window(kernel.get(i), stride.get(i), padding.get(i), dilation.get(i)));
        }
        return windows;
    }

    /** How many windows fit along each axis. */
    static Optional<List<Integer>> outputs(String layer, Shape input, List<Window> windows, boolean ceil, Stage stage) {
        List<Integer> outputs = new ArrayList<>();
        for (int axis = 0; axis < windows.size(); axis++) {
            Window window = windows.get(axis);
            int extent = input.spatial().get(axis);
            long output = output(extent, window, ceil);
            if (output < 1) {
                stage.report(WindowProblems.windowDoesNotFit(layer, input, axis, window, ceil, stage));
                return Optional.empty();
            }
            if (output > Integer.MAX_VALUE) {
                stage.report(ShapeProblems.dimensionTooLarge(layer, output, stage));
                return Optional.empty();
            }
            outputs.add((int) output);
        }
        return Optional.of(outputs);
    }

    /**
     * The number of windows along an axis as PyTorch counts them. With {@code ceil} a window may end behind the padding, but
     * must start before it.
     */
    static long output(long extent, Window window, boolean ceil) {
        long free = extent + 2L * window.padding() - span(window);
        long output = Math.floorDiv(free + (ceil ? window.stride() - 1L : 0), (long) window.stride()) + 1;
        return ceil && (output - 1) * window.stride() >= extent + window.padding() ? output - 1 : output;
    }

    /** The smallest extent of which {@link #output} is at least 1. */
    static long smallestInput(Window window, boolean ceil) {
        return Math.max(1, span(window) - 2L * window.padding() - (ceil ? window.stride() - 1L : 0));
    }

    /** {@link Window#extent} without overflow. */
    static long span(Window window) {
        return (long) window.dilation() * (window.kernel() - 1L) + 1;
    }

    /** A result of channels and spatial extents, if it is not too large to be addressed. */
    static Optional<Shape> shape(String layer, long channels, List<Integer> spatial, Stage stage) {
        if (channels > Integer.MAX_VALUE) {
            stage.report(ShapeProblems.dimensionTooLarge(layer, channels, stage));
            return Optional.empty();
        }
        List<Integer> extents = Axes.join((int) channels, spatial);
        if (!isAddressable(extents)) {
            stage.report(ShapeProblems.tooManyElements(layer, extents, stage));
            return Optional.empty();
        }
        return Optional.of(new Shape(extents));
    }

    private static boolean isAddressable(List<Integer> extents) {
        long elements = 1;
        for (int extent : extents) {
            elements *= extent;
            if (elements > Integer.MAX_VALUE) {
                return false;
            }
        }
        return true;
    }

    /** Whether a weight of those extents stays within the limit on parameters. */
    static boolean isWeight(String layer, List<Integer> extents, Stage stage) {
        double elements = 1;
        for (int extent : extents) {
            elements *= extent;
        }
        if (elements <= ShapeProblems.MAX_PARAMETERS) {
            return true;
        }
        stage.report(ShapeProblems.tooManyParameters(layer, extents, stage));
        return false;
    }
}
