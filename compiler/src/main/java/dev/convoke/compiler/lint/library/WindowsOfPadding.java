package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.layer.library.DepthwiseConv;
import dev.convoke.compiler.layer.library.SeparableConv;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A padding as wide as the window, so that the outermost windows see nothing else: {@code Conv(64, 1, padding=1)}. */
public final class WindowsOfPadding implements LayerLint {
    private static final Set<String> KINDS = Set.of("Conv", "DepthwiseConv", "SeparableConv");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.WINDOWS_OF_PADDING;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        // Other borders than zeros are something to see.
        boolean zeros = layer.is(Conv.class) || layer.is(DepthwiseConv.class) || layer.is(SeparableConv.class);
        List<Slide> axes = zeros ? layer.slides() : List.of();
        return !axes.isEmpty() && axes.stream().anyMatch(each -> each.outside() > 0)
                ? Optional.of(finding(layer, axes))
                : Optional.empty();
    }

    private static Diagnostic finding(LayerUse layer, List<Slide> axes) {
        long all = Words.product(axes.stream().map(Slide::out).toList());
        long inside = Words.product(
                axes.stream().map(each -> each.out() - each.outside()).toList());
        List<Long> paddings = axes.stream().map(WindowsOfPadding::padding).toList();
        List<Integer> kernels =
                axes.stream().map(each -> each.window().kernel()).toList();
        return Diagnostic.of(
                        DiagnosticCode.WINDOWS_OF_PADDING,
                        Words.grouped(all - inside) + " of the " + Words.grouped(all) + " positions that `"
                                + layer.text() + "` makes see padding only",
                        layer.span(),
                        "a padding of "
                                + Words.size(axes.stream()
                                        .map(each -> each.window().padding())
                                        .toList())
                                + " around windows of " + Words.size(kernels))
                .note("what stands there is the same for every input")
                .help("use `padding=" + Words.argument(paddings) + "`: the result becomes "
                        + Words.size(IntStream.range(0, axes.size())
                                .mapToObj(i -> out(axes.get(i), paddings.get(i)))
                                .toList())
                        + " instead of " + Words.size(layer.output().spatial()));
    }

    /** The one that keeps the size, where the given one is too large. */
    private static long padding(Slide axis) {
        return axis.outside() == 0 ? axis.window().padding() : (axis.extent() - 1) / 2;
    }

    private static long out(Slide axis, long padding) {
        return Math.max(0, axis.in() + 2 * padding - axis.extent())
                        / axis.window().stride()
                + 1;
    }
}
