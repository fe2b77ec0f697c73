package dev.convoke.compiler.layer.join;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The largest, element by element, of streams of one shape. */
public record Maximum(Shape outputShape, int count) implements Layer {
    /** The join of streams of those shapes, if they are the same. */
    public static Optional<Maximum> of(List<Shape> parts) {
        return Join.same(parts).map(shape -> new Maximum(shape, parts.size()));
    }

    @Override
    public String kind() {
        return "maximum";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return Join.same(kind(), outputShape, count, inputs).extents();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        lowering.define(lowering.output(), axes, Join.fold(lowering, count, axes, Expression::max));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            for (int i = 0; i < count; i++) {
                if (training.needsGradient(inputs.get(i))) {
                    List<Value> operands = new ArrayList<>(List.of(gy, y));
                    operands.addAll(inputs);
                    training.gradient(inputs.get(i), training.apply(new Gradient(this, i), operands));
                }
            }
        });
    }

    /**
     * {@code gx = gy / ties} where a stream is the largest, else 0: streams that are equally large get equal shares, as in PyTorch. Reads {@code
     * gy}, {@code y} and all streams.
     */
    public record Gradient(Maximum layer, int part) implements Operator {
        private static final int STREAMS = 2;

        @Override
        public String kind() {
            return "maximumGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return layer.outputShape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Expression ties = isLargest(lowering, 0, axes);
            for (int i = 1; i < layer.count; i++) {
                ties = ties.plus(isLargest(lowering, i, axes));
            }
            Expression share = lowering.input(0).at(Axes.indices(axes)).dividedBy(ties);
            lowering.define(lowering.output(), axes, whereLargest(lowering, part, axes, share));
        }

        private static Expression isLargest(Lowering lowering, int part, List<Axis> axes) {
            return whereLargest(lowering, part, axes, Expression.constant(1));
        }

        private static Expression whereLargest(Lowering lowering, int part, List<Axis> axes, Expression then) {
            return Expression.choose(
                    Join.load(lowering, STREAMS + part, axes),
                    Comparison.EQUAL,
                    lowering.input(1).at(Axes.indices(axes)),
                    then,
                    Expression.constant(0));
        }
    }
}
