package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.LayerType;
import dev.convoke.compiler.layer.Training;
import dev.convoke.compiler.layer.Window;
import java.util.List;

/**
 * A convolution of each channel by itself.
 *
 * @param conv of as many groups as there are channels
 */
public record DepthwiseConv(Conv conv) implements Layer {
    public static final LayerType TYPE = new Facts(
                    "DepthwiseConv",
                    LayerType.Group.CONVOLUTION,
                    "Convolution of each channel by itself.",
                    List.of(
                            WindowArguments.KERNEL,
                            WindowArguments.STRIDE,
                            WindowArguments.PADDING,
                            WindowArguments.DILATION,
                            WindowArguments.bias("Whether a number is added to each channel.")),
                    """
            `y[c, i, j] = bias[c] + sum over u, v of weight[c, 0, u, v] * x[c, i*stride - padding + u*dilation, ...]`

            Short for `Conv(x.c, kernel, ..., groups=x.c)`, with the same names and shapes of the parameters: `weight` `[c, 1, kernel...]` and `bias` `[c]`, both initialised
            uniformly in ±1/sqrt(taps). Source: Sifre, "Rigid-Motion Scattering for Image Classification", 2014.
            """,
                    """
            net Depthwise {
              input image: [3, 32, 32]
              image -> conv1: Conv(16, 1) -> conv2: DepthwiseConv(3, padding=1)  is [16, 32, 32]
                    -> output features
            }
            """,
                    (arguments, input, stage) -> Conv.of(
                                    "DepthwiseConv", arguments, input, input.channels(), input.channels(), stage)
                            .map(DepthwiseConv::new))
            .withState();

    @Override
    public String kind() {
        return TYPE.name();
    }

    @Override
    public Shape outputShape() {
        return conv.outputShape();
    }

    @Override
    public List<Window> windows() {
        return conv.windows();
    }

    @Override
    public List<StateTensor> state() {
        return conv.state();
    }

    @Override
    public long multiplyAccumulates(List<Value> inputs) {
        return conv.multiplyAccumulates();
    }

    @Override
    public void lower(Lowering lowering) {
        conv.lower(lowering);
    }

    @Override
    public Trained train(Training training, List<Value> inputs) {
        return conv.train(training, inputs);
    }
}
