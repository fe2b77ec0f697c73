package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Subtracts a constant from each channel and divides it by another.
 *
 * @param mean one for all channels, or one for each
 * @param std one for all channels, or one for each
 */
public record Normalize(Shape outputShape, List<Double> mean, List<Double> std) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Normalize",
            LayerType.Group.INPUT,
            "Subtracts a fixed mean from each channel and divides by a fixed deviation.",
            List.of(
                    Argument.required(
                            "mean",
                            new ArgumentType.Reals(-Float.MAX_VALUE, Float.MAX_VALUE, "channel"),
                            "What is subtracted: one number, or one for each channel."),
                    Argument.required(
                            "std",
                            new ArgumentType.Reals(Float.MIN_NORMAL, Float.MAX_VALUE, "channel"),
                            "What is divided by: one number, or one for each channel.")),
            """
            `y[c] = (x[c] - mean[c]) / std[c]`

            Put first in a net, it brings pictures into the range that the net was trained for. The same as torchvision's
            `Normalize`.
            """,
            """
            net Pictures {
              input image: [3, 224, 224]
              image -> Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)) -> conv: Conv(8, 3) -> output features
            }
            """,
            Normalize::build);

    public Normalize {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (!fits(mean, outputShape) || !fits(std, outputShape)) {
            throw new IllegalArgumentException(mean + " and " + std + " for " + outputShape);
        }
    }

    private static boolean fits(List<Double> values, Shape shape) {
        return values.size() == 1 || values.size() == shape.channels();
    }

    private static Optional<Normalize> build(Arguments arguments, Shape input, Stage stage) {
        Optional<List<Double>> mean = perChannel(arguments, "mean", input, stage);
        Optional<List<Double>> std = perChannel(arguments, "std", input, stage);
        return mean.flatMap(m -> std.map(s -> new Normalize(input, m, s)));
    }

    private static Optional<List<Double>> perChannel(Arguments arguments, String name, Shape input, Stage stage) {
        Optional<List<Double>> values = arguments.reals(name, input.channels());
        if (values.isEmpty()) {
            stage.report(ShapeProblems.channelValues(TYPE.name(), name, arguments.count(name), input, stage));
        }
        // One number stays one: there may be a billion channels.
        return values.map(each -> arguments.count(name) == 1 ? each.subList(0, 1) : each);
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        Index channel = axes.get(1).index();
        Expression difference =
                lowering.input(0).at(Axes.indices(axes)).minus(perChannel(lowering, "mean", mean, channel));
        lowering.define(lowering.output(), axes, difference.dividedBy(perChannel(lowering, "std", std, channel)));
    }

    /** A number for each channel: a constant if they are equal, else from a small tensor. */
    private static Expression perChannel(Lowering lowering, String name, List<Double> values, Index channel) {
        if (values.stream().distinct().count() == 1) {
            return Expression.constant(values.get(0));
        }
        Axis c = Axis.of("c", values.size());
        Expression table = Expression.constant(values.get(values.size() - 1));
        for (int i = values.size() - 2; i >= 0; i--) {
            table = Expression.choose(
                    new Expression.IndexValue(c.index()),
                    Expression.Comparison.EQUAL,
                    Expression.constant(i),
                    Expression.constant(values.get(i)),
                    table);
        }
        Tensor tensor = lowering.temporary(name, false, List.of(values.size()));
        lowering.define(tensor, List.of(c), table);
        return tensor.at(channel);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(this), List.of(gy))));
    }

    /** {@code gx[c] = gy[c] / std[c]}. */
    public record Gradient(Normalize layer) implements Operator {
        @Override
        public String kind() {
            return "NormalizeGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return layer.outputShape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Expression std = perChannel(lowering, "std", layer.std, axes.get(1).index());
            Expression gy = lowering.input(0).at(Axes.indices(axes));
            lowering.define(lowering.output(), axes, gy.dividedBy(std));
        }
    }
}
