package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Elementwise;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** The logistic function. */
public record Sigmoid(Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "Sigmoid",
            LayerType.Group.ACTIVATION,
            "Squeezes numbers into 0..1.",
            List.of(),
            """
            `y = 1 / (1 + exp(-x))`
            """,
            """
            net Detector {
              input image: [1, 28, 28]
              image -> conv: Conv(6, 5) -> Sigmoid -> GlobalAvgPool -> Flatten -> fc: Linear(1) -> Sigmoid -> output probability
            }
            """,
            (arguments, input, stage) -> Optional.of(new Sigmoid(input)));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, x -> x.apply(Expression.UnaryOperation.SIGMOID));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(
                y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(outputShape), List.of(gy, y))));
    }

    /** {@code gx = gy * (1 - y) * y}. */
    public record Gradient(Shape shape) implements Operator {
        @Override
        public String kind() {
            return "SigmoidGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Expression one = Expression.constant(1);
            Elementwise.define(lowering, (gy, y) -> gy.times(one.minus(y)).times(y));
        }
    }
}
