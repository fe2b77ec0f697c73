package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Expression.Reduce;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Cuts the sums of a linear layer whose weights just do not fit into a core's own cache into parts that each read a range of the weights: {@code parts[n, p, k]}, and their sum over
 * {@code p}. Read from one end to the other with every call, each byte of the weights would have left the cache before it is read again. Parts may be computed in any order, so every second call
 * goes through them from last to first ({@link #inTurns}) and finds in the cache what the call before it has read last.
 *
 * <p>It is another definition: the parts are rounded by themselves, and the error is smaller than that of one long sum. So it is for {@link Numerics#FAST} only.
 */
public final class SumsInTurns {
    /** Floats of weights that a core's own cache holds in any case, beside the rest. */
    private static final long SMALL = 1L << 17;

    /** Floats of all of a net's weights, of which a core's own cache holds about half. */
    private static final long ALL = 1L << 19;

    /** Parts of a sum at least: all but one of them may still be in the cache. */
    private static final long FEWEST = 4;

    private SumsInTurns() {}

    /**
     * The same results, with some sums as two computations.
     *
     * @param computations of an inference
     */
    static List<Computation> cut(List<Computation> computations) {
        Set<Tensor> weights = new LinkedHashSet<>();
        computations.stream()
                .filter(c -> c.phase() == Phase.INFERENCE)
                .forEach(c -> weights.addAll(Accesses.tensors(c.definition().value())));
        weights.removeIf(Tensor::batched);
        if (weights.stream().mapToLong(Tensor::elements).sum() > ALL) {
            return computations;
        }
        return computations.stream().flatMap(c -> cut(c).stream()).toList();
    }

    private static List<Computation> cut(Computation computation) {
        Definition definition = computation.definition();
        boolean linear = computation.phase() == Phase.INFERENCE
                && definition.output().batched()
                && definition.axes().size() == 2;
        Optional<Reduce> sum = linear ? largeSum(definition.value()) : Optional.empty();
        return sum.map(reduce -> inParts(computation, reduce)).orElse(List.of(computation));
    }

    /** The sum of products with large weights in a value, if it can be cut. */
    private static Optional<Reduce> largeSum(Expression value) {
        List<Reduce> found = new ArrayList<>();
        new ExpressionRewriter() {
            @Override
            public Expression reduce(Reduce reduce) {
                boolean large = Accesses.tensors(reduce.body()).stream()
                        .anyMatch(tensor -> !tensor.batched() && tensor.elements() > SMALL);
                if (large
                        && reduce.reduction() == Expression.Reduction.SUM
                        && reduce.body().product().isPresent()
                        && reduce.axes().stream().allMatch(axis -> axis.extent().isConstant())
                        && parts(reduce) > 1) {
                    found.add(reduce);
                }
                return reduce;
            }
        }.rewrite(value);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** As few parts as may be, of equal length; 1 if the first axis cannot be cut so. */
    private static long parts(Reduce reduce) {
        long extent = reduce.axes().get(0).extent().constant();
        return LongStream.rangeClosed(FEWEST, 2 * FEWEST)
                .filter(parts -> extent % parts == 0)
                .findFirst()
                .orElse(1);
    }

    private static List<Computation> inParts(Computation computation, Reduce reduce) {
        Definition definition = computation.definition();
        Axis first = reduce.axes().get(0);
        Axis part = Axis.of("p", parts(reduce));
        Axis within = Axis.of(
                first.name() + "i", first.extent().constant() / part.extent().constant());
        List<Axis> inner = new ArrayList<>(reduce.axes());
        inner.set(0, within);
        Expression one = Substitution.of(
                        first.variable(),
                        part.index().times(within.extent().constant()).plus(within.index()))
                .apply(new Reduce(reduce.reduction(), inner, Expression.constant(0), reduce.body()));
        Axis batch = definition.axes().get(0);
        Axis outputs = definition.axes().get(1);
        Tensor parts = new Tensor(
                "parts of " + definition.output().name(),
                true,
                List.of((int) part.extent().constant(), (int) outputs.extent().constant()));
        Expression sum = new Reduce(
                reduce.reduction(),
                List.of(part),
                reduce.initial(),
                parts.at(List.of(batch.index(), part.index(), outputs.index())));
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression reduce(Reduce old) {
                return old.equals(reduce) ? sum : super.reduce(old);
            }
        }.rewrite(definition.value());
        Definition ofParts = new Definition(parts, List.of(batch, part, outputs), one, OptionalInt.of(2));
        return List.of(
                new Computation(
                        ofParts,
                        computation.phase(),
                        computation.label() + " (parts)",
                        computation.origins(),
                        computation.forInputGradients()),
                computation.with(new Definition(definition.output(), definition.axes(), value, definition.lanes())));
    }

    /** Whether a nest of an inference is {@code parts[n, p, k]}, each part of which reads weights of its own. */
    public static boolean inTurns(Nest nest) {
        return nest.axes().size() == 3
                && nest.axes().get(0).isBatch()
                && nest.lanes().equals(OptionalInt.of(2))
                && nest.ownsFactors(nest.axes().get(1));
    }
}
