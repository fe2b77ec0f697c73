package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Elementwise;
import java.util.List;
import java.util.Optional;

/** Nothing. */
public record Identity(Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Identity",
            LayerType.Group.REGULARISATION,
            "Passes its input on.",
            List.of(),
            """
            `y = x`

            It takes a number in a `seq`, as PyTorch's `Identity` does, so it can hold the place of a layer that is not there.
            """,
            """
            net Plain {
              input image: [3, 32, 32]
              image -> tail: seq { Identity -> Conv(8, 3) } -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new Identity(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, x -> x);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        return new Trained(inputs.get(0), gy -> training.gradient(inputs.get(0), gy));
    }
}
