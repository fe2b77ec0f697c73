package dev.convoke.compiler.layer.operator;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Axes of definitions, with names that are the same in all layers. */
public final class Axes {
    private Axes() {}

    /** Spatial axes: prefix {@code o} gives {@code od, oh, ow}, as many of the last as there are extents. */
    public static List<Axis> spatial(String prefix, List<Integer> extents) {
        int rank = extents.size();
        List<String> names = rank <= 3
                ? List.of("d", "h", "w").subList(3 - rank, 3)
                : IntStream.range(1, rank + 1).mapToObj(i -> "a" + i).toList();
        return IntStream.range(0, rank)
                .mapToObj(i -> Axis.of(prefix + names.get(i), extents.get(i)))
                .toList();
    }

    /** Axes of any kind: prefix {@code a} gives {@code a0, a1, ...}. */
    public static List<Axis> numbered(String prefix, List<Integer> extents) {
        return IntStream.range(0, extents.size())
                .mapToObj(i -> Axis.of(prefix + i, extents.get(i)))
                .toList();
    }

    public static List<Index> indices(List<Axis> axes) {
        return axes.stream().map(Axis::index).toList();
    }

    /** An index that is 0 for each of some axes. */
    public static List<Index> zeros(int count) {
        return Collections.nCopies(count, Index.ZERO);
    }

    public static <T> List<T> join(T first, List<? extends T> rest) {
        List<T> all = new ArrayList<>();
        all.add(first);
        all.addAll(rest);
        return all;
    }

    public static <T> List<T> join(T first, T second, List<? extends T> rest) {
        return join(first, join(second, rest));
    }

    public static <T> List<T> join(List<? extends T> first, List<? extends T> rest) {
        List<T> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    /** The index of an element among all of a tensor's, the last axis fastest. */
    public static Index linear(List<Axis> axes) {
        Index index = Index.ZERO;
        for (Axis axis : axes) {
            index = axis.isBatch()
                    ? axis.index()
                    : index.times(axis.extent().constant()).plus(axis.index());
        }
        return index;
    }

    /** The sum over axes; over none it is the body itself. */
    public static Expression sum(List<Axis> axes, Expression body) {
        return axes.isEmpty() ? body : Expression.sum(axes, body);
    }

    /** The product of extents. */
    public static long product(List<Integer> extents) {
        return Shape.product(extents);
    }
}
