package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.layer.operator.Formulas;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import java.util.List;
import java.util.Optional;

/** An exponential unit whose slope has no step. */
public record Celu(Shape outputShape, double alpha) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Celu",
            LayerType.Group.ACTIVATION,
            "Negative numbers approach `-alpha` with a slope that has no step.",
            List.of(Argument.optional(
                    "alpha",
                    new ArgumentType.Real(Float.MIN_NORMAL, Float.MAX_VALUE),
                    new ArgumentValue.Real(1),
                    "What negative numbers approach, with the other sign.")),
            """
            `y = max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0)`

            The same as PyTorch's `CELU`, for which `alpha` may also be negative. Barron, "Continuously Differentiable Exponential Linear
            Units", 2017.
            """,
            """
            net Smooth {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Celu(2) -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Celu(input, arguments.real("alpha"))));

    private static final Expression ZERO = Expression.constant(0);

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        Expression limit = Expression.constant(alpha);
        Expression negative =
                Formulas.expm1OfNegative(x.min(ZERO).dividedBy(limit)).times(limit);
        return Expression.choose(ZERO, Comparison.LESS, x, x, negative);
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = gy} above 0; below it {@code gy * exp(x / alpha)}, which is {@code gy * (y / alpha + 1)}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        Expression slope = y.dividedBy(Expression.constant(alpha)).plus(Expression.constant(1));
        return Expression.choose(ZERO, Comparison.LESS, y, gy, gy.times(slope));
    }
}
