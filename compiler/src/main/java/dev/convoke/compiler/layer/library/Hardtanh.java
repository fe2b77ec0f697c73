package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** A number, but not below one bound and not above another. */
public record Hardtanh(Shape outputShape, double low, double high) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Hardtanh",
            LayerType.Group.ACTIVATION,
            "Numbers are kept between two bounds.",
            List.of(
                    Argument.optional(
                            "min_val",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            new ArgumentValue.Real(-1),
                            "Numbers below it become it."),
                    Argument.optional(
                            "max_val",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            new ArgumentValue.Real(1),
                            "Numbers above it become it.")),
            """
            `y = min(max(x, min_val), max_val)`

            The gradient is 0 at both bounds, as PyTorch's is. The same as PyTorch's `Hardtanh`.
            """,
            """
            net Bounded {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> Hardtanh(-2, 2) -> output features
            }
            """,
            Hardtanh::build);

    private static Optional<Hardtanh> build(Arguments arguments, Shape input, Stage stage) {
        double low = arguments.real("min_val");
        double high = arguments.real("max_val");
        if (low >= high) {
            stage.report(ShapeProblems.emptyBounds(TYPE.name(), low, high, stage));
            return Optional.empty();
        }
        return Optional.of(new Hardtanh(input, low, high));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.max(Expression.constant(low)).min(Expression.constant(high));
    }

    @Override
    public boolean keepsResult() {
        return true;
    }

    /** {@code gx = low < y && y < high ? gy : 0}. */
    @Override
    public Expression gradient(Expression gy, Expression y) {
        Expression zero = Expression.constant(0);
        return Expression.choose(
                Expression.constant(low),
                Expression.Comparison.LESS,
                y,
                Expression.choose(y, Expression.Comparison.LESS, Expression.constant(high), gy, zero),
                zero);
    }
}
