package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Tensor;
import java.util.Collections;
import java.util.List;

/** {@code s[n, c, 1, 1] = sum over positions of x[n, c, ...]}: the gradient of what was repeated over all positions. */
public record SpatialSum(Shape input) implements Operator {
    @Override
    public String kind() {
        return "SpatialSum";
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return Axes.join(input.channels(), Collections.nCopies(input.rank() - 1, 1));
    }

    @Override
    public void lower(Lowering lowering) {
        Tensor x = lowering.input(0);
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Axis> positions = Axes.spatial("i", input.spatial());
        Expression sum = Expression.sum(
                positions, x.at(Axes.join(axes.get(0).index(), axes.get(1).index(), Axes.indices(positions))));
        lowering.define(lowering.output(), axes, sum);
    }
}
