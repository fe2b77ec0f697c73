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
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.Optional;

/** Negative numbers approach a limit exponentially. */
public record Elu(Shape outputShape, double alpha) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Elu",
            LayerType.Group.ACTIVATION,
            "Negative numbers approach `-alpha` smoothly.",
            List.of(Argument.optional(
                    "alpha",
                    new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                    new ArgumentValue.Real(1),
                    "What negative numbers approach, with the other sign.")),
            """
            `y = x > 0 ? x : alpha * (exp(x) - 1)`

            The gradient is that of the right branch at 0: `alpha`. The same as PyTorch's `ELU`. Clevert, Unterthiner and Hochreiter, "Fast
            and Accurate Deep Network Learning by Exponential Linear Units", 2015.
            """,
            """
            net Exponential {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Elu(0.5) -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Elu(input, arguments.real("alpha"))));

    private static final Expression ZERO = Expression.constant(0);

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        Expression negative = Formulas.expm1OfNegative(x.min(ZERO)).times(Expression.constant(alpha));
        return Expression.choose(ZERO, Comparison.LESS, x, x, negative);
    }

    /** The result has the input's sign unless {@code alpha} is negative. */
    @Override
    public boolean keepsResult() {
        return alpha >= 0;
    }

    /** {@code gx = x > 0 ? gy : gy * alpha * exp(x)}, and {@code alpha * exp(x)} is {@code y + alpha}. */
    @Override
    public Expression gradient(Expression gy, Expression kept) {
        Expression slope = keepsResult()
                ? kept.plus(Expression.constant(alpha))
                : kept.min(ZERO).apply(UnaryOperation.EXP).times(Expression.constant(alpha));
        return Expression.choose(ZERO, Comparison.LESS, kept, gy, gy.times(slope));
    }
}
