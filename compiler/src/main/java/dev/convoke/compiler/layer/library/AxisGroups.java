package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All elements along some axes: each place of the other axes has a statistic.
 *
 * @param reduced positions of the axes in the shape, ascending
 */
record AxisGroups(Shape shape, List<Integer> reduced) implements Grouping {
    AxisGroups {
        reduced = List.copyOf(reduced);
    }

    private List<Integer> kept() {
        return IntStream.range(0, shape.rank())
                .filter(axis -> !reduced.contains(axis))
                .boxed()
                .toList();
    }

    @Override
    public List<Integer> extents() {
        return kept().stream().map(shape::extent).toList();
    }

    @Override
    public List<Index> statistic(List<Index> element) {
        return Axes.join(
                element.get(0),
                kept().stream().map(axis -> element.get(axis + 1)).toList());
    }

    @Override
    public long count() {
        return Axes.product(reduced.stream().map(shape::extent).toList());
    }

    /** The axis that is computed 16 at a time wherever it occurs: the channels, or the last. */
    private int laneAxis() {
        return reduced.contains(0) ? 0 : shape.rank() - 1;
    }

    @Override
    public void define(Lowering lowering, Tensor statistics, String parts, Term term, Finish finish) {
        List<Axis> axes = Axes.join(Axis.batch("n"), Axes.numbered("a", shape.extents()));
        List<Index> element = new ArrayList<>(Axes.indices(axes));
        List<Axis> places = new ArrayList<>(List.of(axes.get(0)));
        kept().forEach(axis -> places.add(axes.get(axis + 1)));
        List<Index> statistic = Axes.indices(places);
        List<Axis> sums = new ArrayList<>();
        reduced.forEach(axis -> sums.add(axes.get(axis + 1)));
        Axis whole = axes.get(laneAxis() + 1);
        int extent = shape.extent(laneAxis());
        int width = extent % Lanes.WIDTH == 0 ? Lanes.WIDTH : extent;
        // Lanes never run along a sum. What lies 16 apart is summed first, for 16 places at once; then these 16 sums
        // are.
        Axis lane = Axis.of("lane", width);
        Axis block = Axis.of("block", extent / width);
        sums.remove(whole);
        if (extent == width) {
            element.set(laneAxis() + 1, lane.index());
        } else {
            sums.add(block);
            element.set(laneAxis() + 1, block.index().times(width).plus(lane.index()));
        }
        Expression total;
        if (sums.isEmpty()) {
            total = Expression.sum(List.of(lane), term.at(element));
        } else {
            List<Integer> extents = new ArrayList<>(extents());
            extents.add(width);
            Tensor partial = lowering.temporary(parts, true, extents);
            List<Axis> partialAxes = new ArrayList<>(places);
            partialAxes.add(lane);
            lowering.define(partial, partialAxes, Expression.sum(sums, term.at(element)), partialAxes.size() - 1);
            total = Expression.sum(List.of(lane), partial.at(Axes.indices(partialAxes)));
        }
        lowering.define(statistics, places, finish.of(total, statistic), 0);
    }
}
