package dev.convoke.compiler.syntax;

import java.util.Map;

/** How PyTorch's modules and Keras' layers are called here. */
public final class TorchNames {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("ReLU", "Relu"),
            Map.entry("ReLU6", "Relu6"),
            Map.entry("LeakyReLU", "LeakyRelu"),
            Map.entry("PReLU", "PRelu"),
            Map.entry("ELU", "Elu"),
            Map.entry("SELU", "Selu"),
            Map.entry("CELU", "Celu"),
            Map.entry("GELU", "Gelu"),
            Map.entry("SiLU", "Silu"),
            Map.entry("Sequential", "seq"),
            Map.entry("ZeroPad", "Pad"),
            Map.entry("ConstantPad", "Pad"),
            Map.entry("ReflectionPad", "Pad"),
            Map.entry("ReplicationPad", "Pad"),
            Map.entry("CircularPad", "Pad"),
            Map.entry("UpsamplingNearest", "Upsample"),
            Map.entry("UpsamplingBilinear", "Upsample"),
            Map.entry("Unflatten", "Reshape"),
            Map.entry("StochasticDepth", "DropPath"),
            Map.entry("CenterCrop", "Crop"),
            Map.entry("relu", "Relu"),
            Map.entry("softmax", "Softmax"),
            Map.entry("log_softmax", "LogSoftmax"),
            Map.entry("sigmoid", "Sigmoid"),
            Map.entry("tanh", "Tanh"),
            Map.entry("gelu", "Gelu"),
            Map.entry("silu", "Silu"),
            Map.entry("hardswish", "Hardswish"),
            Map.entry("pad", "Pad"),
            Map.entry("interpolate", "Upsample"),
            Map.entry("pixel_shuffle", "PixelShuffle"),
            Map.entry("dropout", "Dropout"),
            Map.entry("max_pool2d", "MaxPool"),
            Map.entry("avg_pool2d", "AvgPool"),
            Map.entry("Conv2D", "Conv"),
            Map.entry("MaxPooling2D", "MaxPool"),
            Map.entry("AveragePooling2D", "AvgPool"),
            Map.entry("BatchNormalization", "BatchNorm"),
            Map.entry("Dense", "Linear"),
            Map.entry("MaxPooling", "MaxPool"),
            Map.entry("AveragePooling", "AvgPool"),
            Map.entry("GlobalAveragePooling", "GlobalAvgPool"),
            Map.entry("GlobalMaxPooling", "GlobalMaxPool"),
            Map.entry("ConvTransposed", "ConvTranspose"),
            Map.entry("Conv2DTranspose", "ConvTranspose"),
            Map.entry("Conv1DTranspose", "ConvTranspose"),
            Map.entry("Conv3DTranspose", "ConvTranspose"),
            Map.entry("LayerNormalization", "LayerNorm"),
            Map.entry("GroupNormalization", "GroupNorm"),
            Map.entry("ZeroPadding", "Pad"),
            Map.entry("UpSampling", "Upsample"),
            Map.entry("Cropping", "Crop"),
            Map.entry("Swish", "Silu"),
            Map.entry("Convolution", "Conv"),
            Map.entry("Pooling", "MaxPool"),
            Map.entry("InnerProduct", "Linear"),
            Map.entry("FullyConnected", "Linear"),
            Map.entry("cat", "concat"),
            Map.entry("concatenate", "concat"),
            Map.entry("Concatenate", "concat"),
            Map.entry("Concat", "concat"));

    private TorchNames() {}

    /** The rank goes from the name, as the stream's shape decides it: {@code Conv2d} is {@code Conv}. */
    public static String here(String name) {
        String plain = name.replaceFirst("[123][dD]$", "");
        return IRREGULAR.getOrDefault(name, IRREGULAR.getOrDefault(plain, plain));
    }
}
