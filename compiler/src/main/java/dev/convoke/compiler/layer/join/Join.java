package dev.convoke.compiler.layer.join;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.SpatialSum;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/** Shapes of element by element joins. */
final class Join {
    private Join() {}

    /** The shape of both; or of the larger, if the smaller has one element for each channel, {@code [c, 1, 1]}. */
    static Optional<Shape> shape(Shape left, Shape right) {
        if (left.equals(right) || repeats(right, left)) {
            return Optional.of(left);
        }
        return repeats(left, right) ? Optional.of(right) : Optional.empty();
    }

    private static boolean repeats(Shape small, Shape large) {
        return small.rank() == large.rank()
                && small.channels() == large.channels()
                && small.spatial().stream().allMatch(e -> e == 1);
    }

    static List<Integer> extents(String kind, List<Value> inputs) {
        Shape left = inputs.get(0).shape();
        Shape right = inputs.get(1).shape();
        return shape(left, right)
                .orElseThrow(() -> new IllegalArgumentException(left + " " + kind + " " + right))
                .extents();
    }

    /** Checks that the inputs are as many streams of one shape as a join was made for. */
    static Shape same(String kind, Shape shape, int count, List<Value> inputs) {
        List<Shape> given = inputs.stream().map(Value::shape).toList();
        if (!given.equals(Collections.nCopies(count, shape))) {
            throw new IllegalArgumentException(kind + " of " + count + " times " + shape + " is given " + given);
        }
        return shape;
    }

    /** The shape of streams, if it is one. */
    static Optional<Shape> same(List<Shape> parts) {
        return parts.stream().distinct().count() == 1 ? Optional.of(parts.get(0)) : Optional.empty();
    }

    /** The elements of the first {@code count} inputs at the output's place, put together from the first to the last. */
    static Expression fold(Lowering lowering, int count, List<Axis> axes, BinaryOperator<Expression> operation) {
        return IntStream.range(0, count)
                .mapToObj(input -> load(lowering, input, axes))
                .reduce(operation)
                .orElseThrow();
    }

    /** An input's element at the output's place. */
    static Expression load(Lowering lowering, int input, List<Axis> axes) {
        return lowering.input(input).at(Axes.indices(axes));
    }

    /** Adds to the gradient of a side; what was repeated over the positions is summed over them. */
    static void gradient(Training training, Value side, Value contribution) {
        boolean same = side.extents().equals(contribution.extents());
        training.gradient(
                side,
                same ? contribution : training.apply(new SpatialSum(contribution.shape()), List.of(contribution)));
    }
}
