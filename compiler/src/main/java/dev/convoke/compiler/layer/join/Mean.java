package dev.convoke.compiler.layer.join;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Elementwise;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** The mean, element by element, of streams of one shape. */
public record Mean(Shape outputShape, int count) implements Layer {
    /** The join of streams of those shapes, if they are the same. */
    public static Optional<Mean> of(List<Shape> parts) {
        return Join.same(parts).map(shape -> new Mean(shape, parts.size()));
    }

    @Override
    public String kind() {
        return "mean";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return Join.same(kind(), outputShape, count, inputs).extents();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        Expression sum = Join.fold(lowering, count, axes, Expression::plus);
        lowering.define(lowering.output(), axes, sum.dividedBy(Expression.constant(count)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            Value share = training.apply(new Gradient(outputShape, count), List.of(gy));
            for (Value part : inputs) {
                if (training.needsGradient(part)) {
                    training.gradient(part, share);
                }
            }
        });
    }

    /** {@code gx = gy / count}. */
    public record Gradient(Shape shape, int count) implements Operator {
        @Override
        public String kind() {
            return "meanGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Elementwise.define(lowering, gy -> gy.dividedBy(Expression.constant(count)));
        }
    }
}
