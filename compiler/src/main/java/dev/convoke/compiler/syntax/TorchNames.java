package dev.convoke.compiler.syntax;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How PyTorch's modules and Keras' layers are called here. */
public final class TorchNames {
    /** What modules of PyTorch are called, and what they are then. */
    private static final Map<String, String> MODULES = Map.of(
            "conv", "Conv(64, 3)",
            "bn", "BatchNorm",
            "norm", "BatchNorm",
            "pool", "MaxPool(2)",
            "maxpool", "MaxPool(2)",
            "relu", "Relu",
            "act", "Relu",
            "drop", "Dropout",
            "flatten", "Flatten");

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
            Map.entry("logsigmoid", "LogSigmoid"),
            Map.entry("interpolate", "Upsample"),
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

    /** Methods of tensors, and the stages that do the same. */
    private static final Map<String, String> METHODS = Map.of(
            "view", "Flatten",
            "reshape", "Flatten",
            "flatten", "Flatten",
            "relu", "Relu",
            "sigmoid", "Sigmoid",
            "tanh", "Tanh",
            "softmax", "Softmax",
            "log_softmax", "LogSoftmax");

    /** By small letters without underscores. */
    private static final Map<String, String> SPELLINGS = IRREGULAR.entrySet().stream()
            .collect(Collectors.toMap(each -> plain(each.getKey()), Map.Entry::getValue, (one, other) -> one));

    private TorchNames() {}

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT).replaceFirst("[123]d$", "");
    }

    /**
     * The rank goes from the name, as the stream's shape decides it: {@code Conv2d} is {@code Conv}. Functions become the layers they are
     * named like: {@code max_pool2d} is {@code MaxPool}.
     */
    public static String here(String name) {
        String ranked = name.replaceFirst("_?[123][dD]$", "");
        return Optional.ofNullable(IRREGULAR.get(name))
                .or(() -> Optional.ofNullable(IRREGULAR.get(ranked)))
                .or(() -> Optional.ofNullable(SPELLINGS.get(plain(name))))
                .orElseGet(() -> capitalised(ranked));
    }

    /** What a module probably is that has this name in PyTorch: {@code Conv(64, 3)} for {@code conv1}. */
    static String module(String name) {
        String plain = name.toLowerCase(Locale.ROOT);
        return MODULES.entrySet().stream()
                .filter(each -> plain.startsWith(each.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse("Linear(10)");
    }

    /** The stage for a method of a tensor, empty if there is none. */
    static String method(String name) {
        return METHODS.getOrDefault(name, "");
    }

    /** {@code max_pool} is {@code MaxPool}. */
    private static String capitalised(String name) {
        return Arrays.stream(name.split("_"))
                .filter(each -> !each.isEmpty())
                .map(each -> each.substring(0, 1).toUpperCase(Locale.ROOT) + each.substring(1))
                .collect(Collectors.joining());
    }
}
