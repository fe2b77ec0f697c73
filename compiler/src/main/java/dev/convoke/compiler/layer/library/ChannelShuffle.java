package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.ArrangementProblems;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deals the channels of each group out in turn. */
public record ChannelShuffle(Shape outputShape, int groups) implements Layer {
    public static final LayerType TYPE = new Facts(
            "ChannelShuffle",
            LayerType.Group.SHAPE,
            "Mixes the channels of groups: the first of each, then the second of each, and so on.",
            List.of(Argument.required(
                    "groups", new ArgumentType.Whole(1, Integer.MAX_VALUE), "Groups that the channels consist of.")),
            """
            `y[k * groups + g] = x[g * (c / groups) + k]`

            `groups` must divide the channels. The same as PyTorch's `ChannelShuffle`. Zhang et al., "ShuffleNet", 2017.
            """,
            """
            net Shuffled {
              input image: [16, 8, 8]
              image -> a: Conv(16, 1, groups=4) -> ChannelShuffle(4) -> b: Conv(16, 3, padding=1, groups=4) -> output features
            }
            """,
            ChannelShuffle::build);

    private static Optional<ChannelShuffle> build(Arguments arguments, Shape input, Stage stage) {
        int groups = arguments.whole("groups");
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        if (input.channels() % groups != 0) {
            stage.report(ArrangementProblems.notAMultiple(
                    TYPE.name(),
                    input.channels() + " channels",
                    input.channels(),
                    groups,
                    "the groups",
                    "groups",
                    stage));
            return Optional.empty();
        }
        return Optional.of(new ChannelShuffle(input, groups));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = new ArrayList<>(Axes.indices(axes));
        Index channel = at.get(1);
        at.set(1, channel.modulo(groups).times(each()).plus(channel.floorDivide(groups)));
        lowering.define(lowering.output(), axes, lowering.input(0).at(at));
    }

    /** Channels in a group. */
    private int each() {
        return outputShape.channels() / groups;
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        ChannelShuffle back = new ChannelShuffle(outputShape, each());
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(back, List.of(gy))));
    }
}
