package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.Power;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;

/** Divides each element by a measure of those of its neighbours among the channels. */
public record LocalResponseNorm(Shape outputShape, int size, double alpha, double beta, double k) implements Layer {
    public static final LayerType TYPE = new Facts(
            "LocalResponseNorm",
            LayerType.Group.NORMALISATION,
            "Normalisation by neighbouring channels.",
            List.of(
                    Argument.required(
                            "size",
                            new ArgumentType.Whole(1, Integer.MAX_VALUE),
                            "Neighbouring channels that count, the element's own among them."),
                    Argument.optional(
                            "alpha",
                            new ArgumentType.Real(0, 1e30),
                            new ArgumentValue.Real(1e-4),
                            "What the mean of the squares is multiplied by."),
                    Argument.optional(
                            "beta", new ArgumentType.Real(0, 1e3), new ArgumentValue.Real(0.75), "The exponent."),
                    Argument.optional(
                            "k", new ArgumentType.Real(0, 1e30), new ArgumentValue.Real(1), "What is added to that.")),
            """
            `y[c] = x[c] / (k + alpha / size * sum over d of x[d]^2)^beta`, at each position

            `d` runs from `c - floor(size / 2)` to `c + floor((size - 1) / 2)`, as far as there are channels. The same as PyTorch's
            `LocalResponseNorm` (in which, other than in the paper, `alpha` is divided by `size`). Formula: Krizhevsky, Sutskever and Hinton, "ImageNet
            Classification with Deep Convolutional Neural Networks", 2012.
            """,
            """
            net FirstLayer {
              input image: [3, 227, 227]
              image -> conv1: Conv(96, 11, stride=4) -> Relu -> LocalResponseNorm(5) -> MaxPool(3, stride=2)
                    -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new LocalResponseNorm(
                    input,
                    arguments.whole("size"),
                    arguments.real("alpha"),
                    arguments.real("beta"),
                    arguments.real("k"))));

    @Override
    public String kind() {
        return TYPE.name();
    }

    /** Channels before an element's own that count; those after it are {@code size - 1} less these. */
    private int before() {
        return size / 2;
    }

    /** The sum of a term over an element's neighbours: those from {@code before} channels before it on. */
    private Expression sum(List<Index> element, int before, Term term) {
        // No more than there are channels on either side, however large the size is.
        int channels = outputShape.channels();
        int first = Math.min(before, channels - 1);
        Axis j = Axis.of("j", first + Math.min(size - 1 - before, channels - 1) + 1L);
        Index channel = element.get(1).plus(j.index()).minus(first);
        return Expression.sum(
                List.of(j), term.at(Axes.join(element.get(0), channel, element.subList(2, element.size()))));
    }

    private interface Term {
        Expression at(List<Index> element);
    }

    /** The base of the power: {@code k + alpha / size * sum of squares}. */
    private void defineBase(Lowering lowering, Tensor base, Tensor x) {
        List<Axis> axes = Lowering.axes(base);
        Expression sum = sum(Axes.indices(axes), before(), at -> {
            Expression neighbour = x.at(at, Expression.constant(0));
            return neighbour.times(neighbour);
        });
        lowering.define(base, axes, new Expression.Fma(sum, Expression.constant(alpha / size), Expression.constant(k)));
    }

    @Override
    public void lower(Lowering lowering) {
        Tensor x = lowering.input(0);
        Tensor base = lowering.temporary("base", true, outputShape.extents());
        defineBase(lowering, base, x);
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> at = Axes.indices(axes);
        lowering.define(lowering.output(), axes, x.at(at).dividedBy(Power.of(base.at(at), beta)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> training.gradient(x, training.apply(new Gradient(this), List.of(gy, x, y))));
    }

    /**
     * With {@code b[c] = k + alpha / size * sum of squares}: {@code gx[c] = gy[c] / b[c]^beta - 2 * alpha * beta / size * x[c] * (sum of gy[d] * y[d] / b[d]
     * over the channels d that c is a neighbour of)}; inputs gy, x, y.
     */
    public record Gradient(LocalResponseNorm norm) implements Operator {
        @Override
        public String kind() {
            return "LocalResponseNormGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return norm.outputShape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            Tensor gy = lowering.input(0);
            Tensor x = lowering.input(1);
            Tensor y = lowering.input(2);
            Tensor base = lowering.temporary("base", true, norm.outputShape.extents());
            norm.defineBase(lowering, base, x);
            Tensor share = lowering.temporary("share", true, norm.outputShape.extents());
            List<Axis> axes = Lowering.axes(lowering.output());
            List<Index> at = Axes.indices(axes);
            lowering.define(share, axes, gy.at(at).times(y.at(at)).dividedBy(base.at(at)));
            Expression shares =
                    norm.sum(at, norm.size - 1 - norm.before(), each -> share.at(each, Expression.constant(0)));
            Expression slope = x.at(at).times(Expression.constant(-2 * norm.alpha * norm.beta / norm.size));
            lowering.define(
                    lowering.output(),
                    axes,
                    new Expression.Fma(slope, shares, gy.at(at).dividedBy(Power.of(base.at(at), norm.beta))));
        }
    }
}
