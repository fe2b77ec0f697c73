package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** Negative numbers are multiplied by a slope, others stay. */
public record LeakyRelu(Shape outputShape, double negativeSlope) implements Activation {
    public static final LayerType TYPE = new Facts(
            "LeakyRelu",
            LayerType.Group.ACTIVATION,
            "Negative numbers are made small.",
            List.of(Argument.optional(
                    "negative_slope",
                    new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                    new ArgumentValue.Real(0.01),
                    "What negative numbers are multiplied by.")),
            """
            `y = x > 0 ? x : negative_slope * x`

            Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013.
            """,
            """
            net Leaky {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> LeakyRelu(0.2) -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new LeakyRelu(input, arguments.real("negative_slope"))));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return positive(x, x);
    }

    /** {@code value} where {@code sign} is positive, else {@code value} times the slope. */
    private Expression positive(Expression sign, Expression value) {
        return Expression.choose(
                Expression.constant(0),
                Expression.Comparison.LESS,
                sign,
                value,
                value.times(Expression.constant(negativeSlope)));
    }

    /** The result has the input's sign unless the slope is negative. */
    @Override
    public boolean keepsResult() {
        return negativeSlope >= 0;
    }

    /** {@code gx = sign > 0 ? gy : slope * gy}. */
    @Override
    public Expression gradient(Expression gy, Expression sign) {
        return positive(sign, gy);
    }
}
