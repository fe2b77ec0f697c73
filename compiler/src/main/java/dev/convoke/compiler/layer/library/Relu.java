package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Elementwise;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** The larger of a number and 0. */
public record Relu(Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Relu",
            LayerType.Group.ACTIVATION,
            "Negative numbers become 0.",
            List.of(),
            """
            `y = max(x, 0)`

            The gradient is 0 at 0, as PyTorch's is.
            """,
            """
            net Rectified {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Relu -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Relu(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, x -> x.max(Expression.constant(0)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(
                y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(outputShape), List.of(gy, y))));
    }

    /** {@code gx = y > 0 ? gy : 0}. */
    public record Gradient(Shape shape) implements Operator {
        @Override
        public String kind() {
            return "ReluGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Expression zero = Expression.constant(0);
            Elementwise.define(lowering, (gy, y) -> Expression.choose(zero, Expression.Comparison.LESS, y, gy, zero));
        }
    }
}
