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
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Means over windows that are chosen so that as many result as wanted.
 *
 * @param outputs the wanted spatial extents
 */
public record AdaptiveAvgPool(Shape input, List<Integer> outputs) implements Layer {
    public static final LayerType TYPE = new Facts(
            "AdaptiveAvgPool",
            LayerType.Group.POOLING,
            "Means over as many windows as are wanted.",
            List.of(Argument.required("output_size", new ArgumentType.Extents(1), "Spatial extents of the result.")),
            """
            `y[c, i, j]` is the mean of `x` over the positions from `floor(i * extent / size)` up to but without
            `ceil((i + 1) * extent / size)` along each spatial axis. Where the size does not divide the extent, windows overlap or
            differ by 1. The same as PyTorch's `AdaptiveAvgPool1d`, `AdaptiveAvgPool2d` and `AdaptiveAvgPool3d`.
            """,
            """
            net Pooled {
              input image: [3, 30, 40]
              image -> AdaptiveAvgPool((7, 5))  is [3, 7, 5]
                    -> output grid
            }
            """,
            AdaptiveAvgPool::build);

    public AdaptiveAvgPool {
        outputs = List.copyOf(outputs);
    }

    private static Optional<AdaptiveAvgPool> build(Arguments arguments, Shape input, Stage stage) {
        String name = TYPE.name();
        if (!Geometry.isFeatureMap(name, input, stage)) {
            return Optional.empty();
        }
        return Geometry.extents(arguments, "output_size", input, stage)
                .flatMap(size -> Geometry.shape(name, input.channels(), size, stage)
                        .map(shape -> new AdaptiveAvgPool(input, size)));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return new Shape(Axes.join(input.channels(), outputs));
    }

    @Override
    public List<Window> windows() {
        return Bins.windows(bins());
    }

    @Override
    public List<Taps> taps() {
        return Taps.all(bins().stream().map(Bins::taps).toList());
    }

    private List<Bins> bins() {
        return Bins.of(input, outputs);
    }

    @Override
    public void lower(Lowering lowering) {
        Axis n = Axis.batch("n");
        Axis c = Axis.of("c", input.channels());
        List<Bins> bins = bins();
        List<Axis> positions = Axes.spatial("o", outputs);
        Bins.Elements elements = Bins.Elements.of(bins, Axes.indices(positions));
        Expression x = lowering.input(0).at(Axes.join(n.index(), c.index(), elements.position()));
        Expression sum = Expression.sum(elements.axes(), Expression.where(elements.guard(), x, Expression.constant(0)));
        lowering.define(
                lowering.output(), Axes.join(n, c, positions), sum.dividedBy(count(bins, Axes.indices(positions))));
    }

    /** Elements of a window. */
    private static Expression count(List<Bins> bins, List<Index> bin) {
        long constant = 1;
        List<Expression> varying = new ArrayList<>();
        for (int i = 0; i < bins.size(); i++) {
            Index size = bins.get(i).end(bin.get(i)).minus(bins.get(i).start(bin.get(i)));
            if (size.isConstant()) {
                constant *= size.constant();
            } else {
                varying.add(new Expression.IndexValue(size));
            }
        }
        Expression same = Expression.constant(constant);
        return varying.stream().reduce(Expression::times).map(same::times).orElse(same);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> backward(training, inputs.get(0), gy));
    }

    void backward(Training training, Value x, Value gy) {
        training.gradient(x, training.apply(new Gradient(this), List.of(gy)));
    }

    /** {@code gx[n, c, i, j] = sum over windows that x[n, c, i, j] lies in of gy / count}. */
    public record Gradient(AdaptiveAvgPool pool) implements Operator {
        @Override
        public String kind() {
            return "AdaptiveAvgPoolGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return pool.input.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis n = Axis.batch("n");
            Axis c = Axis.of("c", pool.input.channels());
            List<Bins> bins = pool.bins();
            List<Axis> positions = Axes.spatial("i", pool.input.spatial());
            Bins.Containing windows = Bins.Containing.of(bins, Axes.indices(positions));
            Expression gy = lowering.input(0).at(Axes.join(n.index(), c.index(), windows.window()));
            Expression part = gy.dividedBy(count(bins, windows.window()));
            lowering.define(lowering.output(), Axes.join(n, c, positions), windows.sum(part));
        }
    }
}
