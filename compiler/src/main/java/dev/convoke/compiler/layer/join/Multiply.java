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

/** The product, element by element, of two streams; a side of {@code [c, 1, 1]} is repeated over all positions of the other. */
public record Multiply(Shape outputShape) implements Layer {
    /** The join of streams of those shapes, if they fit. */
    public static Optional<Multiply> of(Shape left, Shape right) {
        return Join.shape(left, right).map(Multiply::new);
    }

    @Override
    public String kind() {
        return "*";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return Join.extents(kind(), inputs);
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, Expression::times);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value left = inputs.get(0);
        Value right = inputs.get(1);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            if (training.needsGradient(left)) {
                Join.gradient(training, left, product(training, gy, right));
            }
            if (training.needsGradient(right)) {
                Join.gradient(training, right, product(training, gy, left));
            }
        });
    }

    private Value product(Training training, Value gradient, Value other) {
        return training.apply(new Multiply(outputShape), List.of(gradient, other));
    }
}
