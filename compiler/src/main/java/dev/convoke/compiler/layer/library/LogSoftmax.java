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
 * Logarithms of probabilities along an axis, the channels mostly.
 *
 * @param axis counted without the batch
 */
public record LogSoftmax(Shape outputShape, int axis) implements Layer {
    public static final LayerType TYPE = new Facts(
            "LogSoftmax",
            LayerType.Group.ACTIVATION,
            "Makes logarithms of probabilities along the channels.",
            List.of(Dimensions.channels("The axis, the batch counted as dimension 0; the channels are 1.")),
            """
            `y[c] = x[c] - log(sum over k of exp(x[k]))`, at each position

            The largest input is subtracted first, so that nothing overflows and small probabilities keep their digits. The same
            as PyTorch's `LogSoftmax(dim)`.
            """,
            """
            net LogProbabilities(classes = 10) {
              input image: [1, 28, 28]
              image -> Flatten -> fc: Linear(classes) -> LogSoftmax -> output scores
            }
            """,
            (arguments, input, stage) ->
                    Dimensions.axis(arguments, "dim", input, stage).map(axis -> new LogSoftmax(input, axis)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Columns columns = Columns.over(lowering.output(), axis);
        Tensor x = lowering.input(0);
        Tensor largest = columns.largest(lowering, x);
        Tensor sum = columns.sum(
                lowering, columns.inner(x).minus(columns.place(largest)).apply(Expression.UnaryOperation.EXP));
        lowering.define(
                lowering.output(),
                columns.all(),
                columns.element(x)
                        .minus(columns.place(largest))
                        .minus(columns.place(sum).apply(Expression.UnaryOperation.LOG)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(
                y,
                gy -> training.gradient(
                        inputs.get(0), training.apply(new Gradient(outputShape, axis), List.of(gy, y))));
    }

    /** {@code gx[c] = gy[c] - exp(y[c]) * sum over k of gy[k]}. */
    public record Gradient(Shape shape, int axis) implements Operator {
        @Override
        public String kind() {
            return "LogSoftmaxGradient";
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
            Tensor sum = columns.sum(lowering, columns.inner(gy));
            Expression probability = columns.element(y).apply(Expression.UnaryOperation.EXP);
            lowering.define(
                    lowering.output(), columns.all(), columns.element(gy).minus(probability.times(columns.place(sum))));
        }
    }
}
