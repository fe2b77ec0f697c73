package dev.convoke.compiler.schedule;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import dev.convoke.compiler.loop.Tensor;

/**
 * What a step costs, in cycles of one core: its operations, those of vectors counted as those of numbers, times how often its loops run them, and the
 * weights that no cache holds from one call to the next. It says whether threads gain from sharing the step, so that it need be right within
 * a factor of two only, and only for small steps.
 */
public final class StepCost {
    /** Cycles of an addition, a multiply-add, a load or a store, of which a core does two or three at once. */
    private static final double SIMPLE = 0.4;

    /** Cycles of a division. */
    private static final double DIVISION = 5;

    /** Cycles of a square root, an exponential and the like. */
    private static final double FUNCTION = 12;

    /** Cycles of a comparison with a choice, and of a condition. */
    private static final double CHOICE = 1.5;

    /** Cycles of a random number. */
    private static final double RANDOM = 30;

    /** Cycles of an iteration beside what it does. */
    private static final double ITERATION = 0.8;

    /** Bytes of weights that a core's own cache keeps from one call to the next. */
    private static final double CACHE = 256 * 1024;

    /** Bytes of weights that come from farther away in a cycle. */
    private static final double BYTES = 6;

    private StepCost() {}

    /**
     * Cycles of a part, {@code each + batch * samples}.
     *
     * @param each what does not depend on the batch
     * @param samples what each sample of the batch adds, where a part goes over samples
     */
    public record Cycles(long each, long samples) {}

    /**
     * What one of {@code parts} parts costs.
     *
     * @param part what a part does
     * @param parts how many there are, for one sample
     */
    public static Cycles of(Step step, Statement part, long parts) {
        double weights = step.buffers().values().stream()
                .filter(tensor -> !tensor.batched())
                .mapToDouble(Tensor::elements)
                .sum();
        double waiting = Math.max(0, weights * Float.BYTES - CACHE) / BYTES / Math.max(1, parts);
        double one = new Count(1).of(part);
        double perSample = new Count(2).of(part) - one;
        return new Cycles(Math.max(1, Math.round(one - perSample + waiting)), Math.round(perSample));
    }

    /** What a statement costs for one sample, but for the weights that no cache holds. */
    public static double cycles(Statement statement) {
        return new Count(1).of(statement);
    }

    /** Counts cycles for a batch of so many samples. */
    private static final class Count implements Statement.Cases<Double> {
        private final int batch;

        Count(int batch) {
            this.batch = batch;
        }

        double of(Statement statement) {
            return statement.match(this);
        }

        @Override
        public Double block(Statement.Block block) {
            return block.statements().stream().mapToDouble(this::of).sum();
        }

        @Override
        public Double loop(Statement.For loop) {
            Index extent = loop.high().minus(loop.low()).substitute(Axis.BATCH, Index.of(batch));
            return Math.max(0, extent.range().high()) * (ITERATION + of(loop.body()));
        }

        @Override
        public Double define(Statement.Define define) {
            return operations(define.value());
        }

        @Override
        public Double assign(Statement.Assign assign) {
            return operations(assign.value());
        }

        @Override
        public Double store(Statement.Store store) {
            return SIMPLE + operations(store.value());
        }

        @Override
        public Double put(Statement.Put put) {
            return SIMPLE + operations(put.value());
        }

        @Override
        public Double when(Statement.When when) {
            return CHOICE + of(when.body());
        }

        @Override
        public Double let(Statement.Let let) {
            return 0.0;
        }
    }

    private static double operations(Expression expression) {
        Operations operations = new Operations();
        operations.rewrite(expression);
        return operations.cycles;
    }

    /** Visits every operation of an expression; changes none. */
    private static final class Operations extends ExpressionRewriter {
        private double cycles;

        @Override
        public Expression fetch(Expression.Fetch fetch) {
            cycles += fetch.lanes() == Lanes.SCALAR ? 2 * SIMPLE : SIMPLE;
            return super.fetch(fetch);
        }

        @Override
        public Expression unary(Expression.Unary unary) {
            cycles += switch (unary.operation()) {
                case NEGATE, ABS, FLOOR -> SIMPLE;
                case SQRT, EXP, LOG, TANH, SIGMOID, ERF -> FUNCTION;
            };
            return super.unary(unary);
        }

        @Override
        public Expression binary(Expression.Binary binary) {
            cycles += binary.operation() == Expression.BinaryOperation.DIVIDE ? DIVISION : SIMPLE;
            return super.binary(binary);
        }

        @Override
        public Expression fma(Expression.Fma fma) {
            cycles += SIMPLE;
            return super.fma(fma);
        }

        @Override
        public Expression choose(Expression.Choose choose) {
            cycles += CHOICE;
            return super.choose(choose);
        }

        @Override
        public Expression where(Expression.Where where) {
            cycles += CHOICE;
            return super.where(where);
        }

        @Override
        public Expression uniform(Expression.Uniform uniform) {
            cycles += RANDOM;
            return super.uniform(uniform);
        }
    }
}
