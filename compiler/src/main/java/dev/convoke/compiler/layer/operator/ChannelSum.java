package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;

/** {@code s[c] = sum over n and positions of x[n, c, ...]}: the gradient of a bias. */
public record ChannelSum(Shape input) implements Operator {
    @Override
    public String kind() {
        return "ChannelSum";
    }

    @Override
    public boolean batched() {
        return false;
    }

    @Override
    public List<Integer> output(List<Value> inputs) {
        return List.of(input.channels());
    }

    @Override
    public void lower(Lowering lowering) {
        Tensor x = lowering.input(0);
        Axis c = Axis.of("c", input.channels());
        lowering.define(
                lowering.output(),
                List.of(c),
                overBatch(lowering, "sums", input, c, (n, at) -> x.at(Axes.join(n, c.index(), at))));
    }

    /** A term of a sum at a sample and a position. */
    public interface Term {
        Expression at(Index sample, List<Index> position);
    }

    /**
     * The sum of a term over the batch and all positions, for each channel: first over the positions of each sample, into a
     * temporary tensor, then over the samples. Short sums round less, and samples can be summed at once.
     */
    public static Expression overBatch(Lowering lowering, String name, Shape shape, Axis c, Term term) {
        Axis n = Axis.batch("n");
        if (shape.rank() == 1) {
            return Expression.sum(List.of(n), term.at(n.index(), List.of()));
        }
        List<Axis> positions = Axes.spatial("", shape.spatial());
        Tensor sums = lowering.temporary(name, true, List.of(shape.channels()));
        lowering.define(sums, List.of(n, c), Expression.sum(positions, term.at(n.index(), Axes.indices(positions))));
        return Expression.sum(List.of(n), sums.at(n.index(), c.index()));
    }

    /** How many elements of each channel a batch has. */
    public static Index count(Shape shape) {
        return Index.of(Axis.BATCH).times(Axes.product(shape.spatial()));
    }
}
