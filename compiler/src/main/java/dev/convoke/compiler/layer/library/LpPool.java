package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.Power;
import dev.convoke.compiler.layer.operator.Readers;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The p-norm of each window. */
public record LpPool(Shape input, List<Window> windows, double norm, Shape outputShape) implements Layer {
    public static final LayerType TYPE = new Facts(
            "LpPool",
            LayerType.Group.POOLING,
            "The p-norm of each window, channel by channel.",
            List.of(
                    Argument.required(
                            "norm_type",
                            new ArgumentType.Real(0.01, 1e3),
                            "The exponent p: 1 gives the sum, 2 the Euclidean norm."),
                    WindowArguments.KERNEL,
                    WindowArguments.STRIDE_OF_POOL,
                    WindowArguments.CEIL_MODE),
            """
            `y[c, i, j] = (sum over u, v of x[c, i*stride + u, ...]^p)^(1/p)`

            Numbers are not made positive first: the result of an odd p is NaN where the sum is negative. The sum of a `ceil_mode` window that hangs
            over the end is taken as large as if its mean went on behind the end. The gradient is 0 where the sum is. Each spatial extent becomes
            `floor((extent - kernel) / stride) + 1`, or with `ceil_mode` the same rounded up, except that a window must start within the input. In all of this the same as
            PyTorch's `LPPool1d`, `LPPool2d` and `LPPool3d`.
            """,
            """
            net Norms {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3, padding=1) -> Relu -> LpPool(2, 3, stride=2)  is [8, 15, 15]
                    -> output features
            }
            """,
            LpPool::build);

    public LpPool {
        windows = List.copyOf(windows);
    }

    private static Optional<LpPool> build(Arguments arguments, Shape input, Stage stage) {
        boolean ceil = arguments.flag("ceil_mode");
        return Pool.windows(TYPE.name(), arguments, input, stage)
                .flatMap(windows -> Pool.shape(TYPE.name(), input, windows, ceil, stage)
                        .map(shape -> new LpPool(input, windows, arguments.real("norm_type"), shape)));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    private List<Axis> axes() {
        return Axes.join(Axis.batch("n"), Axis.of("c", input.channels()), Axes.spatial("o", outputShape.spatial()));
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = axes();
        List<Axis> taps = Axes.spatial("k", windows.stream().map(Window::kernel).toList());
        List<Index> at = new ArrayList<>(Axes.indices(axes.subList(0, 2)));
        for (int i = 0; i < taps.size(); i++) {
            at.add(windows.get(i).position(axes.get(i + 2).index(), taps.get(i).index()));
        }
        Expression power = Power.of(lowering.input(0).at(at, Expression.constant(0)), norm);
        Expression sum = completed(Expression.sum(taps, power), axes);
        lowering.define(lowering.output(), axes, Power.of(sum, 1 / norm));
    }

    /** What of a window that hangs over the end stands for the whole window: times its positions, by those within the input. */
    private Expression completed(Expression value, List<Axis> axes) {
        Expression completed = value;
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            Index start = axes.get(i + 2).index().times(window.stride());
            Index within = start.plus(window.kernel())
                    .min(Index.of(input.spatial().get(i)))
                    .minus(start);
            if (!within.isConstant(window.kernel())) {
                completed = completed
                        .dividedBy(new Expression.IndexValue(within))
                        .times(Expression.constant(window.kernel()));
            }
        }
        return completed;
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(x, training.apply(new Gradient(this), List.of(gy, x, y))));
    }

    /**
     * {@code gx[n, c, i, j] = x^(p - 1) * sum over windows that read x[n, c, i, j] of (y == 0 ? 0 : gy * y^(1 - p))}, times how much larger a
     * whole window is than one that hangs over the end; inputs gy, x, y.
     */
    public record Gradient(LpPool pool) implements Operator {
        @Override
        public String kind() {
            return "LpPoolGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return pool.input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = pool.axes();
            List<Index> at = Axes.indices(axes);
            Expression y = lowering.input(2).at(at);
            Expression slope = lowering.input(0).at(at).times(Power.of(y, 1 - pool.norm));
            var slopes = lowering.temporary("slopes", true, pool.outputShape.extents());
            lowering.define(
                    slopes,
                    axes,
                    Expression.choose(
                            y,
                            Expression.Comparison.EQUAL,
                            Expression.constant(0),
                            Expression.constant(0),
                            pool.completed(slope, axes)));
            List<Axis> all = Lowering.axes(lowering.output());
            List<Index> position = Axes.indices(all.subList(2, all.size()));
            Readers readers = Readers.of(pool.windows, pool.outputShape.spatial(), position);
            Expression sum = readers.sum(
                    slopes.at(Axes.join(all.get(0).index(), all.get(1).index(), readers.window())));
            Expression x = lowering.input(1).at(Axes.indices(all));
            lowering.define(lowering.output(), all, pool.norm == 1 ? sum : sum.times(Power.of(x, pool.norm - 1)));
        }
    }
}
