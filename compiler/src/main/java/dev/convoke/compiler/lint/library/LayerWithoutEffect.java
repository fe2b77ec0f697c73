package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.AvgPool;
import dev.convoke.compiler.layer.library.ChannelShuffle;
import dev.convoke.compiler.layer.library.Pad;
import dev.convoke.compiler.layer.library.Permute;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A pool of single positions, an enlargement to the same size, a cut that leaves all: what comes in goes out. */
public final class LayerWithoutEffect implements LayerLint {
    private static final Set<String> POOLS = Set.of("MaxPool", "AvgPool");
    private static final Set<String> ARRANGEMENTS = Set.of("ChannelShuffle", "Pad", "Permute");

    /** Means and maxima of all positions. */
    private static final Set<String> GLOBAL =
            Set.of("GlobalAvgPool", "GlobalMaxPool", "AdaptiveAvgPool", "AdaptiveMaxPool");

    /** What gives back the same where it gives back the same shape. */
    private static final Set<String> SHAPES =
            Set.of("Crop", "Flatten", "PixelShuffle", "PixelUnshuffle", "Reshape", "Slice", "Upsample");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LAYER_WITHOUT_EFFECT;
    }

    @Override
    public boolean looksAt(String kind) {
        return GLOBAL.contains(kind) || POOLS.contains(kind) || SHAPES.contains(kind) || ARRANGEMENTS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return layer.streams().size() == 1 && layer.input().equals(layer.output())
                ? why(layer).map(why -> finding(layer, why))
                : Optional.empty();
    }

    private static Optional<String> why(LayerUse layer) {
        List<Integer> spatial = layer.input().spatial();
        boolean single = !spatial.isEmpty() && spatial.stream().allMatch(each -> each == 1);
        if (single && (GLOBAL.contains(layer.kind()) || isPool(layer))) {
            return Optional.of("there is one position in " + layer.input());
        }
        if (isPool(layer)
                && layer.slides().stream().allMatch(each -> each.window().kernel() == 1)) {
            return Optional.of("a window of one position, at each position");
        }
        return SHAPES.contains(layer.kind()) || keeps(layer)
                ? Optional.of("the result is " + layer.output() + ", as the input is")
                : Optional.empty();
    }

    /** Whether it is a pool that adds no zeros to a mean. */
    private static boolean isPool(LayerUse layer) {
        boolean padded = layer.slides().stream().anyMatch(each -> each.window().padding() > 0);
        return layer.kind().equals("MaxPool")
                || layer.as(AvgPool.class)
                        .filter(pool -> !padded || !pool.countIncludePad())
                        .isPresent();
    }

    private static boolean keeps(LayerUse layer) {
        boolean pads = layer.as(Pad.class)
                .filter(pad -> pad.before().stream().allMatch(each -> each == 0))
                .isPresent();
        boolean permutes = layer.as(Permute.class)
                .filter(permute -> permute.order()
                        .equals(IntStream.range(0, permute.order().size())
                                .boxed()
                                .toList()))
                .isPresent();
        boolean shuffles = layer.as(ChannelShuffle.class)
                .filter(shuffle -> shuffle.groups() == 1
                        || shuffle.groups() == shuffle.outputShape().channels())
                .isPresent();
        return pads || permutes || shuffles;
    }

    private static Diagnostic finding(LayerUse layer, String why) {
        return Diagnostic.of(
                        DiagnosticCode.LAYER_WITHOUT_EFFECT,
                        "`" + layer.text() + "` changes nothing here",
                        layer.span(),
                        why)
                .help("leave it out; in a `seq`, `Identity` in its place keeps the numbers of the stages behind it");
    }
}
