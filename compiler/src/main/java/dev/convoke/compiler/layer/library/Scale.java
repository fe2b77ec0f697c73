package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Operator;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Argument;
import dev.convoke.compiler.layer.ArgumentType;
import dev.convoke.compiler.layer.ArgumentValue;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.layer.operator.ChannelSum;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Optional;

/** Multiplies each channel by a learned number. */
public record Scale(Shape outputShape, double init) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "Scale",
                    LayerType.Group.REGULARISATION,
                    "Multiplies each channel by a learned number.",
                    List.of(Argument.optional(
                            "init",
                            new ArgumentType.Real(-Float.MAX_VALUE, Float.MAX_VALUE),
                            new ArgumentValue.Real(1),
                            "The numbers before training.")),
                    """
            `y[c] = x[c] * scale[c]`

            The parameter is called as the stage's label itself, as a `torch.nn.Parameter` of the module around it is: `layer_scale: Scale(1e-6)` in a
            block `features.1.0` is `features.1.0.layer_scale`, of the shape `[c, 1, 1]` on a feature map `[c, h, w]`. Like PyTorch's it stands before
            the parameters of the block's stages.

            With a small `init` it is the `layer_scale` of torchvision's ConvNeXt. Touvron et al., "Going Deeper with Image Transformers", 2021.
            """,
                    """
            net Residual {
              input image: [8, 32, 32]
              branch = image -> conv: Conv(8, 3, padding=1) -> Gelu -> layer_scale: Scale(1e-6)
              image + branch -> output features
            }
            """,
                    (arguments, input, stage) -> Optional.of(new Scale(input, arguments.real("init"))))
            .withState();

    @Override
    public String kind() {
        return TYPE.name();
    }

    /** One for each channel, repeated over the positions: {@code [c, 1, 1]}. */
    private List<Integer> extents() {
        return Axes.join(
                outputShape.channels(),
                outputShape.spatial().stream().map(extent -> 1).toList());
    }

    @Override
    public List<StateTensor> state() {
        return List.of(StateTensor.constant(StateTensor.OWN_NAME, StateTensor.Kind.PARAMETER, extents(), init));
    }

    @Override
    public void lower(Lowering lowering) {
        multiply(lowering);
    }

    /** Input 0 times input 1, which has one number for each channel. */
    private static void multiply(Lowering lowering) {
        List<Axis> axes = Lowering.axes(lowering.output());
        List<Index> channel = Axes.join(axes.get(1).index(), Axes.zeros(axes.size() - 2));
        lowering.define(
                lowering.output(),
                axes,
                lowering.input(0).at(Axes.indices(axes)).times(lowering.input(1).at(channel)));
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        Value x = inputs.get(0);
        Value scale = inputs.get(1);
        Value y = training.apply(this, inputs);
        return new Trained(y, gy -> {
            training.gradient(scale, training.apply(new ScaleGradient(this), List.of(gy, x)));
            if (training.needsGradient(x)) {
                training.gradient(x, training.apply(new InputGradient(outputShape), List.of(gy, scale)));
            }
        });
    }

    /** {@code gx[c] = gy[c] * scale[c]}. */
    public record InputGradient(Shape shape) implements Operator {
        @Override
        public String kind() {
            return "ScaleInputGradient";
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return shape.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            multiply(lowering);
        }
    }

    /** {@code gs[c] = sum over n and positions of gy * x}. */
    public record ScaleGradient(Scale layer) implements Operator {
        @Override
        public String kind() {
            return "ScaleGradient";
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public List<Integer> output(List<Value> inputs) {
            return layer.extents();
        }

        @Override
        public void lower(Lowering lowering) {
            List<Axis> axes = Lowering.axes(lowering.output());
            Axis c = axes.get(0);
            Expression sum = ChannelSum.overBatch(lowering, "sums", layer.outputShape, c, (n, position) -> {
                List<Index> at = Axes.join(n, c.index(), position);
                return lowering.input(0).at(at).times(lowering.input(1).at(at));
            });
            lowering.define(lowering.output(), axes, sum);
        }
    }
}
