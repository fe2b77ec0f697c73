package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** A number, but not below 0 and not above 6. */
public record Relu6(Shape outputShape) implements Activation {
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
    public Expression value(Expression x) {
        return x.max(Expression.constant(0)).min(Expression.constant(6));
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = 0 < y && y < 6 ? gy : 0}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        Expression zero = Expression.constant(0);
        Expression six = Expression.constant(6);
        return Expression.choose(
                zero,
                Expression.Comparison.LESS,
                y,
                Expression.choose(y, Expression.Comparison.LESS, six, gy, zero),
                zero);
    }
}
