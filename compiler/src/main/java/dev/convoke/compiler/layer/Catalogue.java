package dev.convoke.compiler.layer;

import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.layer.library.AdaptiveAvgPool;
import dev.convoke.compiler.layer.library.AdaptiveMaxPool;
import dev.convoke.compiler.layer.library.AvgPool;
import dev.convoke.compiler.layer.library.BatchNorm;
import dev.convoke.compiler.layer.library.Celu;
import dev.convoke.compiler.layer.library.ChannelShuffle;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.layer.library.ConvTranspose;
import dev.convoke.compiler.layer.library.Crop;
import dev.convoke.compiler.layer.library.DepthwiseConv;
import dev.convoke.compiler.layer.library.DropPath;
import dev.convoke.compiler.layer.library.Dropout;
import dev.convoke.compiler.layer.library.Elu;
import dev.convoke.compiler.layer.library.Flatten;
import dev.convoke.compiler.layer.library.Gelu;
import dev.convoke.compiler.layer.library.GlobalAvgPool;
import dev.convoke.compiler.layer.library.GlobalMaxPool;
import dev.convoke.compiler.layer.library.GroupNorm;
import dev.convoke.compiler.layer.library.Hardsigmoid;
import dev.convoke.compiler.layer.library.Hardswish;
import dev.convoke.compiler.layer.library.Hardtanh;
import dev.convoke.compiler.layer.library.Identity;
import dev.convoke.compiler.layer.library.InstanceNorm;
import dev.convoke.compiler.layer.library.LayerNorm;
import dev.convoke.compiler.layer.library.LeakyRelu;
import dev.convoke.compiler.layer.library.Linear;
import dev.convoke.compiler.layer.library.LocalResponseNorm;
import dev.convoke.compiler.layer.library.LogSigmoid;
import dev.convoke.compiler.layer.library.LogSoftmax;
import dev.convoke.compiler.layer.library.LpPool;
import dev.convoke.compiler.layer.library.MaxPool;
import dev.convoke.compiler.layer.library.Mish;
import dev.convoke.compiler.layer.library.Normalize;
import dev.convoke.compiler.layer.library.PRelu;
import dev.convoke.compiler.layer.library.Pad;
import dev.convoke.compiler.layer.library.Permute;
import dev.convoke.compiler.layer.library.PixelShuffle;
import dev.convoke.compiler.layer.library.PixelUnshuffle;
import dev.convoke.compiler.layer.library.Relu;
import dev.convoke.compiler.layer.library.Relu6;
import dev.convoke.compiler.layer.library.Reshape;
import dev.convoke.compiler.layer.library.Scale;
import dev.convoke.compiler.layer.library.Selu;
import dev.convoke.compiler.layer.library.SeparableConv;
import dev.convoke.compiler.layer.library.Sigmoid;
import dev.convoke.compiler.layer.library.Silu;
import dev.convoke.compiler.layer.library.Slice;
import dev.convoke.compiler.layer.library.Softmax;
import dev.convoke.compiler.layer.library.Softplus;
import dev.convoke.compiler.layer.library.Softsign;
import dev.convoke.compiler.layer.library.Tanh;
import dev.convoke.compiler.layer.library.Threshold;
import dev.convoke.compiler.layer.library.Upsample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All layers that a spec can name. A new one is a file in {@code library} and a line here. */
public final class Catalogue {
    /** In the order of the reference. */
    public static final List<LayerType> LAYERS = List.of(
            Conv.TYPE,
            ConvTranspose.TYPE,
            DepthwiseConv.TYPE,
            SeparableConv.TYPE,
            Linear.TYPE,
            MaxPool.TYPE,
            AvgPool.TYPE,
            LpPool.TYPE,
            AdaptiveAvgPool.TYPE,
            AdaptiveMaxPool.TYPE,
            GlobalAvgPool.TYPE,
            GlobalMaxPool.TYPE,
            BatchNorm.TYPE,
            LayerNorm.TYPE,
            GroupNorm.TYPE,
            InstanceNorm.TYPE,
            LocalResponseNorm.TYPE,
            Relu.TYPE,
            Relu6.TYPE,
            LeakyRelu.TYPE,
            PRelu.TYPE,
            Elu.TYPE,
            Selu.TYPE,
            Celu.TYPE,
            Gelu.TYPE,
            Silu.TYPE,
            Mish.TYPE,
            Hardswish.TYPE,
            Hardsigmoid.TYPE,
            Hardtanh.TYPE,
            Tanh.TYPE,
            Sigmoid.TYPE,
            LogSigmoid.TYPE,
            Softplus.TYPE,
            Softsign.TYPE,
            Threshold.TYPE,
            Softmax.TYPE,
            LogSoftmax.TYPE,
            Flatten.TYPE,
            Reshape.TYPE,
            Permute.TYPE,
            Slice.TYPE,
            Crop.TYPE,
            Pad.TYPE,
            ChannelShuffle.TYPE,
            PixelShuffle.TYPE,
            PixelUnshuffle.TYPE,
            Upsample.TYPE,
            Dropout.TYPE,
            DropPath.TYPE,
            Scale.TYPE,
            Identity.TYPE,
            Normalize.TYPE);

    private static final Map<String, LayerType> BY_NAME =
            LAYERS.stream().collect(Collectors.toUnmodifiableMap(LayerType::name, Function.identity()));

    private Catalogue() {}

    /** The layer of exactly this name. */
    public static Optional<LayerType> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static List<String> names() {
        return LAYERS.stream().map(LayerType::name).toList();
    }

    /** The name that was probably meant, if one is close; the number of axes in PyTorch's {@code Conv2d} is no part of ours. */
    public static Optional<String> nearest(String name) {
        return NearestName.among(names(), name.replaceFirst("[1-3]d$", ""));
    }
}
