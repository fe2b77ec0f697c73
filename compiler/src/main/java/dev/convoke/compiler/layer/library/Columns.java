package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels at each position of a stream, for layers that reduce over them.
 *
 * @param all axes of the stream
 * @param places the axes without that of the channels
 * @param k a second axis of the channels, to reduce over
 */
record Columns(List<Axis> all, List<Axis> places, Axis k) {
    static Columns over(Tensor stream) {
        List<Axis> all = Lowering.axes(stream);
        List<Axis> places = new ArrayList<>(all);
        places.remove(1);
        return new Columns(all, places, Axis.of("k", stream.extents().get(0)));
    }

    /** The element of the stream at a place and channel. */
    Expression element(Tensor stream) {
        return stream.at(Axes.indices(all));
    }

    /** The element of the stream at a place and the channel that is reduced over. */
    Expression inner(Tensor stream) {
        List<Index> at = new ArrayList<>(Axes.indices(places));
        at.add(1, k.index());
        return stream.at(at);
    }

    /** The element of a tensor that has no channels. */
    Expression place(Tensor column) {
        return column.at(Axes.indices(places));
    }

    Tensor largest(Lowering lowering, Tensor stream) {
        return define(lowering, "largest", Expression.maximum(List.of(k), inner(stream)));
    }

    Tensor sum(Lowering lowering, Expression term) {
        return define(lowering, "sum", Expression.sum(List.of(k), term));
    }

    private Tensor define(Lowering lowering, String name, Expression value) {
        List<Integer> extents = places.subList(1, places.size()).stream()
                .map(axis -> Math.toIntExact(axis.extent().constant()))
                .toList();
        Tensor column = lowering.temporary(name, true, extents);
        lowering.define(column, places, value);
        return column;
    }
}
