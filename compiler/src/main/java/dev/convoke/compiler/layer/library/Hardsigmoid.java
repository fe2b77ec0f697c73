package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import java.util.List;
import java.util.Optional;

/** The logistic function made of three straight lines. */
public record Hardsigmoid(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Hardsigmoid",
            LayerType.Group.ACTIVATION,
            "Squeezes numbers into 0..1 along straight lines.",
            List.of(),
            """
            `y = min(max(x + 3, 0), 6) / 6`

            The gradient is 0 at -3 and at 3, as PyTorch's is. The same as PyTorch's `Hardsigmoid`. Howard et al., "Searching for MobileNetV3",
            2019.
            """,
            """
            net Gate {
              input image: [16, 8, 8]
              scale = image -> GlobalAvgPool -> fc: Conv(16, 1) -> Hardsigmoid
              image * scale -> output gated
            }
            """,
            (arguments, input, stage) -> Optional.of(new Hardsigmoid(input)));

    private static final Expression ZERO = Expression.constant(0);

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        Expression shifted = x.plus(Expression.constant(3)).max(ZERO);
        return shifted.min(Expression.constant(6)).dividedBy(Expression.constant(6));
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = -3 < x && x < 3 ? gy / 6 : 0}; of the input, as {@code x + 3} may round to 6 below 3. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        Expression slope = gy.dividedBy(Expression.constant(6));
        return Expression.choose(
                Expression.constant(-3),
                Comparison.LESS,
                x,
                Expression.choose(x, Comparison.LESS, Expression.constant(3), slope, ZERO),
                ZERO);
    }
}
