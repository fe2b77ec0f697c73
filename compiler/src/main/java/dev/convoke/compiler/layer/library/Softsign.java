package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.Optional;

/** A number divided by one more than its magnitude. */
public record Softsign(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Softsign",
            LayerType.Group.ACTIVATION,
            "Squeezes numbers into -1..1, slower than tanh.",
            List.of(),
            """
            `y = x / (1 + |x|)`

            The same as PyTorch's `Softsign`. Bergstra et al., "Quadratic Polynomials Learn Better Image Features", 2009.
            """,
            """
            net Gentle {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Softsign -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Softsign(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.dividedBy(denominator(x));
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = gy / (1 + |x|)^2}. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        return gy.dividedBy(denominator(x)).dividedBy(denominator(x));
    }

    private static Expression denominator(Expression x) {
        return x.apply(UnaryOperation.ABS).plus(Expression.constant(1));
    }
}
