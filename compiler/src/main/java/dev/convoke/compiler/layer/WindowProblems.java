package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of windows that do not go with the extents they slide over, or with their own padding and stride. */
public final class WindowProblems {
    private WindowProblems() {}

    /** The name of a spatial axis of a shape, as a spec calls it. */
    private static String axisName(Shape input, int axis) {
        return input.rank() == 2 ? "l" : List.of("d", "h", "w").get(4 - input.rank() + axis);
    }

    private static String axisWord(Shape input, int axis) {
        return input.rank() == 2
                ? "length"
                : List.of("depth", "height", "width").get(4 - input.rank() + axis);
    }

    /** No window fits along an axis. */
    public static Diagnostic windowDoesNotFit(
            String layer, Shape input, int axis, Window window, boolean ceil, Stage stage) {
        int extent = input.spatial().get(axis);
        long span = window.dilation() * (window.kernel() - 1L) + 1;
        long free = extent + 2L * window.padding() - span;
        long positions = Math.floorDiv(free + (ceil ? window.stride() - 1L : 0), (long) window.stride()) + 1;
        long smallest = Math.max(1, span - 2L * window.padding() - (ceil ? window.stride() - 1L : 0));
        String word = axisWord(input, axis);
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.WINDOW_DOES_NOT_FIT,
                        "the window of `" + layer + "` spans " + span + " along `" + axisName(input, axis)
                                + "`, where the input has "
                                + (window.padding() == 0
                                        ? String.valueOf(extent)
                                        : extent + ", with padding " + (extent + 2L * window.padding())),
                        stage.argument("kernel"),
                        window.dilation() == 1
                                ? "a window of " + window.kernel()
                                : window.kernel() + " taps, " + window.dilation() + " apart")
                .note("the " + word + " would be `" + (ceil ? "ceil" : "floor") + "((" + extent + " + 2*"
                        + window.padding()
                        + " - " + window.dilation() + "*(" + window.kernel() + " - 1) - 1) / " + window.stride()
                        + ") + 1 = " + positions + "`");
        String history = stage.history(axis);
        if (history.contains("->")) {
            problem = problem.note("how the " + word + " came about: " + history);
        }
        Optional<String> whole = stage.smallestInput();
        problem = problem.note("the smallest " + word + " that fits here is " + smallest
                + whole.map(each -> "; the smallest input that would do is `" + each + "`")
                        .orElse(""));
        long kernel = (extent + 2L * window.padding() - 1) / window.dilation() + 1;
        long padding = (span - extent + 1) / 2;
        return problem.help("use a kernel of at most " + kernel
                + (takesPadding(layer) ? ", a padding of at least " + padding : "")
                + ", or a larger input (or shrink it less before)");
    }

    private static boolean takesPadding(String layer) {
        return Catalogue.find(layer).stream()
                .flatMap(type -> type.arguments().stream())
                .anyMatch(argument -> argument.name().equals("padding"));
    }

    /** A transposed convolution would have more positions at its end than any window can be responsible for. */
    public static Diagnostic outputPadding(
            String layer, Shape input, int axis, int outputPadding, Window window, Stage stage) {
        int most = Math.max(window.stride(), window.dilation()) - 1;
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.OUTPUT_PADDING,
                "`output_padding` of `" + layer + "` is " + outputPadding
                        + ", which is smaller than neither the stride nor the dilation",
                stage.argument("output_padding"),
                "the stride is " + window.stride() + ", the dilation " + window.dilation());
        if (most == 0) {
            return problem.help("leave it out: a convolution of stride 1 makes each " + axisWord(input, axis)
                    + " of one other only, so that there is nothing to choose");
        }
        long extent = transposed(input.spatial().get(axis), 0, window);
        return problem.note("a convolution of stride " + window.stride() + " makes a " + axisWord(input, axis) + " of "
                        + input.spatial().get(axis) + " of each from " + extent + " to "
                        + (extent + window.stride() - 1L) + "; `output_padding` chooses among them")
                .help("use at most " + most);
    }

    private static long transposed(int extent, int outputPadding, Window window) {
        return (extent - 1L) * window.stride()
                - 2L * window.padding()
                + window.dilation() * (window.kernel() - 1L)
                + outputPadding
                + 1;
    }

    /** The padding of a transposed convolution leaves nothing of the result. */
    public static Diagnostic transposedToNothing(
            String layer, Shape input, int axis, int outputPadding, Window window, Stage stage) {
        int extent = input.spatial().get(axis);
        long result = transposed(extent, outputPadding, window);
        long whole = result + 2L * window.padding();
        String word = axisWord(input, axis);
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.TRANSPOSED_TO_NOTHING,
                        "the padding of `" + layer + "` leaves nothing of its result along `" + axisName(input, axis)
                                + "`",
                        stage.argument("padding"),
                        "2*" + window.padding() + " of " + whole + (whole == 1 ? " position" : " positions")
                                + " are left out")
                .note("the " + word + " would be `(" + extent + " - 1)*" + window.stride() + " - 2*" + window.padding()
                        + " + " + window.dilation() + "*(" + window.kernel() + " - 1) + " + outputPadding + " + 1 = "
                        + result + "`");
        String history = stage.history(axis);
        if (history.contains("->")) {
            problem = problem.note("how the " + word + " came about: " + history);
        }
        return problem.help("use a padding of at most " + (whole - 1) / 2 + ", or a larger kernel");
    }

    /** PyTorch's rule, without which windows would lie in the padding alone. */
    public static Diagnostic poolPaddingTooLarge(String layer, Window window, Stage stage) {
        long span = window.dilation() * (window.kernel() - 1L) + 1;
        return Diagnostic.of(
                        DiagnosticCode.POOL_PADDING,
                        "the padding of `" + layer + "` is larger than half its window",
                        stage.argument("padding"),
                        "a window that spans " + span + " allows at most " + span / 2)
                .note("with more, windows would lie in the padding alone and have nothing to pool")
                .help("to enlarge the input before pooling, put `Pad(" + window.padding() + ")` before it");
    }

    /** {@code padding="same"} with a stride. */
    public static Diagnostic sameWithStride(String layer, List<Integer> stride, Stage stage) {
        String shown = stride.stream().distinct().count() == 1
                ? String.valueOf(stride.get(0))
                : stride.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        return Diagnostic.of(
                        DiagnosticCode.SAME_WITH_STRIDE,
                        "`padding=\"same\"` of `" + layer + "` needs a stride of 1",
                        stage.argument("stride"),
                        "the stride is " + shown)
                .also(stage.argument("padding"), "keeps the extents, which a stride changes")
                .help("for an odd kernel `padding=(kernel - 1) / 2` gives `ceil(extent / stride)`");
    }
}
