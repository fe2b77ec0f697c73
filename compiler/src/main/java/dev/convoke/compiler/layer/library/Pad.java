package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
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
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds positions, and channels, of one value.
 *
 * @param before for each axis, the channels first, how much is added before it
 */
public record Pad(Shape input, List<Integer> before, double value, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Pad",
            LayerType.Group.SHAPE,
            "Adds positions of a constant around a feature map, or channels.",
            List.of(
                    Argument.optional(
                            "padding",
                            new ArgumentType.Extents(0),
                            new ArgumentValue.Whole(0),
                            "Positions added on both sides of each axis; or before and after each axis, the last axis first."),
                    Argument.optional(
                            "value",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            new ArgumentValue.Real(0),
                            "What is added."),
                    Argument.optional(
                            "channels",
                            new ArgumentType.Extents(0),
                            new ArgumentValue.Whole(0),
                            "Channels added before and after the input's: a number for both, or `(before, after)`.")),
            """
            `y[c, i, j] = x[c - before, i - top, j - left]`, and `value` outside the input.

            `padding` is a number for all sides, a number for each axis `(h, w)`, or PyTorch's order, the last axis first:
            `(left, right, top, bottom)`. The same as PyTorch's `ZeroPad2d`, `ConstantPad1d`, `ConstantPad2d` and `ConstantPad3d`; `channels` is
            what `torch.nn.functional.pad` does to the axis of channels, as in the shortcut without weights of He et al., "Deep Residual
            Learning for Image Recognition", 2015 (option A): `MaxPool(1, stride=2) -> Pad(channels=(8, 8))`.
            """,
            """
            net Shortcut {
              input image: [16, 32, 32]
              image -> MaxPool(1, stride=2) -> Pad(channels=(8, 8))  is [32, 16, 16]
                    -> Pad((0, 1, 0, 1))                             is [32, 17, 17]
                    -> output features
            }
            """,
            Pad::build);

    public Pad {
        before = List.copyOf(before);
    }

    private static Optional<Pad> build(Arguments arguments, Shape input, Stage stage) {
        int rank = input.rank() - 1;
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        Optional<List<Integer>> channels = arguments.extents("channels", 2);
        if (channels.isEmpty()) {
            stage.report(ShapeProblems.sides("channels", arguments.count("channels"), stage));
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        Optional<List<Integer>> sides = arguments.extents("padding", 2 * rank);
        Optional<List<Integer>> axes = arguments.extents("padding", rank);
        if (axes.isPresent()) {
            before.addAll(axes.get());
            after.addAll(axes.get());
        } else if (sides.isPresent()) {
            for (int axis = rank - 1; axis >= 0; axis--) {
                before.add(sides.get().get(2 * axis));
                after.add(sides.get().get(2 * axis + 1));
            }
        } else {
            stage.report(ShapeProblems.padding(arguments.count("padding"), input, stage));
            return Optional.empty();
        }
        if (channels.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> spatial = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            long extent = (long) before.get(axis) + input.spatial().get(axis) + after.get(axis);
            if (extent > Integer.MAX_VALUE) {
                stage.report(ShapeProblems.dimensionTooLarge(TYPE.name(), extent, stage));
                return Optional.empty();
            }
            spatial.add((int) extent);
        }
        int first = channels.get().get(0);
        return Geometry.shape(
                        TYPE.name(),
                        (long) first + input.channels() + channels.get().get(1),
                        spatial,
                        stage)
                .map(shape -> new Pad(input, Axes.join(first, before), arguments.real("value"), shape));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public List<Window> windows() {
        return before.subList(1, before.size()).stream()
                .map(padding -> new Window(1, 1, padding, 1))
                .toList();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        lowering.define(lowering.output(), axes, lowering.input(0).at(moved(axes, -1), Expression.constant(value)));
    }

    private List<Index> moved(List<Axis> axes, int sign) {
        List<Index> at = new ArrayList<>(List.of(axes.get(0).index()));
        for (int i = 0; i < before.size(); i++) {
            at.add(axes.get(i + 1).index().plus((long) sign * before.get(i)));
        }
        return at;
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(this), List.of(gy))));
    }

    /** {@code gx[n, c, i, j] = gy[n, c + before, i + top, j + left]}. */
    public record Gradient(Pad pad) implements Operator {
        @Override
        public String kind() {
            return "PadGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return pad.input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            lowering.define(lowering.output(), axes, lowering.input(0).at(pad.moved(axes, 1)));
        }
    }
}
