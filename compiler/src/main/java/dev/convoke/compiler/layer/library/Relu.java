package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** The larger of a number and 0. */
public record Relu(Shape outputShape) implements Activation {
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
    public Expression value(Expression x) {
        return x.max(Expression.constant(0));
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = y > 0 ? gy : 0}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        Expression zero = Expression.constant(0);
        return Expression.choose(zero, Expression.Comparison.LESS, y, gy, zero);
    }
}
