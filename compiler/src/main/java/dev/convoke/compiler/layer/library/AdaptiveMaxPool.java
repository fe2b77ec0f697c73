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
import java.util.List;
import java.util.Optional;

/**
 * The largest number in each of windows that are chosen so that as many result as wanted.
 *
 * @param outputs the wanted spatial extents
 */
public record AdaptiveMaxPool(Shape input, List<Integer> outputs) implements Layer {
    public static final LayerType TYPE = new Facts(
            "AdaptiveMaxPool",
            LayerType.Group.POOLING,
            "The largest numbers of as many windows as are wanted.",
            List.of(Argument.required("output_size", new ArgumentType.Extents(1), "Spatial extents of the result.")),
            """
            `y[c, i, j]` is the maximum of `x` over the positions from `floor(i * extent / size)` up to but without
            `ceil((i + 1) * extent / size)` along each spatial axis. Where the size does not divide the extent, windows overlap or
            differ by 1. The gradient goes to the first of equal maxima. The same as PyTorch's `AdaptiveMaxPool1d`, `AdaptiveMaxPool2d` and
            `AdaptiveMaxPool3d`.
            """,
            """
            net Pooled {
              input image: [3, 30, 40]
              image -> AdaptiveMaxPool((7, 5))  is [3, 7, 5]
                    -> output grid
            }
            """,
            AdaptiveMaxPool::build);

    /** More than any element's number, and exact as a float. */
    private static final double NO_ELEMENT = 1 << 30;

    public AdaptiveMaxPool {
        outputs = List.copyOf(outputs);
    }

    private static Optional<AdaptiveMaxPool> build(Arguments arguments, Shape input, Stage stage) {
        String name = TYPE.name();
        if (!Geometry.isFeatureMap(name, input, stage)) {
            return Optional.empty();
        }
        return Geometry.extents(arguments, "output_size", input, stage)
                .flatMap(size -> Geometry.shape(name, input.channels(), size, stage)
                        .map(shape -> new AdaptiveMaxPool(input, size)));
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

    private List<Axis> axes() {
        return Axes.join(Axis.batch("n"), Axis.of("c", input.channels()), Axes.spatial("o", outputs));
    }

    private Bins.Elements elements(List<Axis> axes) {
        return Bins.Elements.of(bins(), Axes.indices(axes.subList(2, axes.size())));
    }

    private static Expression read(Lowering lowering, List<Axis> axes, Bins.Elements elements) {
        Expression x =
                lowering.input(0).at(Axes.join(axes.get(0).index(), axes.get(1).index(), elements.position()));
        return Expression.where(elements.guard(), x, Expression.constant(Float.NEGATIVE_INFINITY));
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = axes();
        Bins.Elements elements = elements(axes);
        lowering.define(lowering.output(), axes, Expression.maximum(elements.axes(), read(lowering, axes, elements)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value y = training.apply(this, inputs);
        Backward backward = choose(training, inputs.get(0), y);
        return new Trained(y, backward);
    }

    /** Notes which elements the maxima are, for the gradient. */
    Backward choose(Training training, Value x, Value y) {
        Value chosen = training.apply(new Choice(this), List.of(x, y));
        return gy -> training.gradient(x, training.apply(new Gradient(this), List.of(gy, chosen)));
    }

    /** For each window the number of the first element that is the maximum: {@code min over elements of x == y ? number : large}. */
    public record Choice(AdaptiveMaxPool pool) implements Operator {
        @Override
        public String kind() {
            return "AdaptiveMaxPoolChoice";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return pool.outputShape().extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = pool.axes();
            Bins.Elements elements = pool.elements(axes);
            Expression first = Expression.choose(
                    read(lowering, axes, elements),
                    Expression.Comparison.EQUAL,
                    lowering.input(1).at(Axes.indices(axes)),
                    new Expression.IndexValue(elements.number()).apply(Expression.UnaryOperation.NEGATE),
                    Expression.constant(-NO_ELEMENT));
            lowering.define(
                    lowering.output(),
                    axes,
                    Expression.maximum(elements.axes(), first).apply(Expression.UnaryOperation.NEGATE));
        }
    }

    /** {@code gx[n, c, i, j] = sum over windows that x[n, c, i, j] lies in of (it was chosen ? gy : 0)}. */
    public record Gradient(AdaptiveMaxPool pool) implements Operator {
        @Override
        public String kind() {
            return "AdaptiveMaxPoolGradient";
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
            List<Index> at = Axes.join(n.index(), c.index(), windows.window());
            Index number = Index.ZERO;
            for (int i = 0; i < bins.size(); i++) {
                Index element = positions
                        .get(i)
                        .index()
                        .minus(bins.get(i).start(windows.window().get(i)));
                number = number.times(bins.get(i).size()).plus(element);
            }
            Expression part = Expression.choose(
                    lowering.input(1).at(at),
                    Expression.Comparison.EQUAL,
                    new Expression.IndexValue(number),
                    lowering.input(0).at(at),
                    Expression.constant(0));
            lowering.define(lowering.output(), Axes.join(n, c, positions), windows.sum(part));
        }
    }
}
