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
import java.util.List;
import java.util.Optional;

/**
 * Negative numbers are multiplied by a learned slope, others stay.
 *
 * @param slopes one for all channels, or one for each
 */
public record PRelu(Shape outputShape, int slopes, double init) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "PRelu",
                    LayerType.Group.ACTIVATION,
                    "Negative numbers are multiplied by a learned slope.",
                    List.of(
                            Argument.optional(
                                    "num_parameters",
                                    new ArgumentType.Whole(1, Integer.MAX_VALUE),
                                    new ArgumentValue.Whole(1),
                                    "One slope for all channels, or as many as there are channels."),
                            Argument.optional(
                                    "init",
                                    new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                                    new ArgumentValue.Real(0.25),
                                    "The slopes before training.")),
                    """
            `y[c] = x[c] > 0 ? x[c] : weight[c] * x[c]`

            Parameter `weight` (`init`), of one element or of one for each channel. The same as PyTorch's `PReLU`. He et al., "Delving Deep
            into Rectifiers", 2015.
            """,
                    """
            net Parametric {
              input image: [3, 32, 32]
              image -> conv: Conv(8, 3) -> relu: PRelu(8) -> output features
            }
            """,
                    PRelu::build)
            .withState();

    private static Optional<PRelu> build(Arguments arguments, Shape input, Stage stage) {
        int slopes = arguments.whole("num_parameters");
        if (slopes != 1 && slopes != input.channels()) {
            stage.report(ShapeProblems.channelCount(TYPE.name(), "num_parameters", slopes, input, stage));
            return Optional.empty();
        }
        return Optional.of(new PRelu(input, slopes, arguments.real("init")));
    }

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public List<StateTensor> state() {
        return List.of(StateTensor.constant("weight", StateTensor.Kind.PARAMETER, List.of(slopes), init));
    }

    @Override
    public void lower(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        Expression x = lowering.input(0).at(Axes.indices(axes));
        lowering.define(
                lowering.output(),
                axes,
                positive(x, x, x.times(weight(lowering.input(1), axes.get(1).index()))));
    }

    private Expression weight(Tensor weight, Index channel) {
        return weight.at(slopes == 1 ? Index.ZERO : channel);
    }

    private static Expression positive(Expression x, Expression then, Expression otherwise) {
        return Expression.choose(Expression.constant(0), Expression.Comparison.LESS, x, then, otherwise);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value weight = inputs.get(1);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            training.gradient(weight, training.apply(new WeightGradient(this), List.of(gy, x)));
            if (training.needsGradient(x)) {
                training.gradient(x, training.apply(new InputGradient(this), List.of(gy, x, weight)));
            }
        });
    }

    /** {@code gx = x > 0 ? gy : weight * gy}; inputs gy, x and weight. */
    public record InputGradient(PRelu layer) implements Operator {
        @Override
        public String kind() {
            return "PReluInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return layer.outputShape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Expression gy = lowering.input(0).at(Axes.indices(axes));
            Expression x = lowering.input(1).at(Axes.indices(axes));
            Expression weight = layer.weight(lowering.input(2), axes.get(1).index());
            lowering.define(lowering.output(), axes, positive(x, gy, gy.times(weight)));
        }
    }

    /** {@code gw[c] = sum over n and positions of min(x, 0) * gy}, and over the channels too if they share a slope. */
    public record WeightGradient(PRelu layer) implements Operator {
        @Override
        public String kind() {
            return "PReluWeightGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return List.of(layer.slopes);
        }

        @Override
        public void lower(Lowering lowering) {
            Shape shape = layer.outputShape;
            Axis c = Axis.of("c", shape.channels());
            Expression sum = ChannelSum.overBatch(lowering, "sums", shape, c, (n, position) -> {
                List<Index> at = Axes.join(n, c.index(), position);
                return lowering.input(0).at(at).times(lowering.input(1).at(at).min(Expression.constant(0)));
            });
            if (layer.slopes == shape.channels()) {
                lowering.define(lowering.output(), List.of(c), sum);
                return;
            }
            Tensor channels = lowering.temporary("channels", false, List.of(shape.channels()));
            lowering.define(channels, List.of(c), sum);
            Axis one = Axis.of("one", 1);
            lowering.define(lowering.output(), List.of(one), Expression.sum(List.of(c), channels.at(c.index())));
        }
    }
}
