package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;

/** A dense convolution of 7x7 or more, where some of 3x3 see as much for less (Simonyan and Zisserman, 2014, section 2.3). */
public final class LargeKernel implements LayerLint {
    private static final int LARGE = 7;

    /** A first layer has few channels, and its stack would have many. */
    private static final int CHANNELS = 16;

    /** The part of the net's work that a layer must have. */
    private static final long ONE_IN = 10;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LARGE_KERNEL;
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        long all = layer.net().multiplyAccumulates();
        return layer.as(Conv.class)
                .filter(conv -> isLarge(conv)
                        && layer.multiplyAccumulates() * ONE_IN >= all
                        && stacked(conv) < layer.multiplyAccumulates())
                .map(conv -> finding(layer, conv, all));
    }

    private static boolean isLarge(Conv conv) {
        return conv.groups() == 1
                && conv.windows().size() > 1
                && conv.windows().stream().distinct().count() == 1
                && conv.input().channels() >= CHANNELS
                && conv.windows().stream().allMatch(LargeKernel::isLarge);
    }

    private static boolean isLarge(Window window) {
        return window.kernel() >= LARGE && window.kernel() % 2 == 1 && window.stride() == 1 && window.dilation() == 1;
    }

    private static int layers(Conv conv) {
        return (conv.kernel().get(0) - 1) / 2;
    }

    /** Multiply-accumulates of the stack, at the positions of the result. */
    private static long stacked(Conv conv) {
        long taps = Math.round(Math.pow(3, conv.windows().size()));
        long channels = conv.input().channels()
                + (layers(conv) - 1L) * conv.outputShape().channels();
        return conv.outputShape().elements() * taps * channels;
    }

    private static Diagnostic finding(LayerUse layer, Conv conv, long all) {
        long own = layer.multiplyAccumulates();
        return Diagnostic.of(
                        DiagnosticCode.LARGE_KERNEL,
                        layers(conv) + " convolutions of 3 see as much as `" + layer.text() + "`, for "
                                + Words.percent(stacked(conv), own) + " of its work",
                        layer.span(),
                        Words.size(conv.kernel()) + " weights for each of "
                                + conv.input().channels() + " channels; " + Words.percent(own, all)
                                + " of the net's work is here")
                .help("put `Conv(" + conv.outputShape().channels() + ", 3, padding=1)` and an activation "
                        + layers(conv) + " times in its place")
                .help("or filter channel by channel: `SeparableConv("
                        + conv.outputShape().channels() + ", "
                        + conv.kernel().get(0) + ", padding=" + (conv.kernel().get(0) - 1) / 2 + ")` takes "
                        + Words.percent(separate(conv), own));
    }

    private static long separate(Conv conv) {
        return conv.outputShape().elements()
                / conv.outputShape().channels()
                * conv.input().channels()
                * (Words.product(conv.kernel()) + conv.outputShape().channels());
    }
}
