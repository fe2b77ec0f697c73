package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.Optional;

/** A number times the probability that a normal variable is below it. */
public record Gelu(Shape outputShape, boolean tanh) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Gelu",
            LayerType.Group.ACTIVATION,
            "Numbers times the normal distribution's probability below them.",
            List.of(Argument.optional(
                    "approximate",
                    new ArgumentType.Choice(List.of("none", "tanh")),
                    new ArgumentValue.Text("none"),
                    "Whether the probability is approximated by a tanh.")),
            """
            `y = x * (1 + erf(x / sqrt(2))) / 2`; with `approximate="tanh"` it is
            `y = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2`

            The same as PyTorch's `GELU`. Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016.
            """,
            """
            net Gaussian {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Gelu -> conv2: Conv(8, 1) -> Gelu(approximate="tanh") -> output features
            }
            """,
            (arguments, input, stage) ->
                    Optional.of(new Gelu(input, arguments.text("approximate").equals("tanh"))));

    private static final Expression HALF = Expression.constant(0.5);
    private static final Expression ONE = Expression.constant(1);
    private static final double FACTOR = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.times(HALF).times(ONE.plus(tanh ? tangent(x) : error(x)));
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /**
     * {@code gx = gy * (P + x * p)}: P the probability below x, p the density at it. Of the approximation, with
     * {@code t} the tanh and {@code u} its argument: {@code gx = gy * ((1 + t) / 2 + x / 2 * (1 - t^2) * u')}.
     */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        return gy.times(tanh ? approximateSlope(x) : slope(x));
    }

    private static Expression error(Expression x) {
        return x.times(Expression.constant(Math.sqrt(0.5))).apply(UnaryOperation.ERF);
    }

    private static Expression slope(Expression x) {
        Expression below = HALF.times(ONE.plus(error(x)));
        Expression density = x.times(x)
                .times(Expression.constant(-0.5))
                .apply(UnaryOperation.EXP)
                .times(Expression.constant(1 / Math.sqrt(2 * Math.PI)));
        return below.plus(x.times(density));
    }

    private static Expression tangent(Expression x) {
        Expression cube = x.times(x).times(x);
        return x.plus(cube.times(Expression.constant(CUBIC)))
                .times(Expression.constant(FACTOR))
                .apply(UnaryOperation.TANH);
    }

    private static Expression approximateSlope(Expression x) {
        Expression tangent = tangent(x);
        Expression inner =
                ONE.plus(x.times(x).times(Expression.constant(3 * CUBIC))).times(Expression.constant(FACTOR));
        Expression outer = ONE.minus(tangent.times(tangent));
        return HALF.times(ONE.plus(tangent)).plus(HALF.times(x).times(outer).times(inner));
    }
}
