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

/** The mean of each channel: {@link AdaptiveAvgPool} to extents of 1. */
public record GlobalAvgPool(Shape input) implements Layer {
    public static final LayerType TYPE = new Facts(
            "GlobalAvgPool",
            LayerType.Group.POOLING,
            "The mean of each channel over all positions.",
            List.of(),
            """
            `y[c] = mean over all positions of x[c, ...]`

            The result keeps its axes with extent 1, `[c, 1, 1]`; `Flatten` makes a vector of it. The same as
            `AdaptiveAvgPool(1)`. Lin, Chen and Yan, "Network In Network", 2013.
            """,
            """
            net Headless(classes = 10) {
              input image: [3, 32, 32]
              image -> conv: Conv(64, 3, padding=1) -> Relu -> GlobalAvgPool -> Flatten -> fc: Linear(classes)
                    -> output logits
            }
            """,
            GlobalAvgPool::build);

    private static Optional<GlobalAvgPool> build(Arguments arguments, Shape input, Stage stage) {
        return Geometry.isFeatureMap(TYPE.name(), input, stage)
                ? Optional.of(new GlobalAvgPool(input))
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

    private AdaptiveAvgPool adaptive() {
        return new AdaptiveAvgPool(input, Collections.nCopies(input.rank() - 1, 1));
    }

    @Override
    public void lower(Lowering lowering) {
        adaptive().lower(lowering);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> adaptive().backward(training, inputs.get(0), gy));
    }
}
