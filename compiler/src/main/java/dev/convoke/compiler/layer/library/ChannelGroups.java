package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;

/**
 * Consecutive channels with all their positions. There is a statistic for each channel, the same for all of a group, so that what
 * goes through channels 16 at a time reads them 16 at a time too.
 */
record ChannelGroups(Shape shape, int groups) implements Grouping {
    ChannelGroups {
        if (shape.channels() % groups != 0) {
            throw new IllegalArgumentException(groups + " groups of " + shape);
        }
    }

    private int channels() {
        return shape.channels() / groups;
    }

    @Override
    public List<Integer> extents() {
        return List.of(shape.channels());
    }

    @Override
    public List<Index> statistic(List<Index> element) {
        return element.subList(0, 2);
    }

    @Override
    public long count() {
        return channels() * Axes.product(shape.spatial());
    }

    @Override
    public void define(Lowering lowering, Tensor statistics, String parts, Term term, Finish finish) {
        Axis n = Axis.batch("n");
        Axis c = Axis.of("c", shape.channels());
        List<Axis> positions = Axes.spatial("", shape.spatial());
        Expression ofChannel = Axes.sum(positions, term.at(Axes.join(n.index(), c.index(), Axes.indices(positions))));
        List<Index> at = List.of(n.index(), c.index());
        if (channels() == 1) {
            lowering.define(statistics, List.of(n, c), finish.of(ofChannel, at));
            return;
        }
        Tensor sums = lowering.temporary(parts, true, extents());
        lowering.define(sums, List.of(n, c), ofChannel);
        Axis j = Axis.of("j", channels());
        Index channel = c.index().floorDivide(channels()).times(channels()).plus(j.index());
        lowering.define(
                statistics, List.of(n, c), finish.of(Expression.sum(List.of(j), sums.at(n.index(), channel)), at));
    }
}
