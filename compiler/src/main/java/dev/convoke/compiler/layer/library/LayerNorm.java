package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Normalises each sample, over its last axes or, at each position, over its channels.
 *
 * @param axes what is normalised over: the last axes, or the first alone
 */
public record LayerNorm(Shape outputShape, List<Integer> axes, double eps, boolean affine, boolean bias)
        implements Layer {
    private static final String CHANNELS = "channels";

    public static final LayerType TYPE = new Facts(
            "LayerNorm",
            LayerType.Group.NORMALISATION,
            "Layer normalisation of the channels at each position, or of the last axes.",
            List.of(
                    Argument.optional(
                            "normalized_shape",
                            new ArgumentType.ExtentsOr(1, CHANNELS),
                            new ArgumentValue.Text(CHANNELS),
                            "Extents of the last axes, which are normalised over; or the channels of a feature map."),
                    Argument.optional(
                            "eps",
                            new ArgumentType.Real(Float.MIN_NORMAL, 1),
                            new ArgumentValue.Real(1e-5),
                            "Added to the variance, so that nothing is divided by 0."),
                    Argument.optional(
                            "elementwise_affine",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(true),
                            "Whether the result is scaled and shifted by learned numbers."),
                    Argument.optional(
                            "bias",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(true),
                            "Whether it is shifted, if it is scaled.")),
            """
            `y = (x - mean) / sqrt(variance + eps) * weight + bias`, in training and in evaluation mode

            Mean and (biased) variance are those of a sample over the axes that are normalised:

            - without `normalized_shape`, the channels at each position: of a feature map `[c, h, w]` the first axis. Parameters have the shape
              `[c]`. This is `LayerNorm2d` of torchvision's ConvNeXt (which has `eps=1e-6`), or PyTorch's `LayerNorm(c)` between two permutations that put
              the channels last and back.
            - with `normalized_shape`, the last axes, whose extents it repeats, as in PyTorch's `LayerNorm`: `LayerNorm(96)` on `[56, 56, 96]` (the channels
              are last), `LayerNorm((96, 56, 56))` on `[96, 56, 56]` (all of a sample). Parameters have that shape.

            Of a vector `[n]`, both are the same. Parameters `weight` (ones) and `bias` (zeros) unless `elementwise_affine=false`, no `bias` with
            `bias=false`. Formula: Ba, Kiros and Hinton, "Layer Normalization", 2016; over channels: Liu et al., "A ConvNet for the 2020s", 2022.
            """,
            """
            net Stem {
              input image: [3, 224, 224]
              image -> stem: Conv(96, 4, stride=4) -> norm: LayerNorm(eps=1e-6)  is [96, 56, 56]
                    -> GlobalAvgPool -> Flatten -> last: LayerNorm(96) -> output features
            }
            """,
            LayerNorm::build);

    public LayerNorm {
        axes = List.copyOf(axes);
    }

    private static Optional<LayerNorm> build(Arguments arguments, Shape input, Stage stage) {
        return axes(arguments, input, stage)
                .map(axes -> new LayerNorm(
                        input,
                        axes,
                        arguments.real("eps"),
                        arguments.flag("elementwise_affine"),
                        arguments.flag("bias")));
    }

    private static Optional<List<Integer>> axes(Arguments arguments, Shape input, Stage stage) {
        if (arguments.isWord("normalized_shape")) {
            return Optional.of(List.of(0));
        }
        int count = arguments.count("normalized_shape");
        List<Integer> wanted = arguments.extents("normalized_shape", count).orElseThrow();
        int first = input.rank() - count;
        if (first < 0 || !input.extents().subList(first, input.rank()).equals(wanted)) {
            stage.report(ShapeProblems.normalizedShape(wanted, input, stage));
            return Optional.empty();
        }
        return Optional.of(IntStream.range(first, input.rank()).boxed().toList());
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    private Normalisation normalisation() {
        return new Normalisation(new AxisGroups(outputShape, axes), eps, axes, affine, affine && bias);
    }

    @Override
    public List<StateTensor> state() {
        return normalisation().state();
    }

    @Override
    public void lower(Lowering lowering) {
        normalisation().lower(lowering);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Normalisation normalisation = normalisation();
        return normalisation.train(training, inputs, normalisation.moments(training, inputs.get(0)));
    }
}
