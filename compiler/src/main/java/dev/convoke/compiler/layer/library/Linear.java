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
import dev.convoke.compiler.layer.operator.ChannelSum;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import java.util.Optional;

/** A matrix product with a learned weight: {@code [inputs]} to {@code [outputs]}. */
public record Linear(int inputs, int outputs, boolean bias) implements Layer {
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
                                    "Whether a number is added to each number of the result.")),
                    """
            `y[k] = bias[k] + sum over j of weight[k, j] * x[j]`

            The input must be a vector `[n]`; put `Flatten` before it after a feature map.

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
        if (input.rank() != 1) {
            stage.report(ShapeProblems.linearOnFeatureMap(input, features, stage));
            return Optional.empty();
        }
        if (!Geometry.isWeight(TYPE.name(), List.of(features, input.channels()), stage)) {
            return Optional.empty();
        }
        return Optional.of(new Linear(input.channels(), features, arguments.flag("bias")));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return Shape.of(outputs);
    }

    @Override
    public List<StateTensor> state() {
        double bound = 1 / Math.sqrt(inputs);
        StateTensor weight = StateTensor.uniform("weight", List.of(outputs, inputs), bound);
        return bias ? List.of(weight, StateTensor.uniform("bias", List.of(outputs), bound)) : List.of(weight);
    }

    @Override
    public long multiplyAccumulates(List<Value> values) {
        return multiplyAccumulates();
    }

    private long multiplyAccumulates() {
        return (long) inputs * outputs;
    }

    @Override
    public void lower(Lowering lowering) {
        Axis n = Axis.batch("n");
        Axis k = Axis.of("k", outputs);
        Axis j = Axis.of("j", inputs);
        Expression product = lowering.input(0)
                .at(n.index(), j.index())
                .times(lowering.input(1).at(k.index(), j.index()));
        Expression start = bias ? lowering.input(2).at(k.index()) : Expression.constant(0);
        lowering.define(lowering.output(), List.of(n, k), Expression.sum(List.of(j), start, product));
    }

    @Override
    public Trained train(Training training, List<Value> values) {
        Value x = values.get(0);
        Value w = values.get(1);
        Value y = training.apply(this, values);
        return new Trained(y, gy -> {
            training.gradient(w, training.apply(new WeightGradient(this), List.of(gy, x)));
            if (bias) {
                training.gradient(values.get(2), training.apply(new ChannelSum(outputShape()), List.of(gy)));
            }
            if (training.needsGradient(x)) {
                training.gradient(x, training.apply(new InputGradient(this), List.of(gy, w)));
            }
        });
    }

    /** {@code gx[n, j] = sum over k of gy[n, k] * w[k, j]}. */
    public record InputGradient(Linear linear) implements Operator {
        @Override
        public String kind() {
            return "LinearInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> values) {
            return List.of(linear.inputs);
        }

        @Override
        public long multiplyAccumulates(List<Value> values) {
            return linear.multiplyAccumulates();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis n = Axis.batch("n");
            Axis j = Axis.of("j", linear.inputs);
            Axis k = Axis.of("k", linear.outputs);
            Expression product = lowering.input(0)
                    .at(n.index(), k.index())
                    .times(lowering.input(1).at(k.index(), j.index()));
            lowering.define(lowering.output(), List.of(n, j), Expression.sum(List.of(k), product));
        }
    }

    /** {@code gw[k, j] = sum over n of gy[n, k] * x[n, j]}. */
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
            return List.of(linear.outputs, linear.inputs);
        }

        @Override
        public long multiplyAccumulates(List<Value> values) {
            return linear.multiplyAccumulates();
        }

        @Override
        public void lower(Lowering lowering) {
            Axis k = Axis.of("k", linear.outputs);
            Axis j = Axis.of("j", linear.inputs);
            Axis n = Axis.batch("n");
            Expression product = lowering.input(0)
                    .at(n.index(), k.index())
                    .times(lowering.input(1).at(n.index(), j.index()));
            lowering.define(lowering.output(), List.of(k, j), Expression.sum(List.of(n), product), 1);
        }
    }
}
