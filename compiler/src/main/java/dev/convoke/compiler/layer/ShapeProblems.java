package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said of layers that do not fit the stream they are applied to. */
public final class ShapeProblems {
    /** More elements in the parameters of one net are refused. */
    public static final long MAX_PARAMETERS = 1_000_000_000;

    private ShapeProblems() {}

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

    /** Channels of the input or the result are no multiple of the groups. */
    public static Diagnostic groupsDoNotDivide(String layer, Shape input, int channels, int groups, Stage stage) {
        int inputs = input.channels();
        List<String> bad = new ArrayList<>();
        if (inputs % groups != 0) {
            bad.add("the input's " + count(inputs, "channel", "channels"));
        }
        if (channels % groups != 0) {
            bad.add((bad.isEmpty() ? "the result's " : "nor the result's ") + count(channels, "channel", "channels"));
        }
        String nearest = nearestDivisors("groups", inputs, channels, groups);
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.GROUPS_DO_NOT_DIVIDE,
                        groups
                                + (bad.size() == 2 ? " groups divide neither " : " groups do not divide ")
                                + String.join(" ", bad),
                        stage.argument("groups"),
                        "the channels are " + inputs + " -> " + channels)
                .help("the nearest that divide "
                        + (inputs == channels ? String.valueOf(inputs) : "both " + inputs + " and " + channels) + ": "
                        + nearest);
        boolean eachChannel = groups == channels && channels > inputs && layer.equals("Conv");
        return eachChannel ? problem.help(depthwise(inputs, channels)) : problem;
    }

    /** Who takes a group for each channel takes one for each of the input's. */
    private static String depthwise(int inputs, int channels) {
        int below = channels / inputs * inputs;
        String results = below == channels
                ? String.valueOf(channels)
                : (below > 0 ? below + " or " : "") + (below + (long) inputs);
        return "a group for each channel is one for each of the input's: `DepthwiseConv(kernel)` keeps "
                + (inputs == 1 ? "it" : "the " + inputs) + ", `groups=" + inputs + "` can make " + results + " of them";
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
