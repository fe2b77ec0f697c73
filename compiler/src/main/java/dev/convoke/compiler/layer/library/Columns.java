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
 * The elements along one axis at each place of the others, for layers that reduce over them.
 *
 * @param all axes of the stream
 * @param at the position of the axis among them
 * @param places the axes without it
 * @param k a second axis of it, to reduce over
 */
record Columns(List<Axis> all, int at, List<Axis> places, Axis k) {
    /** Along an axis of a stream, counted without the batch. */
    static Columns over(Tensor stream, int axis) {
        List<Axis> all = Lowering.axes(stream);
        List<Axis> places = new ArrayList<>(all);
        places.remove(axis + 1);
        return new Columns(all, axis + 1, places, Axis.of("k", stream.extents().get(axis)));
    }

    /** The element of the stream at a place. */
    Expression element(Tensor stream) {
        return stream.at(Axes.indices(all));
    }

    /** The element of the stream at a place, and where it is reduced over. */
    Expression inner(Tensor stream) {
        List<Index> element = new ArrayList<>(Axes.indices(places));
        element.add(at, k.index());
        return stream.at(element);
    }

    /** The element of a tensor that has no such axis. */
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
