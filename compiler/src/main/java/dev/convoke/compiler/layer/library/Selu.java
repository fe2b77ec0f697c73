package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.layer.operator.Formulas;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import java.util.List;
import java.util.Optional;

/** An exponential unit whose constants keep mean 0 and variance 1 from layer to layer. */
public record Selu(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Selu",
            LayerType.Group.ACTIVATION,
            "Scaled so that layers normalise themselves.",
            List.of(),
            """
            `y = scale * (x > 0 ? x : alpha * (exp(x) - 1))` with `alpha = 1.6732632423543772` and `scale = 1.0507009873554805`

            The same as PyTorch's `SELU`. Klambauer et al., "Self-Normalizing Neural Networks", 2017.
            """,
            """
            net SelfNormalising(classes = 10) {
              input image: [1, 28, 28]
              image -> Flatten -> fc1: Linear(64) -> Selu -> fc2: Linear(classes) -> output logits
            }
            """,
            (arguments, input, stage) -> Optional.of(new Selu(input)));

    private static final Expression ZERO = Expression.constant(0);
    private static final Expression SCALE = Expression.constant(1.0507009873554804934193349852946);

    /** {@code scale * alpha}. */
    private static final Expression LIMIT =
            Expression.constant(1.0507009873554804934193349852946 * 1.6732632423543772848170429916717);

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        Expression negative = Formulas.expm1OfNegative(x.min(ZERO)).times(LIMIT);
        return Expression.choose(ZERO, Comparison.LESS, x, x.times(SCALE), negative);
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = gy * scale} above 0; below it {@code gy * scale * alpha * exp(x)}, which is {@code gy * (y + scale * alpha)}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        Expression slope = Expression.choose(ZERO, Comparison.LESS, y, SCALE, y.plus(LIMIT));
        return gy.times(slope);
    }
}
