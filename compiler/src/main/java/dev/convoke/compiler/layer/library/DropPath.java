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
import dev.convoke.compiler.layer.operator.Elementwise;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Optional;

/**
 * Sets whole samples to 0 at random in training mode.
 *
 * @param batch whether all samples of a call share one decision
 */
public record DropPath(Shape outputShape, double p, boolean batch) implements Layer {
    public static final LayerType TYPE = new Facts(
            "DropPath",
            LayerType.Group.REGULARISATION,
            "Stochastic depth: sets whole samples to 0 at random while a net is trained.",
            List.of(
                    Argument.required(
                            "p", new ArgumentType.Real(0, 1), "The probability of each sample's stream to become 0."),
                    Argument.optional(
                            "mode",
                            new ArgumentType.Choice(List.of("row", "batch")),
                            new ArgumentValue.Text("row"),
                            "Whether each sample is decided on alone, or the whole batch at once.")),
            """
            In training mode all numbers of a sample become 0 with probability `p`, and those of samples that stay are divided by `1 - p`. In
            evaluation mode nothing happens. Put before a residual sum, it leaves the block out for some samples.

            The same as torchvision's `StochasticDepth`. Huang et al., "Deep Networks with Stochastic Depth", 2016.
            """,
            """
            net Residual {
              input image: [8, 32, 32]
              branch = image -> conv: Conv(8, 3, padding=1, bias=false) -> bn: BatchNorm -> Silu -> DropPath(0.2)
              image + branch -> output features
            }
            """,
            (arguments, input, stage) -> Optional.of(new DropPath(
                    input, arguments.real("p"), arguments.text("mode").equals("batch"))));

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public void lower(Lowering lowering) {
        Elementwise.define(lowering, x -> x);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        if (p == 0) {
            return new Trained(x, gy -> training.gradient(x, gy));
        }
        Value kept = training.apply(new Kept(p, batch), List.of());
        Value y = training.apply(new Scaled(outputShape), List.of(x, kept));
        return new Trained(y, gy -> training.gradient(x, training.apply(new Scaled(outputShape), List.of(gy, kept))));
    }

    /** {@code kept[n] = uniform >= p ? 1 / (1 - p) : 0}. */
    public record Kept(double p, boolean batch) implements Operator {
        @Override
        public String kind() {
            return "DropPathMask";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return List.of(1);
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Index sample = batch ? Index.ZERO : axes.get(0).index();
            Expression random = new Expression.Uniform(lowering.randomStream(), sample);
            lowering.define(lowering.output(), axes, Dropout.keep(random, p));
        }
    }

    /** {@code y[n, ...] = x[n, ...] * kept[n]}. */
    public record Scaled(Shape shape) implements Operator {
        @Override
        public String kind() {
            return "DropPathProduct";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Expression kept = lowering.input(1).at(axes.get(0).index(), Index.ZERO);
            lowering.define(
                    lowering.output(),
                    axes,
                    lowering.input(0).at(Axes.indices(axes)).times(kept));
        }
    }
}
