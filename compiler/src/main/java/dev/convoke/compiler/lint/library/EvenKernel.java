package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Padding that is to keep the size around a window of even extent, which has no middle. */
public final class EvenKernel implements LayerLint {
    /** Layers that mend the size on purpose. */
    private static final Set<String> MENDS = Set.of("Crop", "Slice", "Pad");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.EVEN_KERNEL;
    }

    @Override
    public boolean looksAt(String kind) {
        return Slide.isOf(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        List<Slide> slides = layer.slides();
        return slides.stream().anyMatch(EvenKernel::isUneven) && !isMended(layer, slides)
                ? Optional.of(finding(layer, slides))
                : Optional.empty();
    }

    /** Whether one position more or less results, or one more is padded behind than before. */
    private static boolean isUneven(Slide axis) {
        boolean even = axis.window().stride() == 1 && axis.extent() % 2 == 0;
        boolean keeps = axis.out() == axis.in();
        boolean nearly = Math.abs(axis.out() - axis.in()) == 1 && axis.window().padding() > 0;
        return even && (keeps || nearly);
    }

    private static boolean isMended(LayerUse layer, List<Slide> slides) {
        Optional<LayerUse> before = Pointwise.before(layer);
        Optional<LayerUse> behind = Pointwise.behind(layer);
        return before.filter(each -> mends(each, slides)).isPresent()
                || behind.filter(each -> mends(each, slides)).isPresent();
    }

    /** Whether another layer brings the size back: one that cuts or pads, or a second even window that does the opposite. */
    private static boolean mends(LayerUse other, List<Slide> slides) {
        List<Slide> others = other.slides();
        return MENDS.contains(other.kind())
                || others.size() == slides.size()
                        && IntStream.range(0, slides.size()).allMatch(i -> mends(others.get(i), slides.get(i)));
    }

    private static boolean mends(Slide other, Slide axis) {
        return !isUneven(axis)
                || axis.out() != axis.in()
                        && other.window().stride() == 1
                        && other.extent() % 2 == 0
                        && other.out() - other.in() == axis.in() - axis.out();
    }

    private static Diagnostic finding(LayerUse layer, List<Slide> slides) {
        List<Integer> kernels =
                slides.stream().map(each -> each.window().kernel()).toList();
        Slide axis = slides.stream().filter(EvenKernel::isUneven).findFirst().orElseThrow();
        long padding = axis.window().padding();
        boolean keeps = axis.out() == axis.in();
        String size = Words.size(layer.input().spatial());
        String message = keeps
                ? "the windows of `" + layer.text() + "` see one position more behind than before"
                : "`" + layer.text() + "` makes " + Words.size(layer.output().spatial()) + " of " + size
                        + ": no padding keeps a size under an even kernel";
        String label = "a window of " + Words.size(kernels) + " has no position in its middle";
        return Diagnostic.of(DiagnosticCode.EVEN_KERNEL, message, layer.span(), label)
                .note(
                        keeps
                                ? padding + " " + (padding == 1 ? "is" : "are") + " padded before, " + (padding + 1)
                                        + " behind: each such layer moves the picture by half a position"
                                : "each such layer moves the picture by half a position, and a shortcut around it does not fit")
                .help("use an odd kernel: " + odd(slides, -1) + " or " + odd(slides, 1) + " keeps " + size);
    }

    private static String odd(List<Slide> slides, int by) {
        List<Long> kernels = slides.stream()
                .map(each -> (long) each.window().kernel() + (isUneven(each) ? by : 0))
                .toList();
        List<Long> paddings = IntStream.range(0, slides.size())
                .mapToObj(i -> isUneven(slides.get(i))
                        ? slides.get(i).window().dilation() * (kernels.get(i) - 1) / 2
                        : slides.get(i).window().padding())
                .toList();
        return "`kernel=" + Words.argument(kernels) + ", padding=" + Words.argument(paddings) + "`";
    }
}
