package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.layer.operator.Formulas;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.Optional;

/** The logarithm of the logistic function. */
public record LogSigmoid(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "LogSigmoid",
            LayerType.Group.ACTIVATION,
            "Logarithms of sigmoids.",
            List.of(),
            """
            `y = log(1 / (1 + exp(-x)))`

            Computed as `min(x, 0) - log(1 + exp(-|x|))`, which neither overflows nor loses the digits of small results. The same as PyTorch's
            `LogSigmoid`.
            """,
            """
            net LogDetector {
              input image: [1, 28, 28]
              image -> conv: Conv(6, 5) -> Relu -> GlobalAvgPool -> Flatten -> fc: Linear(1) -> LogSigmoid -> output log_probability
            }
            """,
            (arguments, input, stage) -> Optional.of(new LogSigmoid(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.min(Expression.constant(0)).minus(Formulas.log1pOfPositive(Formulas.decay(x)));
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = gy * sigmoid(-x)}, which is {@code gy * (1 - exp(y))}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        return gy.times(Formulas.expm1OfNegative(y).apply(UnaryOperation.NEGATE));
    }
}
