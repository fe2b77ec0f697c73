package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Arguments;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.ShapeProblems;
import dev.convoke.compiler.layer.Stage;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.ChannelSum;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A matrix product with a learned weight along one axis: {@code [inputs]} to {@code [outputs]}, at each position of the others.
 *
 * @param axis counted without the batch; 0 of a vector
 */
public record Linear(Shape input, int axis, int outputs, boolean bias) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "Linear",
                    LayerType.Group.DENSE,
                    "Fully connected layer: every number of the result sees every number of the input.",
                    List.of(
                            Argument.required(
                                    "out_features",
                                    new ArgumentType.Whole(1, Integer.MAX_VALUE),
                                    "Numbers in the result."),
                            Argument.optional(
                                    "bias",
                                    new ArgumentType.Flag(),
                                    new ArgumentValue.Flag(true),
                                    "Whether a number is added to each number of the result."),
                            Argument.absent(
                                    "dim",
                                    Dimensions.TYPE,
                                    "The axis of a feature map that is multiplied, the batch counted as dimension 0.")),
                    """
            `y[k] = bias[k] + sum over j of weight[k, j] * x[j]`

            The input must be a vector `[n]`; put `Flatten` before it after a feature map. With `dim` it may have more axes, and the product is taken along
            that one at each position of the others: `dim=1` is that of the channels, as a `Conv(k, 1)` with a weight of two axes does it, and `dim=-1` the
            last one, as PyTorch does it after a permutation that puts the channels last.

            Parameters: `weight` `[out_features, n]` and `bias` `[out_features]`, both initialised uniformly in ±1/sqrt(n). The same as
            PyTorch's `Linear`.
            """,
                    """
            net Perceptron(classes = 10) {
              input image: [1, 28, 28]
              image -> Flatten -> fc1: Linear(100) -> Relu -> fc2: Linear(classes) -> output logits
            }
            """,
                    Linear::build)
            .withState();

    private static Optional<Linear> build(Arguments arguments, Shape input, Stage stage) {
        int features = arguments.whole("out_features");
        boolean chosen = arguments.isGiven("dim");
        if (input.rank() != 1 && !chosen) {
            stage.report(ShapeProblems.linearOnFeatureMap(input, features, stage));
            return Optional.empty();
        }
        Optional<Integer> axis = chosen ? Dimensions.axis(arguments, "dim", input, stage) : Optional.of(0);
        return axis.flatMap(along -> {
            List<Integer> weight = List.of(features, input.extent(along));
            if (!Geometry.isWeight(TYPE.name(), weight, stage)) {
                return Optional.empty();
            }
            Linear linear = new Linear(input, along, features, arguments.flag("bias"));
            List<Integer> extents = linear.extents();
            return Geometry.shape(TYPE.name(), extents.get(0), extents.subList(1, extents.size()), stage)
                    .map(fits -> linear);
        });
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    private int inputs() {
        return input.extent(axis);
    }

    private List<Integer> extents() {
        List<Integer> extents = new ArrayList<>(input.extents());
        extents.set(axis, outputs);
        return extents;
    }

    @Override
    public Shape outputShape() {
        return new Shape(extents());
    }

    @Override
    public List<StateTensor> state() {
        double bound = 1 / Math.sqrt(inputs());
        StateTensor weight = StateTensor.uniform("weight", List.of(outputs, inputs()), bound);
        return bias ? List.of(weight, StateTensor.uniform("bias", List.of(outputs), bound)) : List.of(weight);
    }

    @Override
    public long multiplyAccumulates(List<Value> values) {
        return multiplyAccumulates();
    }

    private long multiplyAccumulates() {
        return input.elements() * outputs;
    }

    /** The axes of the positions, of which a vector has none. */
    private List<Axis> positions() {
        List<Integer> extents = new ArrayList<>(input.extents());
        extents.remove(axis);
        return Axes.numbered("p", extents);
    }

    /** A list with something in the place of the multiplied axis, the batch and the positions around it. */
    private <T> List<T> with(T batch, T along, List<? extends T> positions) {
        List<T> all = new ArrayList<>(positions);
        all.add(axis, along);
        return Axes.join(batch, all);
    }

    private Expression at(Tensor tensor, Axis n, Axis along) {
        return tensor.at(with(n.index(), along.index(), Axes.indices(positions())));
    }

    /** 16 at a time along the multiplied axis, which most often is that of the channels. */
    private void define(Lowering lowering, List<Axis> axes, Expression value) {
        if (axis == 0) {
            lowering.define(lowering.output(), axes, value);
        } else {
            lowering.define(lowering.output(), axes, value, axis + 1);
        }
    }

    @Override
    public void lower(Lowering lowering) {
        Axis n = Axis.batch("n");
        Axis k = Axis.of("k", outputs);
        Axis j = Axis.of("j", inputs());
        Expression product = at(lowering.input(0), n, j).times(lowering.input(1).at(k.index(), j.index()));
        Expression start = bias ? lowering.input(2).at(k.index()) : Expression.constant(0);
        define(lowering, with(n, k, positions()), Expression.sum(List.of(j), start, product));
    }

    @Override
    public Trained train(Training training, List<Value> values) {
        Value x = values.get(0);
        Value w = values.get(1);
        Value y = training.apply(this, values);
        return new Trained(y, gy -> {
            training.gradient(w, training.apply(new WeightGradient(this), List.of(gy, x)));
            if (bias) {
                training.gradient(values.get(2), biasGradient(training, gy));
            }
            if (training.needsGradient(x)) {
                training.gradient(x, training.apply(new InputGradient(this), List.of(gy, w)));
            }
        });
    }

    private Value biasGradient(Training training, Value gy) {
        return axis == 0
                ? training.apply(new ChannelSum(outputShape()), List.of(gy))
                : training.apply(new BiasGradient(this), List.of(gy));
    }

    /** {@code gx[n, j] = sum over k of gy[n, k] * w[k, j]}, at each position. */
    public record InputGradient(Linear linear) implements Operator {
        @Override
        public String kind() {
            return "LinearInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> values) {
            return linear.input.extents();
        }

        @Override
        public long multiplyAccumulates(List<Value> values) {
            return linear.multiplyAccumulates();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis n = Axis.batch("n");
            Axis j = Axis.of("j", linear.inputs());
            Axis k = Axis.of("k", linear.outputs);
            Expression product =
                    linear.at(lowering.input(0), n, k).times(lowering.input(1).at(k.index(), j.index()));
            linear.define(lowering, linear.with(n, j, linear.positions()), Expression.sum(List.of(k), product));
        }
    }

    /** {@code gw[k, j] = sum over n and positions of gy[n, k] * x[n, j]}. */
    public record WeightGradient(Linear linear) implements Operator {
        @Override
        public String kind() {
            return "LinearWeightGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> values) {
            return List.of(linear.outputs, linear.inputs());
        }

        @Override
        public long multiplyAccumulates(List<Value> values) {
            return linear.multiplyAccumulates();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis k = Axis.of("k", linear.outputs);
            Axis j = Axis.of("j", linear.inputs());
            Axis n = Axis.batch("n");
            Expression product = linear.at(lowering.input(0), n, k).times(linear.at(lowering.input(1), n, j));
            // A vector's weights are laid out along the inputs; those of a feature map as a convolution's.
            lowering.define(
                    lowering.output(),
                    List.of(k, j),
                    Expression.sum(Axes.join(n, linear.positions()), product),
                    linear.input.rank() == 1 ? 1 : 0);
        }
    }

    /** {@code gb[k] = sum over n and positions of gy[n, k]}, where the axis is not the first. */
    public record BiasGradient(Linear linear) implements Operator {
        @Override
        public String kind() {
            return "LinearBiasGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> values) {
            return List.of(linear.outputs);
        }

        @Override
        public void lower(Lowering lowering) {
            Axis n = Axis.batch("n");
            Axis k = Axis.of("k", linear.outputs);
            Tensor sums = lowering.temporary("sums", true, List.of(linear.outputs));
            Expression element = linear.at(lowering.input(0), n, k);
            lowering.define(sums, List.of(n, k), Expression.sum(linear.positions(), element));
            Index sample = n.index();
            lowering.define(lowering.output(), List.of(k), Expression.sum(List.of(n), sums.at(sample, k.index())));
        }
    }
}
