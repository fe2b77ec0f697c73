package dev.convoke.compiler.loop;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/** Small definitions of every kind of expression, by a seed. */
public final class RandomDefinitions {
    private static final Axis N = Axis.batch("n");

    private final Random random;
    private final List<Axis> axes;
    private final Map<Tensor, float[]> tensors = new LinkedHashMap<>();
    private final int batch;
    private int reductions;

    /** A definition, the tensors that it reads, and how many samples they have. */
    public record Sample(Definition definition, Map<Tensor, float[]> inputs, int batch) {
        /** The tensors read and, filled with NaN, the one defined. */
        public Map<Tensor, float[]> memory() {
            Map<Tensor, float[]> memory = new LinkedHashMap<>();
            inputs.forEach((tensor, values) -> memory.put(tensor, values.clone()));
            float[] result = new float[Evaluator.inFloat(batch).elements(definition.output())];
            Arrays.fill(result, Float.NaN);
            memory.put(definition.output(), result);
            return memory;
        }
    }

    private RandomDefinitions(long seed) {
        random = new Random(seed);
        batch = 1 + random.nextInt(3);
        axes = List.of(N, Axis.of("c", 1 + random.nextInt(20)), Axis.of("h", 1 + random.nextInt(6)));
    }

    /** One for each seed; of the functions only those that IEEE defines, if {@code exact}. */
    public static Sample of(long seed, boolean exact) {
        RandomDefinitions definitions = new RandomDefinitions(seed);
        Expression value = definitions.expression(3, exact, true);
        List<Axis> axes = definitions.axes;
        Tensor output = new Tensor("out", true, List.of((int) extent(axes.get(1)), (int) extent(axes.get(2))));
        return new Sample(
                new Definition(output, axes, value, OptionalInt.empty()), definitions.tensors, definitions.batch);
    }

    private static long extent(Axis axis) {
        return axis.extent().constant();
    }

    private Expression expression(int depth, boolean exact, boolean reduce) {
        if (depth == 0) {
            return switch (random.nextInt(6)) {
                case 0 -> Expression.constant(Math.round(random.nextGaussian() * 8) / 4.0);
                case 1 -> new Expression.IndexValue(index().plus(random.nextInt(3)));
                default -> load();
            };
        }
        return switch (random.nextInt(reduce ? 9 : 7)) {
            case 0 -> expression(depth - 1, exact, reduce).plus(expression(depth - 1, exact, reduce));
            case 1 -> expression(depth - 1, exact, reduce).minus(expression(depth - 1, exact, reduce));
            case 2 -> expression(depth - 1, exact, reduce).times(expression(depth - 1, exact, reduce));
            case 3 -> expression(depth - 1, exact, reduce).max(expression(depth - 1, exact, reduce));
            case 4 -> unary(expression(depth - 1, exact, reduce), exact);
            case 5 ->
                Expression.choose(
                        expression(depth - 1, exact, false),
                        random.nextBoolean() ? Expression.Comparison.LESS : Expression.Comparison.LESS_OR_EQUAL,
                        expression(depth - 1, exact, false),
                        expression(depth - 1, exact, reduce),
                        expression(depth - 1, exact, reduce));
            case 6 -> expression(depth - 1, exact, reduce).min(expression(depth - 1, exact, reduce));
            default -> reduction();
        };
    }

    private Expression unary(Expression operand, boolean exact) {
        return switch (random.nextInt(exact ? 4 : 8)) {
            case 0 -> operand.apply(Expression.UnaryOperation.NEGATE);
            case 1 -> operand.apply(Expression.UnaryOperation.FLOOR);
            case 2 -> operand.apply(Expression.UnaryOperation.ABS).apply(Expression.UnaryOperation.SQRT);
            case 3 -> operand.dividedBy(Expression.constant(3));
            case 4 -> operand.min(Expression.constant(8)).apply(Expression.UnaryOperation.EXP);
            case 5 -> operand.apply(Expression.UnaryOperation.TANH);
            case 6 -> operand.apply(Expression.UnaryOperation.SIGMOID);
            default -> operand.apply(Expression.UnaryOperation.ERF);
        };
    }

    private Expression reduction() {
        Axis j = Axis.of("j" + reductions++, 1 + random.nextInt(5));
        Index shifted =
                axes.get(2).index().times(1 + random.nextInt(2)).plus(j.index()).minus(random.nextInt(3));
        Expression x = batchedInput().at(List.of(N.index(), axes.get(1).index(), shifted), Expression.constant(0));
        return switch (random.nextInt(3)) {
            case 0 -> Expression.sum(List.of(j), load(), x.times(load()));
            case 1 -> Expression.sum(List.of(j), x);
            default -> Expression.maximum(List.of(j), x);
        };
    }

    private Index index() {
        return axes.get(random.nextInt(axes.size())).index();
    }

    private Tensor batchedInput() {
        return tensor(new Tensor(
                "x" + random.nextInt(2), true, List.of((int) extent(axes.get(1)), (int) extent(axes.get(2)))));
    }

    private Expression load() {
        Index c = axes.get(1).index();
        Index h = axes.get(2).index();
        return switch (random.nextInt(4)) {
            case 0 -> tensor(new Tensor("scalar", false, List.of())).at();
            case 1 ->
                tensor(new Tensor("w", false, List.of((int) extent(axes.get(1)))))
                        .at(c);
            case 2 -> {
                // Rows mirrored, and in the order 0, 2, 4, 1, 3: quotients and remainders.
                long extent = extent(axes.get(2));
                Index mirrored = Index.of(extent - 1).minus(h);
                yield batchedInput()
                        .at(
                                N.index(),
                                c,
                                random.nextBoolean() ? mirrored : h.times(2).modulo(extent));
            }
            default -> batchedInput().at(N.index(), c, h.plus(random.nextInt(2)).floorDivide(2));
        };
    }

    private Tensor tensor(Tensor tensor) {
        tensors.computeIfAbsent(
                tensor, t -> Layers.random(random, Evaluator.inFloat(batch).elements(t)));
        return tensor;
    }
}
