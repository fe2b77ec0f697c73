package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Spares the copy that puts elements into another shape, where sums alone read it: the sum over the features of
 * {@code [c, h, w] -> Flatten -> Linear} becomes one over {@code c, h, w} that reads the feature map as it lies. The products are
 * added in the same order, so the bits are the same.
 */
final class SparedReshapes {
    private SparedReshapes() {}

    /**
     * @param computations in order
     * @param kept tensors that must be stored whatever happens
     */
    static List<Computation> spare(List<Computation> computations, Set<Tensor> kept) {
        List<Computation> all = new ArrayList<>(computations);
        for (int i = 0; i < all.size(); i++) {
            Computation reshape = all.get(i);
            if (isReshape(reshape, all, kept)) {
                Optional<Map<Integer, Computation>> readers = readersWithout(reshape, all);
                if (readers.isPresent()) {
                    readers.get().forEach(all::set);
                    all.remove(i--);
                }
            }
        }
        return all;
    }

    /** Whether all that a computation does is to copy elements of one tensor to other places. */
    private static boolean isReshape(Computation computation, List<Computation> all, Set<Tensor> kept) {
        Tensor output = computation.output();
        return computation.phase() == Phase.INFERENCE
                && computation.definition().value() instanceof Expression.Load load
                && load.tensor().batched() == output.batched()
                && load.tensor().elements() == output.elements()
                && load.at().stream().anyMatch(i -> !isLinear(i))
                && !kept.contains(output)
                && all.stream().filter(c -> c.output().equals(output)).count() == 1;
    }

    /** The readers of a reshaped tensor, by their positions, as they read what it is made of; none if one cannot. */
    private static Optional<Map<Integer, Computation>> readersWithout(Computation reshape, List<Computation> all) {
        Map<Integer, Computation> readers = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Computation reader = all.get(i);
            Expression value = reader.definition().value();
            if (Accesses.tensors(value).contains(reshape.output())) {
                Expression direct = direct(value, reshape.definition());
                if (reader.phase() != reshape.phase()
                        || Accesses.tensors(direct).contains(reshape.output())
                        || !Accesses.of(direct).stream()
                                .allMatch(a -> a.load().at().stream().allMatch(SparedReshapes::isLinear))) {
                    return Optional.empty();
                }
                readers.put(i, joined(reshape, reader, direct));
            }
        }
        return readers.isEmpty() ? Optional.empty() : Optional.of(readers);
    }

    private static Computation joined(Computation reshape, Computation reader, Expression value) {
        Definition definition = reader.definition();
        List<Origin> origins = new ArrayList<>(reshape.origins());
        reader.origins().stream().filter(o -> !origins.contains(o)).forEach(origins::add);
        String label = reshape.label().isEmpty() ? reader.label() : reshape.label() + " + " + reader.label();
        return new Computation(
                new Definition(definition.output(), definition.axes(), value, definition.lanes()),
                reader.phase(),
                label,
                origins,
                reader.forInputGradients());
    }

    /** A value that reads what was reshaped, where it is read within a reduction over an axis of the reshaped tensor. */
    private static Expression direct(Expression value, Definition reshape) {
        Tensor from = ((Expression.Load) reshape.value()).tensor();
        return new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                Expression.Reduce split = reduce;
                for (Axis axis : reduce.axes()) {
                    if (axis.extent().isConstant(from.elements()) && runsAlong(reduce.body(), reshape, axis)) {
                        split = split(split, axis, from.extents());
                    }
                }
                Expression body = new ExpressionRewriter() {
                    @Override
                    public Expression load(Expression.Load load) {
                        return load.tensor().equals(reshape.output()) ? source(load, reshape) : load;
                    }
                }.rewrite(split.body());
                return new Expression.Reduce(split.reduction(), split.axes(), split.initial(), body);
            }
        }.rewrite(value);
    }

    /** Whether an expression reads the reshaped tensor along an axis of a reduction. */
    private static boolean runsAlong(Expression body, Definition reshape, Axis axis) {
        return Accesses.of(body).stream()
                .filter(a -> a.load().tensor().equals(reshape.output()))
                .anyMatch(a -> a.load().at().contains(axis.index()));
    }

    /** The same reduction with several axes in the place of one, in the order of their elements; the names begin with its name. */
    private static Expression.Reduce split(Expression.Reduce reduce, Axis axis, List<Integer> extents) {
        List<Axis> parts = new ArrayList<>();
        Index element = Index.ZERO;
        for (int i = 0; i < extents.size(); i++) {
            int extent = extents.get(i);
            element = element.times(extent);
            if (extent > 1) {
                Axis part = Axis.of(axis.name() + i, extent);
                parts.add(part);
                element = element.plus(part.index());
            }
        }
        List<Axis> axes = new ArrayList<>(reduce.axes());
        int position = axes.indexOf(axis);
        axes.remove(position);
        axes.addAll(position, parts);
        Expression body = Substitution.of(axis.variable(), element).apply(reduce.body());
        return new Expression.Reduce(reduce.reduction(), axes, reduce.initial(), body);
    }

    private static Expression source(Expression.Load load, Definition reshape) {
        Map<Atom.Variable, Index> places = new HashMap<>();
        for (int i = 0; i < reshape.axes().size(); i++) {
            places.put(reshape.axes().get(i).variable(), load.at().get(i));
        }
        return Substitution.of(places).apply(reshape.value());
    }

    private static boolean isLinear(Index index) {
        return index.terms().stream().allMatch(t -> t.atom() instanceof Atom.Variable);
    }
}
