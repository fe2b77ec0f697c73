package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What PyTorch and Keras call the arguments of layers, and what they have to be told that a stream says here. */
final class ForeignArguments {
    private static final Map<String, String> HERE = Map.ofEntries(
            Map.entry("kernel_size", "kernel"),
            Map.entry("pool_size", "kernel"),
            Map.entry("filters", "out_channels"),
            Map.entry("channels", "out_channels"),
            Map.entry("size", "kernel"),
            Map.entry("features", "out_features"),
            Map.entry("units", "out_features"),
            Map.entry("strides", "stride"),
            Map.entry("dilation_rate", "dilation"),
            Map.entry("use_bias", "bias"),
            Map.entry("rate", "p"),
            Map.entry("epsilon", "eps"),
            Map.entry("axis", "dim"),
            Map.entry("target_shape", "shape"));

    /** The sizes of what arrives. */
    private static final Set<String> SIZES =
            Set.of("in_channels", "in_features", "num_features", "num_channels", "input_dim", "input_shape");

    /** Layers that in PyTorch are given one of {@link #SIZES} by position, and which. */
    private static final Map<String, String> BY_POSITION = Map.of(
            "Conv", "in_channels",
            "ConvTranspose", "in_channels",
            "DepthwiseConv", "in_channels",
            "SeparableConv", "in_channels",
            "Linear", "in_features",
            "BatchNorm", "num_features",
            "GroupNorm", "num_channels",
            "InstanceNorm", "num_features");

    /** Layers that need more here than another name: elsewhere the name says the way of working, or the first argument is another one. */
    private static final Set<String> OTHERWISE_GIVEN = Set.of("Pad", "Upsample", "Crop", "Reshape", "DropPath");

    /** Larger ones are seldom, and numbers of channels rather. */
    private static final int LARGEST_KERNEL = 11;

    /** Smaller ones slide over nothing, and are strides rather. */
    private static final int SMALLEST_KERNEL = 3;

    private ForeignArguments() {}

    /**
     * The way out where a layer is called as in PyTorch or Keras. It is sure only if the arguments mean the same here; the size that PyTorch is
     * given first is left out in the proposal.
     *
     * @param layer how the layer is called here
     */
    static Diagnostic renamed(Diagnostic problem, Stage.Call call, String layer) {
        Span name = call.name().span();
        String written = call.name().text();
        String title = "write `" + layer + "`";
        String plain = written.replaceFirst("[123][dD]$", "");
        Diagnostic noted = !plain.equals(written) && plain.equals(layer)
                ? problem.note("the shape of the stream says whether it works on 1, 2 or 3 axes")
                : problem;
        List<Argument> arguments = call.arguments();
        boolean byPosition = !arguments.isEmpty() && arguments.get(0).name().isEmpty();
        Optional<String> size = Optional.ofNullable(BY_POSITION.get(layer)).filter(each -> byPosition);
        if (size.isPresent() && isPyTorchs(written, layer, arguments)) {
            return withoutSize(noted, call, layer, size.get());
        }
        return size.isPresent() || OTHERWISE_GIVEN.contains(layer) || written.startsWith("Pooling")
                ? noted.propose(title, new Edit(name, layer))
                : noted.fix(title, name, layer);
    }

    /** Whether the first argument is PyTorch's size: it needs a convolution's two numbers of channels and its kernel. */
    private static boolean isPyTorchs(String written, String layer, List<Argument> arguments) {
        long first = arguments.stream()
                .filter(each -> each.name()
                        .map(name -> name.text().equals("out_channels")
                                || name.text().startsWith("kernel"))
                        .orElse(true))
                .count();
        return written.matches(".*[123]d") && first >= (layer.contains("Conv") ? 3 : 1);
    }

    private static Diagnostic withoutSize(Diagnostic problem, Stage.Call call, String layer, String size) {
        Span whole = call.call();
        List<Argument> arguments = call.arguments();
        String meant = arguments.size() == 1
                ? layer
                : arguments.stream()
                        .skip(1)
                        .map(each -> asHere(each, layer))
                        .collect(Collectors.joining(", ", layer + "(", ")"));
        return problem.note("PyTorch's first argument, `" + size
                        + "`, is not written here: the stream that arrives says it")
                .propose("write `" + meant + "`", new Edit(whole, meant));
    }

    /** The text of an argument, with the name that it has here: {@code kernel=5} of {@code kernel_size=5}. */
    private static String asHere(Argument argument, String layer) {
        List<String> parameters = Catalogue.find(layer)
                .map(each -> LayerArguments.callee(each).parameters())
                .orElse(List.of());
        return argument.name()
                .flatMap(name -> Optional.ofNullable(HERE.get(name.text())))
                .filter(parameters::contains)
                .map(name -> name + "=" + argument.value().span().text())
                .orElseGet(() -> argument.span().text());
    }

    /** The way out where a layer has no argument of that name, if the name is known elsewhere. */
    static Optional<Diagnostic> explain(Diagnostic problem, Callee callee, Identifier name) {
        if (!callee.kind().equals("layer")) {
            return Optional.empty();
        }
        Optional<String> here = Optional.ofNullable(HERE.get(name.text()));
        if (here.isPresent() && callee.parameters().contains(here.get())) {
            return Optional.of(problem.fix("write `" + here.get() + "`", name.span(), here.get()));
        }
        if (SIZES.contains(name.text())) {
            return Optional.of(problem.help("leave it out: the stream that arrives says it"));
        }
        return switch (name.text()) {
            case "inplace" -> Optional.of(problem.help("leave it out: how memory is used is decided while compiling"));
            case "activation" ->
                Optional.of(problem.help(
                        "an activation is a stage of its own: `" + callee.name() + "(...) -> Relu`, for instance"));
            case "data_format" -> Optional.of(problem.help("leave it out: channels come first"));
            case "device", "dtype" ->
                Optional.of(
                        problem.help("leave it out: a spec does not say where and in which numbers it is computed"));
            default -> Optional.empty();
        };
    }

    /** Where a size that is written does not agree with what arrives, the problem with it says so. */
    static void compare(List<Argument> arguments, Shape input, Frame frame) {
        for (Argument argument : arguments) {
            Optional<Identifier> name = argument.name().filter(each -> SIZES.contains(each.text()));
            if (name.isEmpty()) {
                continue;
            }
            long arrives = name.get().text().equals("in_features") ? input.elements() : input.channels();
            Evaluator.evaluate(argument.value(), frame)
                    .asNumber()
                    .filter(each -> !each.value().equals(Rational.of(arrives)))
                    .ifPresent(each -> frame.problems()
                            .amend(
                                    DiagnosticCode.UNKNOWN_ARGUMENT,
                                    name.get().span(),
                                    problem -> problem.note(String.format(
                                            Locale.ROOT,
                                            "`%s` says %s, and %,d arrive: the input here is %s",
                                            name.get(),
                                            each.value().isWhole()
                                                    ? String.format(
                                                            Locale.ROOT,
                                                            "%,d",
                                                            each.value().numerator())
                                                    : each.show(),
                                            arrives,
                                            input))));
        }
    }

    /**
     * Help where an argument by position is wrong that would be right in PyTorch, where a size stands before it that is not written here.
     *
     * @param value the argument that is wrong
     */
    static Diagnostic shifted(Diagnostic problem, String layer, Bound bound, Span value) {
        boolean byPosition = bound.places().byName().values().stream()
                .anyMatch(each -> each.value().equals(value) && each.span().equals(value));
        boolean one = !layer.contains("Conv") || looksLike(number(bound, "kernel"), number(bound, "stride"));
        return byPosition && one ? shifted(problem, layer) : problem;
    }

    private static double number(Bound bound, String parameter) {
        return bound.find(parameter)
                .flatMap(each -> each.value().asNumber())
                .map(each -> each.value().doubleValue())
                .orElse(0.0);
    }

    /**
     * Where a convolution's argument is given by name and by position too, as in {@code Conv(3, 64, 7, stride=2)}, the problem with it says
     * that the first number is not written here; only if it is the number of channels that arrive.
     */
    static void explainTwice(String layer, List<Argument> arguments, Bound bound, Shape input, Frame frame) {
        if (!layer.contains("Conv") || !startsWithChannels(bound, input)) {
            return;
        }
        for (Argument argument : arguments) {
            if (argument.name().isPresent()) {
                frame.problems()
                        .amend(DiagnosticCode.DUPLICATE_ARGUMENT, argument.span(), problem -> shifted(problem, layer));
            }
        }
    }

    /** Whether what is given as a kernel and a stride would rather be a number of channels and a kernel. */
    private static boolean looksLike(double kernel, double stride) {
        return kernel > LARGEST_KERNEL || stride >= SMALLEST_KERNEL;
    }

    /** Help with a window that does not fit, if it looks like {@code Conv2d(3, 64, 7)}: by position, and the first the channels that arrive. */
    static Diagnostic shifted(Diagnostic problem, Bound bound, Flow input) {
        if (startsWithChannels(bound, input.shape())) {
            return shifted(problem, "Conv");
        }
        return earlier(bound, input.trace())
                .map(each -> shifted(
                        problem.note(
                                "`" + each.name() + "` on line " + each.span().line() + " has a window of "
                                        + each.windows().get(0).kernel()
                                        + ": its number of channels, if PyTorch's order was meant"),
                        "Conv"))
                .orElse(problem);
    }

    /** The convolution before, whose kernel is what this one begins with: both have PyTorch's order, in which channels follow one another. */
    private static Optional<Trace> earlier(Bound bound, Trace input) {
        List<Trace> convolutions = input.mainPath().stream()
                .filter(each -> each.kind().equals("Conv"))
                .toList();
        if (convolutions.isEmpty() || !isByPosition(bound)) {
            return Optional.empty();
        }
        Trace last = convolutions.get(convolutions.size() - 1);
        double kernel = last.windows().get(0).kernel();
        boolean strides = last.windows().get(0).stride() > 1;
        return Optional.of(last).filter(each -> strides && number(bound, "out_channels") == kernel);
    }

    private static boolean isByPosition(Bound bound) {
        return bound.find("stride")
                .filter(each -> each.span().equals(each.valueSpan()))
                .isPresent();
    }

    /** Whether three arguments or more are given by position, and the first of them is the number of channels that arrive. */
    private static boolean startsWithChannels(Bound bound, Shape input) {
        boolean channels = bound.find("out_channels")
                .flatMap(each -> each.value().asNumber())
                .filter(each -> each.value().equals(Rational.of(input.channels())))
                .isPresent();
        return channels && isByPosition(bound);
    }

    private static Diagnostic shifted(Diagnostic problem, String layer) {
        return Optional.ofNullable(BY_POSITION.get(layer))
                .map(size ->
                        problem.help("PyTorch's `" + size + "` is not written here: the stream that arrives says it"))
                .orElse(problem);
    }
}
