package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import java.util.List;
import java.util.Optional;

/** A number times its hard sigmoid. */
public record Hardswish(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Hardswish",
            LayerType.Group.ACTIVATION,
            "Numbers times their hard sigmoid: a swish of simple operations.",
            List.of(),
            """
            `y = x * min(max(x + 3, 0), 6) / 6`

            The gradient is 0 at -3 and 1 at 3, as PyTorch's is from 2.8 on. The same as PyTorch's `Hardswish`. Howard et al., "Searching for
            MobileNetV3", 2019.
            """,
            """
            net Stem {
              input image: [3, 224, 224]
              image -> conv: Conv(16, 3, stride=2, padding=1, bias=false) -> bn: BatchNorm -> Hardswish -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Hardswish(input)));

    private static final Expression ZERO = Expression.constant(0);
    private static final Expression THREE = Expression.constant(3);

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        Expression shifted = x.plus(THREE).max(ZERO).min(Expression.constant(6));
        return x.times(shifted).dividedBy(Expression.constant(6));
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = gy * (x / 3 + 1 / 2)} between -3 and 3, 0 below and {@code gy} above. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        Expression between = gy.times(x.dividedBy(THREE).plus(Expression.constant(0.5)));
        return Expression.choose(
                x,
                Comparison.LESS_OR_EQUAL,
                Expression.constant(-3),
                ZERO,
                Expression.choose(x, Comparison.LESS, THREE, between, gy));
    }
}
