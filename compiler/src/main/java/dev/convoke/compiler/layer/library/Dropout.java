package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.join.Multiply;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.Elementwise;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/**
 * Sets numbers, or whole channels, to 0 at random in training mode.
 *
 * @param channels whether all positions of a channel share one decision
 */
public record Dropout(Shape outputShape, double p, boolean channels) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Dropout",
            LayerType.Group.REGULARISATION,
            "Sets numbers to 0 at random while a net is trained.",
            List.of(
                    Argument.optional(
                            "p",
                            new ArgumentType.Real(0, 1),
                            new ArgumentValue.Real(0.5),
                            "The probability of each number to become 0."),
                    Argument.optional(
                            "channels",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(false),
                            "Whether whole channels become 0, not single numbers.")),
            """
            In training mode each number becomes 0 with probability `p`, and those that stay are divided by `1 - p`. In
            evaluation mode nothing happens. The same as PyTorch's `Dropout`; with `channels=true` as its `Dropout1d`, `Dropout2d` and
            `Dropout3d`, which drop a channel at all positions. Srivastava et al., "Dropout: A Simple Way to Prevent
            Neural Networks from Overfitting", 2014.
            """,
            """
            net Regularised(classes = 10) {
              input image: [1, 28, 28]
              image -> Flatten -> fc1: Linear(128) -> Relu -> Dropout(0.2) -> fc2: Linear(classes) -> output logits
            }
            """,
            (arguments, input, stage) ->
                    Optional.of(new Dropout(input, arguments.real("p"), arguments.flag("channels"))));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, x -> x);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        if (p == 0) {
            return new Trained(x, gy -> training.gradient(x, gy));
        }
        Shape decisions = channels ? ofChannels() : outputShape;
        Value mask = training.apply(new Mask(decisions, p), List.of());
        Multiply product = new Multiply(outputShape);
        Value y = training.apply(product, List.of(x, mask));
        return new Trained(y, gy -> training.gradient(x, training.apply(product, List.of(gy, mask))));
    }

    private Shape ofChannels() {
        return new Shape(Axes.join(
                outputShape.channels(),
                outputShape.spatial().stream().map(extent -> 1).toList()));
    }

    /** What a number is multiplied by, given a uniform random number: 0 with probability p, else 1 / (1 - p). */
    static Expression keep(Expression random, double p) {
        Expression zero = Expression.constant(0);
        Expression kept = p < 1 ? Expression.constant(1 / (1 - p)) : zero;
        return Expression.choose(Expression.constant(p), Expression.Comparison.LESS_OR_EQUAL, random, kept, zero);
    }

    /** {@code mask = uniform >= p ? 1 / (1 - p) : 0}. */
    public record Mask(Shape shape, double p) implements Operator {
        @Override
        public String kind() {
            return "DropoutMask";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Expression random = new Expression.Uniform(lowering.randomStream(), Axes.linear(axes));
            lowering.define(lowering.output(), axes, keep(random, p));
        }
    }
}
