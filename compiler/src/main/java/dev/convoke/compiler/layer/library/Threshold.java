package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import java.util.List;
import java.util.Optional;

/** Numbers up to a threshold are replaced by a value. */
public record Threshold(Shape outputShape, double threshold, double value) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Threshold",
            LayerType.Group.ACTIVATION,
            "Numbers up to a threshold become a fixed value.",
            List.of(
                    Argument.required(
                            "threshold",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            "Numbers above it stay."),
                    Argument.required(
                            "value",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            "What the others become.")),
            """
            `y = x > threshold ? x : value`

            The gradient is 0 at the threshold. The same as PyTorch's `Threshold`.
            """,
            """
            net Thresholded {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Threshold(0.1, 0) -> output features
            }
            """,
            (arguments, input, stage) ->
                    Optional.of(new Threshold(input, arguments.real("threshold"), arguments.real("value"))));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return large(x, x, Expression.constant(value));
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = x > threshold ? gy : 0}. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        return large(x, gy, Expression.constant(0));
    }

    private Expression large(Expression x, Expression then, Expression otherwise) {
        return Expression.choose(Expression.constant(threshold), Comparison.LESS, x, then, otherwise);
    }
}
