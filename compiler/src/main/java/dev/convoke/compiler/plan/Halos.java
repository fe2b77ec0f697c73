package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Range;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Zeros around tensors instead of conditions in loops. */
final class Halos {
    /** The positions that loads reach before index 0 and after the last index of each axis, of those padded with zeros. */
    record Reach(List<Integer> before, List<Integer> after) {
        static Reach none(Tensor tensor) {
            List<Integer> zeros = Collections.nCopies(tensor.extents().size(), 0);
            return new Reach(zeros, zeros);
        }

        Reach union(Reach other) {
            return new Reach(maxima(before, other.before), maxima(after, other.after));
        }

        boolean isEmpty() {
            return before.stream().allMatch(v -> v == 0) && after.stream().allMatch(v -> v == 0);
        }

        private static List<Integer> maxima(List<Integer> a, List<Integer> b) {
            List<Integer> maxima = new ArrayList<>();
            for (int i = 0; i < a.size(); i++) {
                maxima.add(Math.max(a.get(i), b.get(i)));
            }
            return maxima;
        }
    }

    private Halos() {}

    /** The halo that would spare an access its guard; nothing to spare if it is not padded with zeros. */
    static Reach reach(Accesses.Access access) {
        Expression.Load load = access.load();
        Tensor tensor = load.tensor();
        if (access.outside().isEmpty() || Double.compare(access.outside().getAsDouble(), 0.0) != 0) {
            return Reach.none(tensor);
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        int batchAxes = tensor.batched() ? 1 : 0;
        for (int axis = 0; axis < tensor.extents().size(); axis++) {
            Range range = load.at().get(axis + batchAxes).range();
            before.add((int) Math.max(0, -range.low()));
            after.add((int) Math.max(0, range.high() - tensor.extents().get(axis) + 1));
        }
        return new Reach(before, after);
    }

    /** Drops from guards of single loads the conditions that the tensors' halos make needless. */
    static Expression unguard(Expression value, Map<Tensor, Layout> layouts) {
        return new ExpressionRewriter() {
            @Override
            public Expression where(Expression.Where where) {
                if (where.inside() instanceof Expression.Load load
                        && where.outside() instanceof Expression.Constant constant
                        && Float.compare(constant.value(), 0f) == 0
                        && layouts.containsKey(load.tensor())) {
                    Guard remaining = remaining(where.guard(), load, layouts.get(load.tensor()));
                    return Expression.where(remaining, load, constant);
                }
                return super.where(where);
            }
        }.rewrite(value);
    }

    private static Guard remaining(Guard guard, Expression.Load load, Layout layout) {
        Tensor tensor = load.tensor();
        List<Index> conditions = new ArrayList<>(guard.nonNegative());
        int batchAxes = tensor.batched() ? 1 : 0;
        for (int axis = 0; axis < tensor.extents().size(); axis++) {
            Index index = load.at().get(axis + batchAxes);
            Range range = index.range();
            int extent = tensor.extents().get(axis);
            if (-range.low() <= layout.before().get(axis)
                    && range.high() - extent + 1 <= layout.after().get(axis)) {
                conditions.remove(index);
                conditions.remove(Index.of(extent - 1L).minus(index));
            }
        }
        return new Guard(conditions);
    }
}
