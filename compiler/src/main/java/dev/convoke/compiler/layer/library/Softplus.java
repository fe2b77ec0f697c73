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

/** A smooth form of the rectifier. */
public record Softplus(Shape outputShape, double beta, double threshold) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Softplus",
            LayerType.Group.ACTIVATION,
            "Smoothly from 0 to the number itself.",
            List.of(
                    Argument.optional(
                            "beta",
                            new ArgumentType.Real(Float.MIN_NORMAL, Float.MAX_VALUE),
                            new ArgumentValue.Real(1),
                            "How sharp the bend is."),
                    Argument.optional(
                            "threshold",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            new ArgumentValue.Real(20),
                            "Above it `beta * x` counts as large: the result is the number itself.")),
            """
            `y = log(1 + exp(beta * x)) / beta`, and `x` itself where `beta * x > threshold`

            Computed without overflow. The same as PyTorch's `Softplus`, for which `beta` may also be negative. Dugas et al., "Incorporating
            Second-Order Functional Knowledge for Better Option Pricing", 2000.
            """,
            """
            net Positive {
              input image: [1, 28, 28]
              image -> Flatten -> fc: Linear(1) -> Softplus -> output deviation
            }
            """,
            (arguments, input, stage) ->
                    Optional.of(new Softplus(input, arguments.real("beta"), arguments.real("threshold"))));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        Expression smooth = Formulas.softplus(scaled(x)).dividedBy(Expression.constant(beta));
        return large(x, x, smooth);
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = gy * sigmoid(beta * x)}, and {@code gy} above the threshold. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        return large(x, gy, gy.times(scaled(x).apply(UnaryOperation.SIGMOID)));
    }

    private Expression scaled(Expression x) {
        return x.times(Expression.constant(beta));
    }

    private Expression large(Expression x, Expression then, Expression otherwise) {
        return Expression.choose(Expression.constant(threshold), Comparison.LESS, scaled(x), then, otherwise);
    }
}
