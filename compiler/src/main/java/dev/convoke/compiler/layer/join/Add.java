package dev.convoke.compiler.layer.join;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Elementwise;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** The sum, element by element, of two streams; a side of {@code [c, 1, 1]} is repeated over all positions of the other. */
public record Add(Shape outputShape) implements Layer {
    /** The join of streams of those shapes, if they fit. */
    public static Optional<Add> of(Shape left, Shape right) {
        return Join.shape(left, right).map(Add::new);
    }

    @Override
    public String kind() {
        return "+";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return Join.extents(kind(), inputs);
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, Expression::plus);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            for (Value side : inputs) {
                if (training.needsGradient(side)) {
                    Join.gradient(training, side, gy);
                }
            }
        });
    }
}
