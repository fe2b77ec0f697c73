package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Substitution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes conditions of divisibility. The gradient of a strided window asks, for each input position, which windows cover it:
 * those taps for which {@code (h + padding - kh * dilation)} is a multiple of the stride. The positions with one remainder
 * (with stride 2: even rows, odd rows) all have the same such taps, so each gets a nest of its own, and within it the taps are
 * an arithmetic progression without any condition.
 */
final class StridePhases {
    private StridePhases() {}

    static List<Nest> split(Definition definition) {
        return split(Nest.of(definition))
                .map(n -> n.with(thinReductions(n.value())))
                .toList();
    }

    private static Stream<Nest> split(Nest nest) {
        return axisToSplit(nest)
                .map(axis -> split(nest, axis).stream().flatMap(StridePhases::split))
                .orElseGet(() -> Stream.of(nest));
    }

    private record SplitAxis(int position, long stride) {}

    private static Optional<SplitAxis> axisToSplit(Nest nest) {
        Set<Atom.Remainder> remainders = remainders(nest.value());
        for (int position = 0; position < nest.axes().size(); position++) {
            Axis axis = nest.axes().get(position);
            for (Atom.Remainder remainder : remainders) {
                if (!axis.isBatch() && remainder.of().mentions(axis.variable())) {
                    return Optional.of(new SplitAxis(position, remainder.by()));
                }
            }
        }
        return Optional.empty();
    }

    private static List<Nest> split(Nest nest, SplitAxis split) {
        Axis axis = nest.axes().get(split.position());
        long extent = axis.extent().constant();
        List<Nest> nests = new ArrayList<>();
        for (long phase = 0; phase < Math.min(split.stride(), extent); phase++) {
            Axis coarse = Axis.of(axis.name(), (extent - phase + split.stride() - 1) / split.stride());
            Substitution substitution = Substitution.of(
                    axis.variable(), coarse.index().times(split.stride()).plus(phase));
            List<Axis> axes = new ArrayList<>(nest.axes());
            axes.set(split.position(), coarse);
            nests.add(new Nest(
                    nest.output(),
                    nest.at().stream().map(substitution::apply).toList(),
                    axes,
                    substitution.apply(nest.value()),
                    nest.lanes()));
        }
        return nests;
    }

    private static Set<Atom.Remainder> remainders(Expression expression) {
        Set<Atom.Remainder> remainders = new LinkedHashSet<>();
        new ExpressionRewriter() {
            @Override
            public Expression where(Expression.Where where) {
                where.guard().nonNegative().forEach(i -> remainders.addAll(remainders(i)));
                return super.where(where);
            }
        }.rewrite(expression);
        return remainders;
    }

    private static List<Atom.Remainder> remainders(Index index) {
        return index.terms().stream()
                .map(Index.Term::atom)
                .filter(Atom.Remainder.class::isInstance)
                .map(Atom.Remainder.class::cast)
                .toList();
    }

    /** Keeps of each reduction axis only the values for which its conditions of divisibility hold. */
    private static Expression thinReductions(Expression value) {
        return new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                Expression.Reduce thin = reduce;
                for (Axis axis : reduce.axes()) {
                    Optional<Atom.Remainder> condition = remainders(thin.body()).stream()
                            .filter(r -> r.of().terms().size() == 1 && r.of().mentions(axis.variable()))
                            .findFirst();
                    if (condition.isPresent()) {
                        Optional<Expression.Reduce> thinner = thin(thin, axis, condition.get());
                        if (thinner.isEmpty()) {
                            return reduce.initial();
                        }
                        thin = thinner.get();
                    }
                }
                return thin;
            }
        }.rewrite(value);
    }

    /** Replaces an axis by the progression of its values at which the remainder is 0; nothing if there is none. */
    private static Optional<Expression.Reduce> thin(Expression.Reduce reduce, Axis axis, Atom.Remainder condition) {
        List<Long> values = new ArrayList<>();
        for (long v = 0; v < axis.extent().constant(); v++) {
            if (Index.of(condition).substitute(axis.variable(), Index.of(v)).isConstant(0)) {
                values.add(v);
            }
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        long step = values.size() > 1 ? values.get(1) - values.get(0) : 1;
        Axis thin = Axis.of(axis.name(), values.size());
        List<Axis> axes = new ArrayList<>(reduce.axes());
        axes.set(axes.indexOf(axis), thin);
        Expression body = Substitution.of(
                        axis.variable(), thin.index().times(step).plus(values.get(0)))
                .apply(reduce.body());
        return Optional.of(new Expression.Reduce(reduce.reduction(), axes, reduce.initial(), body));
    }
}
