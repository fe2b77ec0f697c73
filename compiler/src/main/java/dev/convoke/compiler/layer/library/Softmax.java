package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;

/**
 * Probabilities along an axis, the channels mostly.
 *
 * @param axis counted without the batch
 */
public record Softmax(Shape outputShape, int axis) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Softmax",
            LayerType.Group.ACTIVATION,
            "Makes probabilities along the channels.",
            List.of(Dimensions.channels("The axis, the batch counted as dimension 0; the channels are 1.")),
            """
            `y[c] = exp(x[c]) / sum over k of exp(x[k])`, at each position

            The largest input is subtracted first, so that nothing overflows. The same as PyTorch's `Softmax(dim)`. A net
            that is trained with a cross-entropy loss ends before it: the loss takes the scores.
            """,
            """
            net Probabilities(classes = 10) {
              input image: [1, 28, 28]
              image -> Flatten -> fc: Linear(classes) -> Softmax -> output probabilities
            }
            """,
            (arguments, input, stage) ->
                    Dimensions.axis(arguments, "dim", input, stage).map(axis -> new Softmax(input, axis)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Columns columns = Columns.over(lowering.output(), axis);
        Tensor x = lowering.input(0);
        Tensor largest = columns.largest(lowering, x);
        Tensor exponentials = lowering.temporary("exponentials", true, outputShape.extents());
        Expression difference = columns.element(x).minus(columns.place(largest));
        lowering.define(exponentials, columns.all(), difference.apply(Expression.UnaryOperation.EXP));
        Tensor sum = columns.sum(lowering, columns.inner(exponentials));
        lowering.define(
                lowering.output(), columns.all(), columns.element(exponentials).dividedBy(columns.place(sum)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(
                y,
                gy -> training.gradient(
                        inputs.get(0), training.apply(new Gradient(outputShape, axis), List.of(gy, y))));
    }

    /** {@code gx[c] = y[c] * (gy[c] - sum over k of gy[k] * y[k])}. */
    public record Gradient(Shape shape, int axis) implements Operator {
        @Override
        public String kind() {
            return "SoftmaxGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Columns columns = Columns.over(lowering.output(), axis);
            Tensor gy = lowering.input(0);
            Tensor y = lowering.input(1);
            Tensor sum = columns.sum(lowering, columns.inner(gy).times(columns.inner(y)));
            Expression difference = columns.element(gy).minus(columns.place(sum));
            lowering.define(lowering.output(), columns.all(), columns.element(y).times(difference));
        }
    }
}
