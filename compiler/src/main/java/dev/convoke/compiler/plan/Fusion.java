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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes elementwise definitions where the value they change is made: conv + batch norm + relu + add become one definition,
 * and what was between them is never stored. A producer is fused into its consumer if nothing else reads it and the consumer
 * reads it at its own indices only.
 */
final class Fusion {
    /**
     * Operations that a fused definition may have. A value that is used twice is computed twice, so that without a limit a
     * chain of such uses grows exponentially; and 16 elements are stored at once by a method that must stay below 8,000 bytes.
     */
    private static final int MOST_OPERATIONS = 48;

    private final List<Slot> slots;
    private final Set<Tensor> kept;

    /** The positions of the slots that make a tensor, ascending. */
    private final Map<Tensor, List<Integer>> makers = new HashMap<>();

    /** How many slots read a tensor. */
    private final Map<Tensor, Integer> readers = new HashMap<>();

    /** A computation with what fusion asks of it again and again; gone once it is part of another. */
    private static final class Slot {
        private Computation computation;
        private Set<Tensor> reads;
        private boolean reduces;
        private int operations;
        private boolean gone;

        private Slot(Computation computation) {
            this.computation = computation;
            Expression value = computation.definition().value();
            this.reads = Accesses.tensors(value);
            this.reduces = Accesses.reduces(value);
            this.operations = operations(value);
        }

        private void become(Computation merged) {
            Slot facts = new Slot(merged);
            computation = facts.computation;
            reads = facts.reads;
            reduces = facts.reduces;
            operations = facts.operations;
        }
    }

    private Fusion(List<Computation> computations, Set<Tensor> kept) {
        this.slots = computations.stream().map(Slot::new).toList();
        this.kept = kept;
        for (int i = 0; i < slots.size(); i++) {
            makers.computeIfAbsent(slots.get(i).computation.output(), tensor -> new ArrayList<>())
                    .add(i);
            count(slots.get(i).reads, 1);
        }
    }

    private void count(Set<Tensor> tensors, int change) {
        tensors.forEach(tensor -> readers.merge(tensor, change, Integer::sum));
    }

    /**
     * @param computations in order
     * @param kept tensors that must be stored whatever happens
     */
    static List<Computation> fuse(List<Computation> computations, Set<Tensor> kept) {
        return new Fusion(computations, kept).run();
    }

    private List<Computation> run() {
        for (int consumer = 0; consumer < slots.size(); consumer++) {
            Optional<Integer> producer = producerFor(consumer);
            while (producer.isPresent()) {
                join(slots.get(producer.get()), slots.get(consumer));
                producer = producerFor(consumer);
            }
        }
        return slots.stream()
                .filter(slot -> !slot.gone)
                .map(slot -> slot.computation)
                .toList();
    }

    private void join(Slot producer, Slot consumer) {
        count(producer.reads, -1);
        count(consumer.reads, -1);
        consumer.become(merge(producer.computation, consumer.computation));
        count(consumer.reads, 1);
        producer.gone = true;
    }

    /** The producer to fuse into a consumer: one with a reduction rather than one without, then the latest. */
    private Optional<Integer> producerFor(int consumerPosition) {
        Slot consumer = slots.get(consumerPosition);
        if (consumer.reduces) {
            return Optional.empty();
        }
        Optional<Integer> best = Optional.empty();
        boolean bestReduces = false;
        for (Tensor tensor : consumer.reads) {
            Optional<Integer> position = producerOf(tensor, consumerPosition);
            if (position.isEmpty() || kept.contains(tensor)) {
                continue;
            }
            Slot producer = slots.get(position.get());
            boolean reduces = producer.reduces;
            if (!fits(producer, consumer)
                    || (reduces
                            && !Vectorising.onlyVectorOperations(
                                    consumer.computation.definition().value()))) {
                continue;
            }
            if (best.isEmpty()
                    || (reduces && !bestReduces)
                    || (reduces == bestReduces && position.get() > best.get())) {
                best = position;
                bestReduces = reduces;
            }
        }
        return best;
    }

    private Optional<Integer> producerOf(Tensor tensor, int before) {
        return makers.getOrDefault(tensor, List.of()).stream()
                .filter(position -> position < before && !slots.get(position).gone)
                .reduce((earlier, later) -> later);
    }

    private boolean fits(Slot producer, Slot consumer) {
        Computation making = producer.computation;
        Computation using = consumer.computation;
        Tensor tensor = making.output();
        if (making.phase() != using.phase()
                || tensor.batched() != using.output().batched()
                || !tensor.extents().equals(using.output().extents())
                || making.forInputGradients() != using.forInputGradients()
                || readers.getOrDefault(tensor, 0) != 1) {
            return false;
        }
        List<Index> own = using.definition().axes().stream().map(Axis::index).toList();
        List<Accesses.Access> uses = Accesses.of(using.definition().value()).stream()
                .filter(access -> access.load().tensor().equals(tensor))
                .toList();
        return uses.stream()
                        .allMatch(use ->
                                use.load().at().equals(own) && use.guard().alwaysHolds())
                && (long) uses.size() * producer.operations + consumer.operations <= MOST_OPERATIONS;
    }

    /** Operations, loads counted; a reduction is one, for it is computed once however often its result is used. */
    private static int operations(Expression value) {
        int[] count = {0};
        new ExpressionRewriter() {
            @Override
            public Expression constant(Expression.Constant constant) {
                count[0]++;
                return constant;
            }

            @Override
            public Expression load(Expression.Load load) {
                count[0]++;
                return load;
            }

            @Override
            public Expression unary(Expression.Unary unary) {
                count[0]++;
                return super.unary(unary);
            }

            @Override
            public Expression binary(Expression.Binary binary) {
                count[0]++;
                return super.binary(binary);
            }

            @Override
            public Expression fma(Expression.Fma fma) {
                count[0]++;
                return super.fma(fma);
            }

            @Override
            public Expression choose(Expression.Choose choose) {
                count[0]++;
                return super.choose(choose);
            }

            @Override
            public Expression where(Expression.Where where) {
                count[0]++;
                return super.where(where);
            }

            @Override
            public Expression indexValue(Expression.IndexValue value) {
                count[0]++;
                return value;
            }

            @Override
            public Expression uniform(Expression.Uniform uniform) {
                count[0]++;
                return uniform;
            }

            @Override
            public Expression reduce(Expression.Reduce reduce) {
                count[0]++;
                return reduce;
            }
        }.rewrite(value);
        return count[0];
    }

    private static Computation merge(Computation producer, Computation consumer) {
        Definition from = producer.definition();
        Definition into = consumer.definition();
        Map<Atom.Variable, Index> axes = new HashMap<>();
        for (int i = 0; i < from.axes().size(); i++) {
            axes.put(from.axes().get(i).variable(), into.axes().get(i).index());
        }
        Set<String> taken = new HashSet<>();
        into.axes().forEach(a -> taken.add(a.name()));
        Expression made = Substitution.of(axes).apply(renameReductions(from.value(), taken));
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                return load.tensor().equals(from.output()) ? made : load;
            }
        }.rewrite(into.value());
        List<Origin> origins = new ArrayList<>(producer.origins());
        consumer.origins().stream().filter(o -> !origins.contains(o)).forEach(origins::add);
        String label = consumer.label().isEmpty()
                ? producer.label()
                : producer.label().isEmpty() ? consumer.label() : producer.label() + " + " + consumer.label();
        return new Computation(
                new Definition(into.output(), into.axes(), value, from.lanes()),
                consumer.phase(),
                label,
                origins,
                consumer.forInputGradients());
    }

    /** Renames the axes of reductions that are called like an axis of the definition they come to stand in. */
    static Expression renameReductions(Expression value, Set<String> taken) {
        return new ExpressionRewriter() {
            @Override
            public Expression reduce(Expression.Reduce reduce) {
                List<Axis> axes = new ArrayList<>();
                Map<Atom.Variable, Index> names = new HashMap<>();
                for (Axis axis : reduce.axes()) {
                    if (taken.contains(axis.name())) {
                        Atom.Variable old = axis.variable();
                        Axis renamed =
                                new Axis(new Atom.Variable(old.name() + "r", old.low(), old.high()), axis.extent());
                        names.put(old, renamed.index());
                        axes.add(renamed);
                    } else {
                        axes.add(axis);
                    }
                }
                Substitution rename = Substitution.of(names);
                return new Expression.Reduce(
                        reduce.reduction(), axes, rewrite(reduce.initial()), rename.apply(rewrite(reduce.body())));
            }
        }.rewrite(value);
    }
}
