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

/** Normalises groups of channels of each sample. */
public record GroupNorm(Shape outputShape, int groups, double eps, boolean affine) implements Layer {
    public static final LayerType TYPE = new Facts(
            "GroupNorm",
            LayerType.Group.NORMALISATION,
            "Normalisation of groups of channels, sample by sample.",
            List.of(
                    Argument.required(
                            "num_groups",
                            new ArgumentType.Whole(1, Integer.MAX_VALUE),
                            "Parts that the channels are cut into."),
                    Argument.optional(
                            "eps",
                            new ArgumentType.Real(Float.MIN_NORMAL, 1),
                            new ArgumentValue.Real(1e-5),
                            "Added to the variance, so that nothing is divided by 0."),
                    Argument.optional(
                            "affine",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(true),
                            "Whether the result is scaled and shifted by learned numbers.")),
            """
            `y[c] = (x[c] - mean[g]) / sqrt(variance[g] + eps) * weight[c] + bias[c]`, in training and in evaluation mode

            Mean and (biased) variance are those of a sample over all positions of the `c / num_groups` consecutive channels of the group `g` that
            `c` belongs to. Parameters `weight` (ones) and `bias` (zeros), both `[c]`, unless `affine=false`. The same as PyTorch's `GroupNorm`, whose `num_channels` is
            known from the input. Formula: Wu and He, "Group Normalization", 2018.
            """,
            """
            net Normalised {
              input image: [3, 32, 32]
              image -> conv1: Conv(16, 3, padding=1, bias=false) -> norm1: GroupNorm(4) -> Relu
                    -> output features
            }
            """,
            GroupNorm::build);

    private static Optional<GroupNorm> build(Arguments arguments, Shape input, Stage stage) {
        int groups = arguments.whole("num_groups");
        if (input.channels() % groups != 0) {
            stage.report(ShapeProblems.normGroupsDoNotDivide(input, groups, stage));
            return Optional.empty();
        }
        return Optional.of(new GroupNorm(input, groups, arguments.real("eps"), arguments.flag("affine")));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    private Normalisation normalisation() {
        return new Normalisation(new ChannelGroups(outputShape, groups), eps, List.of(0), affine, affine);
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
