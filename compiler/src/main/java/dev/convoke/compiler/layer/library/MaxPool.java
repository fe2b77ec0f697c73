package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
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
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The largest number in each window. */
public record MaxPool(Shape input, List<Window> windows, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "MaxPool",
            LayerType.Group.POOLING,
            "The largest number in each window, channel by channel.",
            List.of(
                    WindowArguments.KERNEL,
                    WindowArguments.STRIDE_OF_POOL,
                    WindowArguments.padding(
                            "Positions added on both sides, smaller than every number; at most half the window."),
                    WindowArguments.DILATION,
                    WindowArguments.CEIL_MODE),
            """
            `y[c, i, j] = max over u, v of x[c, i*stride - padding + u*dilation, ...]`

            Each spatial extent becomes `floor((extent + 2*padding - dilation*(kernel - 1) - 1) / stride) + 1`, or with
            `ceil_mode` the same rounded up, except that a window must start within the input or the padding before it. The gradient
            goes to the first of equal maxima. The same as PyTorch's `MaxPool1d`, `MaxPool2d` and `MaxPool3d`.
            """,
            """
            net Halved {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3, padding=1) -> Relu -> MaxPool(2)  is [8, 16, 16]
                    -> MaxPool(3, stride=2, padding=1)                    is [8, 8, 8]
                    -> output features
            }
            """,
            MaxPool::build);

    /** More than any tap's number, and exact as a float. */
    private static final double NO_TAP = 1 << 30;

    public MaxPool {
        windows = List.copyOf(windows);
    }

    private static Optional<MaxPool> build(Arguments arguments, Shape input, Stage stage) {
        boolean ceil = arguments.flag("ceil_mode");
        return Pool.windows(TYPE.name(), arguments, input, stage)
                .flatMap(windows -> Pool.shape(TYPE.name(), input, windows, ceil, stage)
                        .map(shape -> new MaxPool(input, windows, shape)));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = axes();
        List<Axis> taps = tapAxes();
        lowering.define(lowering.output(), axes, Expression.maximum(taps, read(lowering.input(0), axes, taps)));
    }

    private List<Axis> axes() {
        return Axes.join(Axis.batch("n"), Axis.of("c", input.channels()), Axes.spatial("o", outputShape.spatial()));
    }

    private List<Axis> tapAxes() {
        return Axes.spatial("k", kernel());
    }

    private List<Integer> kernel() {
        return windows.stream().map(Window::kernel).toList();
    }

    private Expression read(Tensor x, List<Axis> axes, List<Axis> taps) {
        List<Index> at = IntStream.range(0, windows.size())
                .mapToObj(i -> windows.get(i)
                        .position(axes.get(i + 2).index(), taps.get(i).index()))
                .toList();
        return x.at(
                Axes.join(axes.get(0).index(), axes.get(1).index(), at), Expression.constant(Float.NEGATIVE_INFINITY));
    }

    /** The number of a tap among all of the window's, in the order in which they are scanned. */
    private Expression number(List<Index> tap) {
        Index number = Index.ZERO;
        for (int i = 0; i < tap.size(); i++) {
            number = number.times(windows.get(i).kernel()).plus(tap.get(i));
        }
        return new Expression.IndexValue(number);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value y = training.apply(this, inputs);
        Value chosen = training.apply(new Choice(this), List.of(x, y));
        return new Trained(y, gy -> training.gradient(x, training.apply(new Gradient(this), List.of(gy, chosen))));
    }

    /** For each window the number of the first tap that reads the maximum: {@code min over taps of x == y ? tap : large}. */
    public record Choice(MaxPool pool) implements Operator {
        @Override
        public String kind() {
            return "MaxPoolChoice";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return pool.outputShape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = pool.axes();
            List<Axis> taps = pool.tapAxes();
            Expression first = Expression.choose(
                    pool.read(lowering.input(0), axes, taps),
                    Expression.Comparison.EQUAL,
                    lowering.input(1).at(Axes.indices(axes)),
                    pool.number(Axes.indices(taps)).apply(Expression.UnaryOperation.NEGATE),
                    Expression.constant(-NO_TAP));
            lowering.define(
                    lowering.output(), axes, Expression.maximum(taps, first).apply(Expression.UnaryOperation.NEGATE));
        }
    }

    /** {@code gx[n, c, i, j] = sum over windows that read x[n, c, i, j] of (this tap was chosen ? gy : 0)}. */
    public record Gradient(MaxPool pool) implements Operator {
        @Override
        public String kind() {
            return "MaxPoolGradient";
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
            List<Index> at = Axes.join(n.index(), c.index(), readers.window());
            Expression part = Expression.choose(
                    lowering.input(1).at(at),
                    Expression.Comparison.EQUAL,
                    pool.number(readers.tap()),
                    lowering.input(0).at(at),
                    Expression.constant(0));
            lowering.define(lowering.output(), Axes.join(n, c, positions), readers.sum(part));
        }
    }
}
