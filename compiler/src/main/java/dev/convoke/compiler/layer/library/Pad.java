package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.ArrangementProblems;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Adds positions around a feature map, and channels.
 *
 * @param before for each axis, the channels first, how much is added before it
 * @param border what is added; channels are added of one value only
 */
public record Pad(Shape input, List<Integer> before, Border border, double value, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Pad",
            LayerType.Group.SHAPE,
            "Adds positions around a feature map, or channels.",
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
                            "Channels added before and after the input's: a number for both, or `(before, after)`."),
                    Argument.optional(
                            "mode",
                            new ArgumentType.Choice(List.of("constant", "reflect", "replicate", "circular")),
                            new ArgumentValue.Text("constant"),
                            "What is added instead of one value: the input again.")),
            """
            `y[c, i, j] = x[c - before, i - top, j - left]`, and `value` outside the input; with another `mode` something of the input:

            | `mode` | around `a b c d` |
            |---|---|
            | `"constant"` | `0 0 [a b c d] 0 0` |
            | `"reflect"` | `c b [a b c d] c b`: mirrored; at most one position less than the input has |
            | `"replicate"` | `a a [a b c d] d d`: its border |
            | `"circular"` | `c d [a b c d] a b`: from its other end; at most as many positions as the input has |

            `padding` is a number for all sides, a number for each axis `(h, w)`, or PyTorch's order, the last axis first:
            `(left, right, top, bottom)`. The same as PyTorch's `ZeroPad2d`, `ConstantPad2d`, `ReflectionPad2d`, `ReplicationPad2d`, `CircularPad2d`
            and their forms of one and three axes; `channels` is what `torch.nn.functional.pad` does to the axis of channels, as in the
            shortcut without weights of He et al., "Deep Residual Learning for Image Recognition", 2015 (option A):
            `MaxPool(1, stride=2) -> Pad(channels=(8, 8))`.
            """,
            """
            net Shortcut {
              input image: [16, 32, 32]
              image -> MaxPool(1, stride=2) -> Pad(channels=(8, 8))  is [32, 16, 16]
                    -> Pad((0, 1, 0, 1))                             is [32, 17, 17]
                    -> Pad(2, mode="reflect")                        is [32, 21, 21]
                    -> output features
            }
            """,
            Pad::build);

    public Pad {
        before = List.copyOf(before);
    }

    /** Zeros around a feature map, so many before each spatial axis. */
    static Pad zeros(Shape input, List<Integer> before, Shape outputShape) {
        return new Pad(input, Axes.join(0, before), Border.CONSTANT, 0, outputShape);
    }

    private static Optional<Pad> build(Arguments arguments, Shape input, Stage stage) {
        if (!Geometry.isFeatureMap(TYPE.name(), input, stage)) {
            return Optional.empty();
        }
        Optional<List<Integer>> channels = arguments.extents("channels", 2);
        if (channels.isEmpty()) {
            stage.report(ShapeProblems.sides("channels", arguments.count("channels"), stage));
        }
        Optional<Sides> sides = Sides.of(arguments, input, stage);
        if (channels.isEmpty() || sides.isEmpty()) {
            return Optional.empty();
        }
        Border border = Border.valueOf(arguments.text("mode").toUpperCase(Locale.ROOT));
        if (border != Border.CONSTANT && !isPossible(arguments, channels.get(), sides.get(), border, input, stage)) {
            return Optional.empty();
        }
        int first = channels.get().get(0);
        return sides.get()
                .spatial(input, stage)
                .flatMap(spatial -> Geometry.shape(
                                TYPE.name(),
                                (long) first + input.channels() + channels.get().get(1),
                                spatial,
                                stage)
                        .map(shape -> new Pad(
                                input,
                                Axes.join(first, sides.get().before()),
                                border,
                                arguments.real("value"),
                                shape)));
    }

    /** What is added before and after each spatial axis. */
    private record Sides(List<Integer> before, List<Integer> after) {
        static Optional<Sides> of(Arguments arguments, Shape input, Stage stage) {
            int rank = input.rank() - 1;
            Optional<List<Integer>> axes = arguments.extents("padding", rank);
            if (axes.isPresent()) {
                return Optional.of(new Sides(axes.get(), axes.get()));
            }
            Optional<List<Integer>> sides = arguments.extents("padding", 2 * rank);
            if (sides.isEmpty()) {
                stage.report(ShapeProblems.padding(arguments.count("padding"), input, stage));
                return Optional.empty();
            }
            List<Integer> before = new ArrayList<>();
            List<Integer> after = new ArrayList<>();
            for (int axis = rank - 1; axis >= 0; axis--) {
                before.add(sides.get().get(2 * axis));
                after.add(sides.get().get(2 * axis + 1));
            }
            return Optional.of(new Sides(before, after));
        }

        /** Extents of the result. */
        Optional<List<Integer>> spatial(Shape input, Stage stage) {
            List<Integer> spatial = new ArrayList<>();
            for (int axis = 0; axis < before.size(); axis++) {
                long extent = (long) before.get(axis) + input.spatial().get(axis) + after.get(axis);
                if (extent > Integer.MAX_VALUE) {
                    stage.report(ShapeProblems.dimensionTooLarge(TYPE.name(), extent, stage));
                    return Optional.empty();
                }
                spatial.add((int) extent);
            }
            return Optional.of(spatial);
        }
    }

    private static boolean isPossible(
            Arguments arguments, List<Integer> channels, Sides sides, Border border, Shape input, Stage stage) {
        String mode = arguments.text("mode");
        if (!channels.equals(List.of(0, 0))) {
            stage.report(ArrangementProblems.contradicting(
                    "`mode=\"" + mode + "\"` adds no channels",
                    "channels",
                    "channels are added of a constant only",
                    "add the channels in a `Pad` of its own",
                    stage));
            return false;
        }
        if (arguments.real("value") != 0) {
            stage.report(ArrangementProblems.contradicting(
                    "`mode=\"" + mode + "\"` adds positions of the input, not a value",
                    "value",
                    "goes with `mode=\"constant\"`",
                    "leave out `value`, or `mode`",
                    stage));
            return false;
        }
        for (int axis = 0; axis < sides.before().size(); axis++) {
            int padding = Math.max(sides.before().get(axis), sides.after().get(axis));
            int most = border.most(input.spatial().get(axis));
            if (padding > most) {
                stage.report(ArrangementProblems.paddingTooLarge("mode", mode, padding, most, input, stage));
                return false;
            }
        }
        return true;
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

    /** How much is added after a spatial axis. */
    private int after(int axis) {
        return outputShape.extent(axis) - input.extent(axis) - before.get(axis);
    }

    @Override
    public void lower(Lowering lowering) {
        define(lowering, lowering.output());
    }

    /** Defines the first input with what is added. */
    void define(Lowering lowering, Tensor output) {
        List<Axis> axes = Lowering.axes(output);
        List<Index> at = moved(axes, -1);
        if (border == Border.CONSTANT) {
            lowering.define(output, axes, lowering.input(0).at(at, Expression.constant(value)));
            return;
        }
        for (int axis = 1; axis < input.rank(); axis++) {
            boolean same = outputShape.extent(axis) == input.extent(axis);
            at.set(axis + 1, same ? at.get(axis + 1) : border.source(at.get(axis + 1), input.extent(axis)));
        }
        lowering.define(output, axes, lowering.input(0).at(at));
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

    /** {@code gx[n, c, i, j]} is the sum of {@code gy} wherever the result shows {@code x[n, c, i, j]}. */
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
            Tensor gy = lowering.input(0);
            if (pad.border == Border.CONSTANT) {
                lowering.define(lowering.output(), axes, gy.at(pad.moved(axes, 1)));
                return;
            }
            List<Index> first = List.of(axes.get(0).index(), axes.get(1).index());
            List<Place> places = List.of(new Place(first, List.of(), Guard.ALWAYS));
            for (int axis = 1; axis < pad.input.rank(); axis++) {
                List<Border.Seen> seen = pad.border.seen(axes.get(axis + 1), pad.before.get(axis), pad.after(axis));
                places = places.stream()
                        .flatMap(place -> seen.stream().map(place::along))
                        .toList();
            }
            lowering.define(
                    lowering.output(),
                    axes,
                    places.stream()
                            .map(place -> place.sum(gy))
                            .reduce(Expression::plus)
                            .orElseThrow());
        }
    }

    /** Positions of the result: one for each value of the taps, if the guard holds. */
    private record Place(List<Index> at, List<Axis> taps, Guard guard) {
        Place along(Border.Seen seen) {
            return new Place(
                    Axes.join(at, List.of(seen.at())),
                    Axes.join(taps, seen.tap().stream().toList()),
                    guard.and(seen.guard()));
        }

        Expression sum(Tensor gy) {
            return Axes.sum(taps, Expression.where(guard, gy.at(at), Expression.constant(0)));
        }
    }
}
