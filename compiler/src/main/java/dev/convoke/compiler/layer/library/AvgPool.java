package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.Readers;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mean of each window. */
public record AvgPool(Shape input, List<Window> windows, boolean countIncludePad, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "AvgPool",
            LayerType.Group.POOLING,
            "The mean of each window, channel by channel.",
            List.of(
                    WindowArguments.KERNEL,
                    WindowArguments.STRIDE_OF_POOL,
                    WindowArguments.padding("Zeros added on both sides; at most half the window."),
                    WindowArguments.CEIL_MODE,
                    Argument.optional(
                            "count_include_pad",
                            new ArgumentType.Flag(),
                            new ArgumentValue.Flag(true),
                            "Whether the zeros of the padding count as numbers of the window.")),
            """
            `y[c, i, j] = (sum over u, v of x[c, i*stride - padding + u, ...]) / count`

            `count` is how many positions of the window lie in the input; with `count_include_pad` those in the padding are counted
            too, but never those of a `ceil_mode` window behind the padding. Each spatial extent becomes
            `floor((extent + 2*padding - kernel) / stride) + 1`, or with `ceil_mode` the same rounded up, except that a window
            must start within the input or the padding before it. The same as PyTorch's `AvgPool1d`, `AvgPool2d` and `AvgPool3d`.
            """,
            """
            net Smoothed {
              input image: [3, 32, 32]
              image -> AvgPool(3, stride=2, padding=1, count_include_pad=false)  is [3, 16, 16]
                    -> output half
            }
            """,
            AvgPool::build);

    public AvgPool {
        windows = List.copyOf(windows);
    }

    private static Optional<AvgPool> build(Arguments arguments, Shape input, Stage stage) {
        boolean ceil = arguments.flag("ceil_mode");
        return Pool.windows(TYPE.name(), arguments, input, stage)
                .flatMap(windows -> Pool.shape(TYPE.name(), input, windows, ceil, stage)
                        .map(shape -> new AvgPool(input, windows, arguments.flag("count_include_pad"), shape)));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Axis n = Axis.batch("n");
        Axis c = Axis.of("c", input.channels());
        List<Axis> positions = Axes.spatial("o", outputShape.spatial());
        List<Axis> taps = Axes.spatial("k", windows.stream().map(Window::kernel).toList());
        List<Index> at = new ArrayList<>(List.of(n.index(), c.index()));
        for (int i = 0; i < taps.size(); i++) {
            at.add(windows.get(i).position(positions.get(i).index(), taps.get(i).index()));
        }
        Expression sum = Expression.sum(taps, lowering.input(0).at(at, Expression.constant(0)));
        Count count = Count.of(this, Axes.indices(positions));
        lowering.define(lowering.output(), Axes.join(n, c, positions), count.divide(sum));
    }

    /** How many numbers a window counts: a constant, times what is not the same for all windows. */
    private record Count(long constant, List<Index> varying) {
        static Count of(AvgPool pool, List<Index> window) {
            long constant = 1;
            List<Index> varying = new ArrayList<>();
            for (int i = 0; i < window.size(); i++) {
                Index count = pool.count(i, window.get(i));
                if (count.isConstant()) {
                    constant *= count.constant();
                } else {
                    varying.add(count);
                }
            }
            return new Count(constant, varying);
        }

        boolean isConstant() {
            return varying.isEmpty();
        }

        Expression divide(Expression sum) {
            Expression count = varying.stream()
                    .<Expression>map(Expression.IndexValue::new)
                    .reduce(Expression::times)
                    .map(product -> constant == 1 ? product : product.times(Expression.constant(constant)))
                    .orElse(Expression.constant(constant));
            return isConstant() && constant == 1 ? sum : sum.dividedBy(count);
        }
    }

    private Index count(int axis, Index index) {
        Window window = windows.get(axis);
        int extent = input.spatial().get(axis);
        Index start = index.times(window.stride()).minus(window.padding());
        Index end = start.plus(window.kernel());
        if (countIncludePad) {
            return end.min(Index.of((long) extent + window.padding())).minus(start);
        }
        return end.min(Index.of(extent)).minus(start.max(Index.ZERO));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(inputs.get(0), training.apply(new Gradient(this), List.of(gy))));
    }

    /** {@code gx[n, c, i, j] = sum over windows that read x[n, c, i, j] of gy / count}. */
    public record Gradient(AvgPool pool) implements Operator {
        @Override
        public String kind() {
            return "AvgPoolGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return pool.input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis n = Axis.batch("n");
            Axis c = Axis.of("c", pool.input.channels());
            List<Axis> positions = Axes.spatial("i", pool.input.spatial());
            Readers readers = Readers.of(pool.windows, pool.outputShape.spatial(), Axes.indices(positions));
            Expression gy = lowering.input(0).at(Axes.join(n.index(), c.index(), readers.window()));
            Count count = Count.of(pool, readers.window());
            Expression sum = count.isConstant() ? count.divide(readers.sum(gy)) : readers.sum(count.divide(gy));
            lowering.define(lowering.output(), Axes.join(n, c, positions), sum);
        }
    }
}
