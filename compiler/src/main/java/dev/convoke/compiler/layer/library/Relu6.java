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

/** A number, but not below 0 and not above 6. */
public record Relu6(Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Relu6",
            LayerType.Group.ACTIVATION,
            "Numbers below 0 become 0, numbers above 6 become 6.",
            List.of(),
            """
            `y = min(max(x, 0), 6)`

            The gradient is 0 at 0 and at 6, as PyTorch's is. Krizhevsky, "Convolutional Deep Belief Networks on CIFAR-10", 2010.
            """,
            """
            net Clipped {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Relu6 -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Relu6(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, x -> x.max(Expression.constant(0)).min(Expression.constant(6)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(
                y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(outputShape), List.of(gy, y))));
    }

    /** {@code gx = 0 < y && y < 6 ? gy : 0}. */
    public record Gradient(Shape shape) implements Operator {
        @Override
        public String kind() {
            return "Relu6Gradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Expression zero = Expression.constant(0);
            Expression six = Expression.constant(6);
            Elementwise.define(
                    lowering,
                    (gy, y) -> Expression.choose(
                            zero,
                            Expression.Comparison.LESS,
                            y,
                            Expression.choose(y, Expression.Comparison.LESS, six, gy, zero),
                            zero));
        }
    }
}
