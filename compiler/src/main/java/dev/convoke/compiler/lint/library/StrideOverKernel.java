package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;

/** Windows further apart than they are wide, over a stream that nothing else reads in full. */
public final class StrideOverKernel implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.STRIDE_OVER_KERNEL;
    }

    @Override
    public boolean looksAt(String kind) {
        return Slide.isOf(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        List<Slide> slides = layer.slides();
        return hasGaps(slides) && Slide.alone(layer, StrideOverKernel::hasGaps)
                ? Optional.of(finding(layer, slides))
                : Optional.empty();
    }

    private static boolean hasGaps(List<Slide> slides) {
        return slides.stream().anyMatch(Slide::hasGaps);
    }

    private static Diagnostic finding(LayerUse layer, List<Slide> slides) {
        long read = Words.product(slides.stream().map(Slide::read).toList());
        long of = Words.product(slides.stream()
                .map(each -> each.out() == 1 ? each.read() : each.window().stride())
                .toList());
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.STRIDE_OVER_KERNEL,
                "`" + layer.text() + "` reads " + read + " of every " + of
                        + " positions of its input, and nothing reads the others",
                layer.span(),
                "windows of "
                        + Words.size(slides.stream()
                                .map(each -> each.window().kernel())
                                .toList())
                        + ", one every "
                        + Words.size(strides(slides)));
        Slide axis = slides.stream().filter(Slide::hasGaps).findFirst().orElseThrow();
        long stride = axis.window().stride();
        if (Taps.greatestCommonDivisor(stride, axis.window().dilation()) > 1) {
            return finding.help("use a dilation that shares no factor with the stride of " + stride + ", such as 1");
        }
        if (axis.read() > 1) {
            String narrower = axis.window().dilation() == 1 ? ", or a stride of " + axis.read() + " or less" : "";
            return finding.help("use a kernel of " + stride + " or more" + narrower);
        }
        return finding.help("use a kernel of " + stride + " or more")
                .help("or put `AvgPool(" + Words.argument(strides(slides)) + ")` before it and leave out the stride");
    }

    private static List<Integer> strides(List<Slide> slides) {
        return slides.stream().map(each -> each.window().stride()).toList();
    }
}
