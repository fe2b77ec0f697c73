package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is said of layers that move, cut or repeat the elements of a stream in a way that it does not have. */
public final class ArrangementProblems {
    private ArrangementProblems() {}

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String tuple(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** A dimension that there is not; the batch is dimension 0 and stays as it is. */
    public static Diagnostic noSuchDimension(String argument, int given, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.NO_SUCH_AXIS,
                        given == 0
                                ? "`" + argument + "=0` is the batch, which stays as it is"
                                : "there is no dimension " + given,
                        stage.argument(argument),
                        "the input is " + input)
                .note("dimensions count as in PyTorch, the batch first: "
                        + (input.rank() == 1
                                ? "the input has 1 alone, or -1 from behind"
                                : "the input's are 1 to " + input.rank() + ", or " + -input.rank()
                                        + " to -1 from behind"));
    }

    /** A shape of another number of elements. */
    public static Diagnostic reshape(List<Integer> given, Shape input, Stage stage) {
        long known = given.stream()
                .filter(extent -> extent > 0)
                .mapToLong(Integer::longValue)
                .reduce(1, (a, b) -> a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b);
        boolean open = given.contains(-1);
        return Diagnostic.of(
                        DiagnosticCode.RESHAPE_ELEMENTS,
                        open
                                ? "the " + grouped(input.elements()) + " elements of " + input + " are no multiple of "
                                        + grouped(known)
                                : "`Reshape` to " + given + " needs " + grouped(known) + " elements, and its input has "
                                        + grouped(input.elements()),
                        stage.argument("shape"),
                        open ? "-1 would not be whole" : "makes " + grouped(known) + " elements")
                .note("the input is " + input + ", and all its elements are kept")
                .help(open ? "give all extents, or choose others" : "one extent may be -1: it is what is left");
    }

    /** A shape with two open extents, or one of 0. */
    public static Diagnostic notAShape(List<Integer> given, Stage stage) {
        boolean zero = given.contains(0);
        return Diagnostic.of(
                DiagnosticCode.RESHAPE_ELEMENTS,
                zero ? "an axis of `Reshape` cannot be empty" : "only one extent of `Reshape` can be left open",
                stage.argument("shape"),
                zero ? "0 is no extent" : "-1 twice");
    }

    /** Dimensions that are no permutation of the stream's. */
    public static Diagnostic notAPermutation(List<Integer> given, Shape input, Stage stage) {
        List<Integer> all = IntStream.rangeClosed(0, input.rank()).boxed().toList();
        List<Integer> missing = all.stream().filter(d -> !given.contains(d)).toList();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.NOT_A_PERMUTATION,
                "`dims` is no order of the dimensions " + tuple(all),
                stage.argument("dims"),
                missing.isEmpty()
                        ? "too many of them"
                        : missing.stream().map(String::valueOf).collect(Collectors.joining(" and ")) + " missing");
        return problem.note("dimensions count as in PyTorch, the batch first: the input " + input + " has "
                + tuple(all.subList(1, all.size())) + " after the batch's 0");
    }

    /** The batch is not in its place. */
    public static Diagnostic batchMoved(List<Integer> given, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.NOT_A_PERMUTATION,
                        "`dims` moves the batch",
                        stage.argument("dims"),
                        "begins with " + given.get(0))
                .note("dimension 0 is the batch, and stays in front: `(0, ...)` and an order of 1 to " + input.rank());
    }

    /** A slice starts or ends outside the axis. */
    public static Diagnostic outside(String argument, int given, int extent, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.OUTSIDE_THE_AXIS,
                        "`" + argument + "=" + given + "` lies outside the axis, which has " + grouped(extent),
                        stage.argument(argument),
                        "from " + -extent + " to " + extent)
                .help(
                        argument.equals("end")
                                ? "without `end` everything from `start` on is taken"
                                : "a negative number counts from the end");
    }

    /** A slice has nothing in it. */
    public static Diagnostic emptySlice(long start, long end, int extent, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.EMPTY_RANGE,
                        "the slice from " + start + " to " + end + " has nothing in it",
                        stage.span(),
                        "`end` is not above `start`")
                .note("`end` is the first that is not taken, and the axis has " + grouped(extent));
    }

    /** A crop is larger than what it is cut from. */
    public static Diagnostic crop(List<Integer> size, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.OUTSIDE_THE_AXIS,
                        "`Crop` cannot cut " + tuple(size) + " from " + tuple(input.spatial()),
                        stage.argument("size"),
                        "the input is " + input)
                .help("`Pad` makes a feature map larger");
    }

    /**
     * An extent cannot be split into so many parts.
     *
     * @param what the extent in words, {@code 6 channels}
     */
    public static Diagnostic notAMultiple(
            String layer, String what, int extent, long factor, String reason, String argument, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.NOT_A_MULTIPLE,
                        "the input of `" + layer + "` has " + what + ", no multiple of " + grouped(factor),
                        stage.argument(argument),
                        reason)
                .help((extent < factor
                                ? "the nearest multiple is "
                                : "the nearest multiples are " + grouped(extent / factor * factor) + " and ")
                        + grouped((extent / factor + 1) * factor));
    }

    /**
     * A padding that repeats the input is larger than the input allows.
     *
     * @param argument the argument that says what is added
     */
    public static Diagnostic paddingTooLarge(
            String argument, String mode, int padding, int most, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.PADDING_TOO_LARGE,
                        "`" + argument + "=\"" + mode + "\"` cannot add " + grouped(padding) + " positions to " + input,
                        stage.argument("padding"),
                        "at most " + grouped(most) + " along this axis")
                .note(
                        mode.equals("reflect")
                                ? "the border itself is not repeated, so there is one position less than the input has"
                                : "each position is repeated at most once on a side")
                .help("`" + argument + "=\"replicate\"` repeats the border as often as needed");
    }

    /** Two arguments that say different things. */
    public static Diagnostic contradicting(String message, String argument, String label, String help, Stage stage) {
        return Diagnostic.of(DiagnosticCode.CONTRADICTING_ARGUMENTS, message, stage.argument(argument), label)
                .help(help);
    }

    /** A way to interpolate that is for feature maps of another rank. */
    public static Diagnostic interpolation(String mode, String right, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.NO_FEATURE_MAP,
                        "`mode=\"" + mode + "\"` is for feature maps of another rank than " + input,
                        stage.argument("mode"),
                        "the input here is " + input)
                .help("`mode=\"" + right + "\"` interpolates along its "
                        + (input.rank() == 2 ? "axis" : input.rank() - 1 + " axes"));
    }

    /** An axis is scaled down to nothing. */
    public static Diagnostic nothingLeft(String layer, int extent, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.EMPTY_RANGE,
                        "`" + layer + "` by a factor this small leaves nothing of an axis of " + grouped(extent),
                        stage.argument("scale_factor"),
                        "the result's extent would be floor(" + grouped(extent) + " * factor) = 0")
                .help("at least 1/" + extent + " leaves one position");
    }
}
