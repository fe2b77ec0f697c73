package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The largest number of each channel: {@link AdaptiveMaxPool} to extents of 1. */
public record GlobalMaxPool(Shape input) implements Layer {
    public static final LayerType TYPE = new Facts(
            "GlobalMaxPool",
            LayerType.Group.POOLING,
            "The largest number of each channel over all positions.",
            List.of(),
            """
            `y[c] = max over all positions of x[c, ...]`

            The result keeps its axes with extent 1, `[c, 1, 1]`; `Flatten` makes a vector of it. The same as
            `AdaptiveMaxPool(1)`. Oquab et al., "Is object localization for free?", 2015.
            """,
            """
            net Headless(classes = 10) {
              input image: [3, 32, 32]
              image -> conv: Conv(64, 3, padding=1) -> Relu -> GlobalMaxPool -> Flatten -> fc: Linear(classes)
                    -> output logits
            }
            """,
            GlobalMaxPool::build);

    private static Optional<GlobalMaxPool> build(Arguments arguments, Shape input, Stage stage) {
        return Geometry.isFeatureMap(TYPE.name(), input, stage)
                ? Optional.of(new GlobalMaxPool(input))
                : Optional.empty();
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return adaptive().outputShape();
    }

    private AdaptiveMaxPool adaptive() {
        return new AdaptiveMaxPool(input, Collections.nCopies(input.rank() - 1, 1));
    }

    @Override
    public void lower(Lowering lowering) {
        adaptive().lower(lowering);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, adaptive().choose(training, inputs.get(0), y));
    }
}
