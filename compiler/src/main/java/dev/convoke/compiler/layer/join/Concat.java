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
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;

/** Streams of equal spatial extents, one after the other along the channels. */
public record Concat(List<Shape> parts, Shape outputShape) implements Layer {
    public Concat {
        parts = List.copyOf(parts);
    }

    /** The join of streams of those shapes, if they fit. */
    public static Optional<Concat> of(List<Shape> parts) {
        List<Integer> spatial = parts.get(0).spatial();
        long channels = parts.stream().mapToLong(Shape::channels).sum();
        boolean fits = parts.stream().allMatch(part -> part.spatial().equals(spatial)) && channels <= Integer.MAX_VALUE;
        return fits ? Optional.of(new Concat(parts, new Shape(Axes.join((int) channels, spatial)))) : Optional.empty();
    }

    @Override
    public String kind() {
        return "concat";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        List<Shape> given = inputs.stream().map(Value::shape).toList();
        if (!given.equals(parts)) {
            throw new IllegalArgumentException("concat of " + parts + " is given " + given);
        }
        return outputShape.extents();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        int last = parts.size() - 1;
        int first = outputShape.channels() - parts.get(last).channels();
        Expression value = part(lowering, last, axes, first);
        for (int i = last - 1; i >= 0; i--) {
            int end = first;
            first -= parts.get(i).channels();
            Guard before = new Guard(List.of(Index.of(end - 1).minus(axes.get(1).index())));
            value = Expression.where(before, part(lowering, i, axes, first), value);
        }
        lowering.define(lowering.output(), axes, value);
    }

    private static Expression part(Lowering lowering, int part, List<Axis> axes, int first) {
        Tensor x = lowering.input(part);
        return x.at(Axes.join(
                axes.get(0).index(), axes.get(1).index().minus(first), Axes.indices(axes.subList(2, axes.size()))));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            int first = 0;
            for (Value part : inputs) {
                if (training.needsGradient(part)) {
                    training.gradient(part, training.apply(new Channels(part.shape(), first), List.of(gy)));
                }
                first += part.shape().channels();
            }
        });
    }

    /** {@code y[n, c, ...] = x[n, first + c, ...]}: some of a stream's channels. */
    public record Channels(Shape shape, int first) implements Operator {
        @Override
        public String kind() {
            return "Channels";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            lowering.define(lowering.output(), axes, part(lowering, 0, axes, -first));
        }
    }
}
