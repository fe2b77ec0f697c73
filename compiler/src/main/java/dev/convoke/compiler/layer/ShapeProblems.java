package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of layers that do not fit the stream they are applied to. */
public final class ShapeProblems {
    /** More elements in the parameters of one net are refused. */
    public static final long MAX_PARAMETERS = 1_000_000_000;

    private ShapeProblems() {}

    /** The name of a spatial axis of a shape, as a spec calls it. */
    private static String axisName(Shape input, int axis) {
        return input.rank() == 2 ? "l" : List.of("d", "h", "w").get(4 - input.rank() + axis);
    }

    private static String axisWord(Shape input, int axis) {
        return input.rank() == 2
                ? "length"
                : List.of("depth", "height", "width").get(4 - input.rank() + axis);
    }

    private static String axisNames(Shape input) {
        return switch (input.rank()) {
            case 2 -> "`[c, l]`";
            case 3 -> "`[c, h, w]`";
            case 4 -> "`[c, d, h, w]`";
            default -> "`" + input + "`";
        };
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String count(long number, String one, String many) {
        return grouped(number) + " " + (number == 1 ? one : many);
    }

    /** A layer that slides a window is applied to a vector, or to more axes than it has forms for. */
    public static Diagnostic noFeatureMap(String layer, Shape input, Stage stage) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.NO_FEATURE_MAP,
                        "`" + layer + "` needs a feature map, and its input is "
                                + (input.rank() == 1 ? "the vector " : "") + input,
                        stage.span(),
                        "the input here is " + input)
                .note(
                        "a feature map is `[c, l]`, `[c, h, w]` or `[c, d, h, w]`: channels and one to three spatial axes");
        return input.rank() != 1
                ? problem
                : problem.help(stage.flattenedBy()
                        .map(each -> "put `" + layer + "` before " + each + ", which makes a vector of the feature map")
                        .orElse("give the input its axes, `[c, h, w]`, or make some with `Reshape`"));
    }

    /** A tuple has another length than the input has spatial axes. */
    public static Diagnostic tupleLength(String argument, int given, Shape input, Stage stage) {
        int axes = input.rank() - 1;
        String expected = axes == 1
                ? "a number"
                : "a number for all axes, or a tuple of " + axes + ": `("
                        + List.of("d", "h", "w").subList(3 - axes, 3).stream().collect(Collectors.joining(", ")) + ")`";
        return Diagnostic.of(
                        DiagnosticCode.TUPLE_LENGTH,
                        "`" + argument + "` has " + count(given, "number", "numbers") + " for "
                                + count(axes, "spatial axis", "spatial axes"),
                        stage.argument(argument),
                        "the input is " + input)
                .note("the input " + input + " is " + axisNames(input) + "; `" + argument + "` takes " + expected);
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

    /** Channels of the input or the result are no multiple of the groups. */
    public static Diagnostic groupsDoNotDivide(Shape input, int channels, int groups, Stage stage) {
        int inputs = input.channels();
        List<String> bad = new ArrayList<>();
        if (inputs % groups != 0) {
            bad.add("the input's " + count(inputs, "channel", "channels"));
        }
        if (channels % groups != 0) {
            bad.add((bad.isEmpty() ? "the result's " : "nor the result's ") + count(channels, "channel", "channels"));
        }
        String nearest = nearestDivisors("groups", inputs, channels, groups);
        return Diagnostic.of(
                        DiagnosticCode.GROUPS_DO_NOT_DIVIDE,
                        groups
                                + (bad.size() == 2 ? " groups divide neither " : " groups do not divide ")
                                + String.join(" ", bad),
                        stage.argument("groups"),
                        "the channels are " + inputs + " -> " + channels)
                .help("the nearest that divide "
                        + (inputs == channels ? String.valueOf(inputs) : "both " + inputs + " and " + channels) + ": "
                        + nearest);
    }

    /** {@code `groups=2` or `groups=4`}: the numbers of groups nearest to one, below and above, that divide both. */
    private static String nearestDivisors(String argument, int inputs, int channels, int groups) {
        int most = Math.min(inputs, channels);
        int below = Math.min(groups, most);
        while (inputs % below != 0 || channels % below != 0) {
            below--;
        }
        int above = groups;
        while (above <= most && (inputs % above != 0 || channels % above != 0)) {
            above++;
        }
        return "`" + argument + "=" + below + "`" + (above <= most ? " or `" + argument + "=" + above + "`" : "");
    }

    /** Channels that are normalised in groups are no multiple of the groups. */
    public static Diagnostic normGroupsDoNotDivide(Shape input, int groups, Stage stage) {
        int channels = input.channels();
        return Diagnostic.of(
                        DiagnosticCode.GROUPS_DO_NOT_DIVIDE,
                        groups + " groups do not divide the input's " + count(channels, "channel", "channels"),
                        stage.argument("num_groups"),
                        channels + " / " + groups + " is no whole number")
                .help("the nearest that divide " + channels + ": "
                        + nearestDivisors("num_groups", channels, channels, groups));
    }

    /** The {@code normalized_shape} of a {@code LayerNorm} is not what the input ends in. */
    public static Diagnostic normalizedShape(List<Integer> wanted, Shape input, Stage stage) {
        int count = wanted.size();
        boolean fits = count <= input.rank();
        String last = fits ? tuple(input.extents().subList(input.rank() - count, input.rank())) : "";
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.NORMALIZED_SHAPE,
                "`normalized_shape` is " + tuple(wanted) + ", and the input " + input
                        + (fits ? " ends in " + last : " has only " + count(input.rank(), "axis", "axes")),
                stage.argument("normalized_shape"),
                fits ? "not the last extents of " + input : count + " extents for " + input);
        if (count == 1 && wanted.get(0) == input.channels() && input.rank() > 1) {
            problem = problem.help(
                    "the channels at each position are normalised by `LayerNorm` without `normalized_shape`");
        }
        return fits
                ? problem.help("the last " + (count == 1 ? "axis is" : count + " axes are")
                        + " normalised by `LayerNorm(" + last + ")`")
                : problem.help("all of a sample is normalised by `LayerNorm(" + tuple(input.extents()) + ")`");
    }

    private static String tuple(List<Integer> numbers) {
        return numbers.size() == 1
                ? String.valueOf(numbers.get(0))
                : numbers.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Each channel that is to be normalised is one number. */
    public static Diagnostic onePosition(Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.ONE_POSITION,
                        "`InstanceNorm` needs more than one position, and its input is " + input,
                        stage.span(),
                        "each channel is one number here")
                .note("the mean of one number is that number: the result would be 0 whatever the input is")
                .help("`GroupNorm(1)` normalises over all channels, `BatchNorm` over the samples of a batch");
    }

    /** A {@code Linear} is applied to something that is no vector. */
    public static Diagnostic linearOnFeatureMap(Shape input, int features, Stage stage) {
        long elements = input.elements();
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.LINEAR_ON_FEATURE_MAP,
                        "`Linear` takes a vector, and its input is the feature map " + input,
                        stage.span(),
                        "the input here is " + input)
                .help("`Flatten -> Linear(" + features + ")` sees every position: " + grouped(elements) + " * "
                        + grouped(features) + " = " + product(elements, features) + " weights");
        Diagnostic advised = elements == input.channels() ? problem : otherLinear(problem, input, features);
        return stage.labelled()
                .map(span -> advised.fix("put `Flatten` before it", span.before(), "Flatten -> "))
                .orElse(advised);
    }

    /** Where there are several positions. */
    private static Diagnostic otherLinear(Diagnostic problem, Shape input, int features) {
        return problem.help("`GlobalAvgPool -> Flatten -> Linear(" + features + ")` sees the mean of each channel: "
                        + grouped(input.channels()) + " * " + grouped(features) + " = "
                        + product(input.channels(), features) + " weights")
                .help("`Linear(" + features + ", dim=1)` is applied to the channels at each position");
    }

    private static String product(long left, long right) {
        return grouped(Math.multiplyExact(left, right));
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

    /** A list for channels is neither of one number nor of as many as there are channels. */
    public static Diagnostic channelValues(String layer, String argument, int given, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.CHANNEL_VALUES,
                        "`" + argument + "` of `" + layer + "` has " + count(given, "number", "numbers") + " for "
                                + count(input.channels(), "channel", "channels"),
                        stage.argument(argument),
                        "the input is " + input)
                .help("give one number for each channel, or a single number for all");
    }

    /** A number of parameters is neither 1 nor that of the channels. */
    public static Diagnostic channelCount(String layer, String argument, int given, Shape input, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.CHANNEL_VALUES,
                        "`" + layer + "` has " + count(given, "parameter", "parameters") + " for "
                                + count(input.channels(), "channel", "channels"),
                        stage.argument(argument),
                        "the input is " + input)
                .help("`" + argument + "=" + input.channels() + "` learns one number for each channel, `" + argument
                        + "=1` a single number for all");
    }

    /** A lower bound is not below the upper one. */
    public static Diagnostic emptyBounds(String layer, double low, double high, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.EMPTY_RANGE,
                        "nothing lies between the bounds of `" + layer + "`, " + number(low) + " and " + number(high),
                        stage.argument("min_val"),
                        "not below `max_val`")
                .help("`min_val` must be below `max_val`");
    }

    private static String number(double value) {
        return new BigDecimal(value, MathContext.DECIMAL32).stripTrailingZeros().toPlainString();
    }

    /** An argument that takes {@code (before, after)} has another length. */
    public static Diagnostic sides(String argument, int given, Stage stage) {
        return Diagnostic.of(
                DiagnosticCode.TUPLE_LENGTH,
                "`" + argument + "` has " + count(given, "number", "numbers") + " for two sides",
                stage.argument(argument),
                "a number for both, or `(before, after)`");
    }

    /** The padding of a {@code Pad} is given neither for each axis nor for each side. */
    public static Diagnostic padding(int given, Shape input, Stage stage) {
        int axes = input.rank() - 1;
        return Diagnostic.of(
                        DiagnosticCode.TUPLE_LENGTH,
                        "`padding` has " + count(given, "number", "numbers") + " for "
                                + count(axes, "spatial axis", "spatial axes"),
                        stage.argument("padding"),
                        "the input is " + input)
                .help("give a number for all sides"
                        + (axes == 1 ? "" : ", " + axes + " numbers, one for each axis,")
                        + " or " + 2 * axes + " numbers, `"
                        + List.of(
                                        "(left, right)",
                                        "(left, right, top, bottom)",
                                        "(left, right, top, bottom, front, back)")
                                .get(axes - 1)
                        + "`");
    }

    /** An extent does not fit into 31 bits. */
    public static Diagnostic dimensionTooLarge(String layer, long extent, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.STREAM_TOO_LARGE,
                        "the result of `" + layer + "` would have an axis of " + grouped(extent),
                        stage.span(),
                        "at most " + grouped(Integer.MAX_VALUE))
                .note("a stream has at most " + grouped(Integer.MAX_VALUE) + " elements for one sample");
    }

    /** A stream would have more elements than can be addressed. */
    public static Diagnostic tooManyElements(String layer, List<Integer> extents, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.STREAM_TOO_LARGE,
                        "the result of `" + layer + "` would be too large",
                        stage.span(),
                        "this makes " + extents)
                .note("a stream has at most " + grouped(Integer.MAX_VALUE) + " elements for one sample");
    }

    /** One weight alone is beyond the limit of a net. */
    public static Diagnostic tooManyParameters(String layer, List<Integer> weight, Stage stage) {
        return Diagnostic.of(
                        DiagnosticCode.TOO_MANY_PARAMETERS,
                        "the weight of `" + layer + "` would be too large",
                        stage.span(),
                        "its weight would be " + weight)
                .note("a net has at most " + grouped(MAX_PARAMETERS) + " parameters");
    }
}
