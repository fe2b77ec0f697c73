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
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes a part of one axis.
 *
 * @param axis counted without the batch
 * @param start the first position that is taken
 * @param step how far the next is
 * @param count how many are taken
 */
public record Slice(Shape input, int axis, int start, int step, int count) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Slice",
            LayerType.Group.SHAPE,
            "Takes a part of the channels, or of another axis.",
            List.of(
                    Argument.optional(
                            "start",
                            new ArgumentType.Whole(-Integer.MAX_VALUE, Integer.MAX_VALUE),
                            new ArgumentValue.Whole(0),
                            "The first that is taken; a negative number counts from the end."),
                    Argument.absent(
                            "end",
                            new ArgumentType.Whole(-Integer.MAX_VALUE, Integer.MAX_VALUE),
                            "The first that is not taken any more; a negative number counts from the end."),
                    Argument.optional(
                            "step",
                            new ArgumentType.Whole(1, Integer.MAX_VALUE),
                            new ArgumentValue.Whole(1),
                            "How far it is from one that is taken to the next."),
                    Dimensions.channels("The axis, the batch counted as dimension 0.")),
            """
            `y[k, ...] = x[start + k * step, ...]`, and likewise along other axes

            The same as PyTorch's `x[:, start:end:step]`, but that `start` and `end` must lie within the axis. ShuffleNet splits its channels so:
            `Slice(0, c / 2)` and `Slice(c / 2)`.
            """,
            """
            net Split {
              input image: [16, 8, 8]
              left = image -> Slice(0, 8)
              right = image -> Slice(8) -> conv: Conv(8, 3, padding=1)
              concat(left, right) -> Slice(step=2, dim=-1)  is [16, 8, 4]
                                  -> output features
            }
            """,
            Slice::build);

    private static Optional<Slice> build(Arguments arguments, Shape input, Stage stage) {
        return Dimensions.axis(arguments, "dim", input, stage).flatMap(axis -> {
            int extent = input.extent(axis);
            Optional<Integer> start = position("start", arguments.whole("start"), extent, stage);
            Optional<Integer> end = arguments.isGiven("end")
                    ? position("end", arguments.whole("end"), extent, stage)
                    : Optional.of(extent);
            return start.flatMap(from -> end.flatMap(to -> of(input, axis, from, to, arguments.whole("step"), stage)));
        });
    }

    private static Optional<Integer> position(String argument, int given, int extent, Stage stage) {
        if (given < -extent || given > extent) {
            stage.report(ArrangementProblems.outside(argument, given, extent, stage));
            return Optional.empty();
        }
        return Optional.of(given < 0 ? given + extent : given);
    }

    private static Optional<Slice> of(Shape input, int axis, int start, int end, int step, Stage stage) {
        if (start >= end) {
            stage.report(ArrangementProblems.emptySlice(start, end, input.extent(axis), stage));
            return Optional.empty();
        }
        return Optional.of(new Slice(input, axis, start, step, (end - start - 1) / step + 1));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        List<Integer> extents = new ArrayList<>(input.extents());
        extents.set(axis, count);
        return new Shape(extents);
    }

    @Override
    public List<Window> windows() {
        return IntStream.range(1, input.rank())
                .mapToObj(each -> each == axis ? new Window(1, step, -start, 1) : new Window(1, 1, 0, 1))
                .toList();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = new ArrayList<>(Axes.indices(axes));
        at.set(axis + 1, at.get(axis + 1).times(step).plus(start));
        lowering.define(lowering.output(), axes, lowering.input(0).at(at));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(this), List.of(gy))));
    }

    /** {@code gx[start + k * step] = gy[k]}, and 0 where nothing was taken. */
    public record Gradient(Slice slice) implements Operator {
        @Override
        public String kind() {
            return "SliceGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return slice.input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            List<Index> at = new ArrayList<>(Axes.indices(axes));
            Index distance = at.get(slice.axis + 1).minus(slice.start);
            Index taken = distance.floorDivide(slice.step);
            at.set(slice.axis + 1, taken);
            Guard guard = Guard.within(taken, slice.count).and(Guard.divisible(distance, slice.step));
            lowering.define(
                    lowering.output(),
                    axes,
                    Expression.where(guard, lowering.input(0).at(at), Expression.constant(0)));
        }
    }
}
