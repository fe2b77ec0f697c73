package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Quantifier;
import java.util.Optional;

/**
 * A dense convolution of 7x7 or more, where some of 3x3 see as much for less (Simonyan and Zisserman, 2014, section 2.3). One that gives
 * a single position is a classifier in the form of a convolution: of a stack, all but the last would work at more positions.
 */
public final class LargeKernel implements LayerLint {
    private static final int LARGE = 7;

    /** A first layer has few channels, and its stack would have many. */
    private static final int CHANNELS = 16;

    /** The part of the net's work that a layer must have. */
    private static final long ONE_IN = 10;

    /** What the stack may take at most of the work, in percent: for less of a gain nobody trains a net again. */
    private static final long WORTH = 75;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LARGE_KERNEL;
    }

    @Override
    public Quantifier quantifier() {
        return Quantifier.EVERYWHERE_OF_ITS_OWN;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Conv");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        long all = layer.net().multiplyAccumulates();
        return layer.as(Conv.class)
                .filter(conv -> isLarge(conv)
                        && layer.multiplyAccumulates() * ONE_IN >= all
                        && 100 * stacked(conv) <= WORTH * layer.multiplyAccumulates())
                .map(conv -> finding(layer, conv, all));
    }

    private static boolean isLarge(Conv conv) {
        Window window = conv.windows().get(0);
        return isLarge(window)
                && conv.groups() == 1
                && conv.windows().size() > 1
                && conv.windows().stream().allMatch(window::equals)
                && conv.input().channels() >= CHANNELS
                && Words.product(conv.outputShape().spatial()) > 1;
    }

    private static boolean isLarge(Window window) {
        boolean keepsSize = 2 * window.padding() == window.kernel() - 1;
        return window.kernel() >= LARGE
                && window.kernel() % 2 == 1
                && window.stride() == 1
                && window.dilation() == 1
                && (keepsSize || window.padding() == 0);
    }

    private static int layers(Conv conv) {
        return (conv.kernel().get(0) - 1) / 2;
    }

    /** The padding of each layer of the stack: all of them together have that of the large kernel. */
    private static int padding(Conv conv) {
        return conv.windows().get(0).padding() == 0 ? 0 : 1;
    }

    /** Multiply-accumulates of the stack; without a padding each layer has one position at every edge more than the next. */
    private static long stacked(Conv conv) {
        long taps = Math.round(Math.pow(3, conv.windows().size()));
        long sum = 0;
        for (int each = 1; each <= layers(conv); each++) {
            long edge = padding(conv) == 1 ? 0 : layers(conv) - each;
            long positions = conv.outputShape().spatial().stream()
                    .mapToLong(extent -> extent + 2 * edge)
                    .reduce(1, (a, b) -> a * b);
            long from = each == 1 ? conv.input().channels() : conv.outputShape().channels();
            sum += positions * taps * from * conv.outputShape().channels();
        }
        return sum;
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
                .help("put `Conv(" + conv.outputShape().channels() + ", 3" + argument(padding(conv))
                        + ")` and an activation "
                        + layers(conv) + " times in its place")
                .help("or filter channel by channel: `SeparableConv("
                        + conv.outputShape().channels() + ", "
                        + conv.kernel().get(0) + argument(conv.windows().get(0).padding()) + ")` takes "
                        + Words.percent(separate(conv), own));
    }

    private static String argument(int padding) {
        return padding == 0 ? "" : ", padding=" + padding;
    }

    private static long separate(Conv conv) {
        return conv.outputShape().elements()
                / conv.outputShape().channels()
                * conv.input().channels()
                * (Words.product(conv.kernel()) + conv.outputShape().channels());
    }
}
