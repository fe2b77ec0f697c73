package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** The hyperbolic tangent. */
public record Tanh(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Tanh",
            LayerType.Group.ACTIVATION,
            "Squeezes numbers into -1..1.",
            List.of(),
            """
            `y = tanh(x)`
            """,
            """
            net Squeezed {
              input image: [1, 28, 28]
              image -> conv: Conv(6, 5, padding=2) -> Tanh -> AvgPool(2) -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Tanh(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.apply(Expression.UnaryOperation.TANH);
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = gy * (1 - y * y)}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        return gy.times(Expression.constant(1).minus(y.times(y)));
    }
}
