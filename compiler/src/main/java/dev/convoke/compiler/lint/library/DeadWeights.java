package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.layer.library.ConvTranspose;
import dev.convoke.compiler.layer.library.DepthwiseConv;
import dev.convoke.compiler.layer.library.SeparableConv;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Taps of a convolution that meet nothing but padding, whichever window: {@code Conv(64, 3, padding=1)} of a single position. Maps of
 * an input that is probably written in another order have extents that nobody means, and are not looked at.
 */
public final class DeadWeights implements LayerLint {
    private static final Set<String> KINDS = Set.of("Conv", "DepthwiseConv", "SeparableConv", "ConvTranspose");

    /** Larger kernels are not looked at. */
    private static final int LARGEST_KERNEL = 4096;

    /** Nor is a dilation sought that suits larger maps. */
    private static final int LARGEST_EXTENT = 4096;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DEAD_WEIGHTS;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        Optional<Conv> conv = layer.as(Conv.class)
                .or(() -> layer.as(DepthwiseConv.class).map(DepthwiseConv::conv))
                .or(() -> layer.as(SeparableConv.class).map(SeparableConv::depthwise))
                .or(() -> layer.as(ConvTranspose.class).map(ConvTranspose::conv));
        List<Slide> axes = conv.map(each -> Slide.of(each.input(), each.windows(), each.outputShape()))
                .orElse(List.of());
        boolean known = axes.stream().allMatch(each -> each.window().kernel() <= LARGEST_KERNEL);
        return known
                        && axes.stream()
                                .anyMatch(
                                        each -> each.liveTaps() < each.window().kernel())
                        && !ForeignInput.isTold(layer.net())
                ? Optional.of(finding(layer, conv.orElseThrow(), axes))
                : Optional.empty();
    }

    private static Diagnostic finding(LayerUse layer, Conv conv, List<Slide> axes) {
        boolean transposed = layer.is(ConvTranspose.class);
        long taps = Words.product(conv.kernel());
        List<Long> live = axes.stream().map(Slide::liveTaps).toList();
        long dead = taps - Words.product(live);
        long weights = (long) conv.outputShape().channels() * conv.groupInputs();
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.DEAD_WEIGHTS,
                        dead + " of the " + taps + " weights of each filter of `" + layer.text() + "` "
                                + (dead == 1 ? "meets" : "meet") + (transposed ? " nothing" : " nothing but padding"),
                        layer.span(),
                        transposed
                                ? "the padding cuts off all that they add to"
                                : "the windows slide over "
                                        + Words.size(layer.input().spatial()))
                .note(Words.count(dead * weights, "number is", "numbers are")
                        + " stored and loaded, and can never have a gradient");
        if (axes.stream().allMatch(each -> each.window().kernel() == 1)) {
            return finding.help("use less padding: windows of one position need none");
        }
        return axes.stream().allMatch(each -> suited(each) >= 1)
                ? dilation(finding, axes)
                : finding.help(
                        live.stream().allMatch(each -> each == 1)
                                        && Words.product(conv.outputShape().spatial()) == 1
                                ? "`kernel=1` without padding computes the same"
                                : "use a smaller kernel with less padding, or shrink the map less before");
    }

    /** The dilation itself, if all taps meet something, or else a smaller one of which they do; 0 if there is none. */
    private static long suited(Slide axis) {
        return axis.liveTaps() == axis.window().kernel() ? axis.window().dilation() : reaching(axis);
    }

    private static Diagnostic dilation(Diagnostic finding, List<Slide> axes) {
        List<Long> dilations = axes.stream().map(DeadWeights::suited).toList();
        List<Long> paddings = axes.stream()
                .map(each -> suited(each) == each.window().dilation()
                        ? each.window().padding()
                        : suited(each) * (each.window().kernel() - 1) / 2)
                .toList();
        return finding.help("with `dilation=" + Words.argument(dilations) + ", padding=" + Words.argument(paddings)
                + "` all weights meet something");
    }

    /** The largest dilation, padded alike on both sides, of which the outermost taps meet a position; 0 if there is none. */
    private static long reaching(Slide axis) {
        Window window = axis.window();
        long spans = window.kernel() - 1L;
        if (spans == 0) {
            // A single tap has no neighbours: only less padding helps it.
            return 0;
        }
        long largest = axis.in() > LARGEST_EXTENT ? 0 : Math.min(window.dilation() - 1L, 2 * (axis.in() - 1) / spans);
        for (long dilation = largest; dilation >= 1; dilation--) {
            int padding = (int) (dilation * spans / 2);
            long out = (axis.in() + 2L * padding - dilation * spans - 1) / window.stride() + 1;
            var tried = new Window(window.kernel(), window.stride(), padding, (int) dilation);
            if (new Slide(axis.in(), out, tried).liveTaps() == window.kernel()) {
                return dilation;
            }
        }
        return 0;
    }
}
