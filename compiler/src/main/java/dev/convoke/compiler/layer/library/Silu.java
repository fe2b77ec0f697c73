package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.operator.Activation;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.UnaryOperation;
import java.util.List;
import java.util.Optional;

/** A number times its logistic function, also called swish. */
public record Silu(Shape outputShape) implements Activation {
    public static final LayerType TYPE = new Facts(
            "Silu",
            LayerType.Group.ACTIVATION,
            "Numbers times their sigmoid, also called swish.",
            List.of(),
            """
            `y = x * sigmoid(x)`

            The same as PyTorch's `SiLU`. Elfwing, Uchibe and Doya, "Sigmoid-Weighted Linear Units", 2017; Ramachandran, Zoph and Le, "Searching
            for Activation Functions", 2017.
            """,
            """
            net Swish {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3, bias=false) -> bn: BatchNorm -> Silu -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Silu(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Expression value(Expression x) {
        return x.times(x.apply(UnaryOperation.SIGMOID));
    }

    @Override
    public boolean keepsResult() {
        return false;
    }

    /** {@code gx = gy * s * (1 + x * (1 - s))} with {@code s = sigmoid(x)}. */
    @Override
    public Expression gradient(Expression gy, Expression x) {
        Expression one = Expression.constant(1);
        Expression sigmoid = x.apply(UnaryOperation.SIGMOID);
        return gy.times(sigmoid.times(one.plus(x.times(one.minus(sigmoid)))));
    }
}
