package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.layer.operator.Formulas;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.Optional;

/** A number times the hyperbolic tangent of its softplus. */
public record Mish(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Mish",
            LayerType.Group.ACTIVATION,
            "Numbers times the tanh of their softplus.",
            List.of(),
            """
            `y = x * tanh(log(1 + exp(x)))`

            Computed without logarithms: with `e = exp(-|x|)` the factor is `(1 + 2e) / (1 + 2e + 2e^2)` for positive numbers and
            `(2e + e^2) / (2e + e^2 + 2)` for others. The same as PyTorch's `Mish`. Misra, "Mish: A Self Regularized Non-Monotonic Activation
            Function", 2019.
            """,
            """
            net SelfRegularised {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Mish -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Mish(input)));

    private static final Expression ONE = Expression.constant(1);

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.times(Factor.of(x).value());
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = gy * (t + x * sigmoid(x) * (1 - t^2))} with {@code t = tanh(log(1 + exp(x)))}. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        Factor factor = Factor.of(x);
        Expression steepness = factor.complement().times(ONE.plus(factor.value()));
        Expression slope = x.times(x.apply(UnaryOperation.SIGMOID)).times(steepness);
        return gy.times(factor.value().plus(slope));
    }

    /** {@code value = tanh(log(1 + exp(x)))} and {@code complement = 1 - value}, both precise where they are near 0. */
    private record Factor(Expression value, Expression complement) {
        static Factor of(Expression x) {
            Expression e = Formulas.decay(x);
            Expression square = e.times(e);
            Expression numerator = choose(x, ONE.plus(e.plus(e)), e.plus(e).plus(square));
            Expression rest = choose(x, square.plus(square), ONE.plus(ONE));
            Expression denominator = numerator.plus(rest);
            return new Factor(numerator.dividedBy(denominator), rest.dividedBy(denominator));
        }

        private static Expression choose(Expression x, Expression positive, Expression other) {
            return Expression.choose(Expression.constant(0), Comparison.LESS, x, positive, other);
        }
    }
}
