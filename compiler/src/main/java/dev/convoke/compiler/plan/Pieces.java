package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes conditions that divide the axis of the lanes: a concat's element comes from the first stream up to some channel, from the second after it.
 * Each such range of channels gets a nest of its own, without the condition; so do ranges of what is fused with a concat.
 */
final class Pieces {
    private Pieces() {}

    /** Nests that write disjoint ranges, ascending; the nest itself where nothing divides it. */
    static Stream<Nest> split(Nest nest) {
        if (nest.lanes().isEmpty() || Accesses.reduces(nest.value())) {
            return Stream.of(nest);
        }
        int position = nest.lanes().getAsInt();
        Axis axis = nest.axes().get(position);
        TreeSet<Long> cuts = axis.isBatch() ? new TreeSet<>() : cuts(nest.value(), axis);
        if (cuts.isEmpty()) {
            return Stream.of(nest);
        }
        cuts.add(axis.extent().constant());
        List<Nest> pieces = new ArrayList<>();
        long first = 0;
        for (long end : cuts) {
            pieces.add(piece(nest, position, first, end));
            first = end;
        }
        return pieces.stream();
    }

    private static Nest piece(Nest nest, int position, long first, long end) {
        Axis axis = nest.axes().get(position);
        Axis part = Axis.of(axis.name(), end - first);
        Substitution substitution =
                Substitution.of(axis.variable(), part.index().plus(first));
        List<Axis> axes = new ArrayList<>(nest.axes());
        axes.set(position, part);
        return new Nest(
                nest.output(),
                nest.at().stream().map(substitution::apply).toList(),
                axes,
                substitution.apply(nest.value()),
                // 16 lanes are stored at once where a block of 16 channels begins, and nowhere else.
                first % Lanes.WIDTH == 0 ? nest.lanes() : OptionalInt.empty());
    }

    /** The positions along an axis, but the first, from which on a condition is another; none if a condition is not of that kind. */
    private static TreeSet<Long> cuts(Expression value, Axis axis) {
        Atom.Variable variable = axis.variable();
        TreeSet<Long> cuts = new TreeSet<>();
        boolean[] all = {true};
        new ExpressionRewriter() {
            @Override
            public Expression where(Expression.Where where) {
                for (Index index : where.guard().nonNegative()) {
                    if (index.mentions(variable)) {
                        long coefficient = index.coefficient(variable);
                        all[0] &= index.terms().size() == 1 && Math.abs(coefficient) == 1;
                        cuts.add(coefficient == 1 ? -index.constant() : index.constant() + 1);
                    }
                }
                return super.where(where);
            }
        }.rewrite(value);
        return all[0] ? cuts : new TreeSet<>();
    }
}
