package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.library.ConvTranspose;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A transposed convolution whose positions are sums of differently many products (Odena et al., Distill, 2016). */
public final class Checkerboard implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.CHECKERBOARD;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("ConvTranspose");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return layer.as(ConvTranspose.class).flatMap(transposed -> {
            List<Slide> axes =
                    Slide.of(transposed.outputShape(), transposed.conv().windows(), layer.input());
            return axes.stream().anyMatch(Checkerboard::isUneven)
                    ? Optional.of(finding(layer, axes))
                    : Optional.empty();
        });
    }

    /** Of one position of the input there is one window, in which nothing overlaps. */
    private static boolean isUneven(Slide axis) {
        return axis.out() > 1 && fewest(axis.window()) != most(axis.window());
    }

    /** Of the windows that meet a position of the result, so many at least. */
    private static long fewest(Window window) {
        long taps = window.stride() / Taps.greatestCommonDivisor(window.stride(), window.dilation());
        return taps < window.stride() ? 0 : window.kernel() / taps;
    }

    private static long most(Window window) {
        long taps = window.stride() / Taps.greatestCommonDivisor(window.stride(), window.dilation());
        return (window.kernel() + taps - 1) / taps;
    }

    private static Diagnostic finding(LayerUse layer, List<Slide> axes) {
        List<Window> windows = axes.stream().map(Slide::window).toList();
        long fewest = Words.product(windows.stream().map(Checkerboard::fewest).toList());
        long most = Words.product(windows.stream().map(Checkerboard::most).toList());
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.CHECKERBOARD,
                        "`" + layer.text() + "` makes a checkerboard: windows of " + Words.size(kernels(windows))
                                + " overlap unevenly every " + Words.size(strides(windows)) + " positions",
                        layer.span(),
                        "some positions are sums over " + Words.count(most, "window", "windows") + ", others over "
                                + (fewest == 0 ? "none" : fewest))
                .note("the pattern shows in the result, and in the gradients of what is before it");
        return even(layer, axes)
                .map(finding::help)
                .orElse(finding)
                .help("or repeat first and filter then: `Upsample(" + resize(axes) + ")` and `Conv("
                        + layer.output().channels() + ", 3, padding=1)`");
    }

    private static List<Integer> kernels(List<Window> windows) {
        return windows.stream().map(Window::kernel).toList();
    }

    private static List<Integer> strides(List<Window> windows) {
        return windows.stream().map(Window::stride).toList();
    }

    /** What makes the size of the result: the stride, or where that would make another, the size itself. */
    private static String resize(List<Slide> axes) {
        boolean scales =
                axes.stream().allMatch(each -> each.out() * each.window().stride() == each.in());
        return scales
                ? "scale_factor="
                        + Words.argument(axes.stream()
                                .map(each -> each.window().stride())
                                .toList())
                : "size=" + Words.argument(axes.stream().map(Slide::in).toList());
    }

    /** The next larger kernels that are multiples, with the paddings that keep the size. */
    private static Optional<String> even(LayerUse layer, List<Slide> axes) {
        List<Long> kernels = new ArrayList<>();
        List<Long> paddings = new ArrayList<>();
        List<Long> more = new ArrayList<>();
        for (Slide axis : axes) {
            long stride = axis.window().stride();
            long kernel = (axis.window().kernel() + stride - 1) / stride * stride;
            long whole = (axis.out() - 1) * stride + kernel;
            if (axis.window().dilation() > 1 || whole < axis.in()) {
                return Optional.empty();
            }
            long padding = (whole - axis.in() + 1) / 2;
            kernels.add(kernel);
            paddings.add(padding);
            more.add(axis.in() - whole + 2 * padding);
        }
        boolean keepsMore = more.stream().anyMatch(each -> each > 0);
        boolean leavesOut = !keepsMore && layer.argument("output_padding").isPresent();
        return Optional.of("use a kernel that is a multiple of the stride: `kernel=" + Words.argument(kernels)
                + ", padding=" + Words.argument(paddings)
                + (keepsMore ? ", output_padding=" + Words.argument(more) + "`" : "`")
                + (leavesOut ? " without `output_padding`" : "")
                + " makes " + Words.size(layer.output().spatial()) + " too");
    }
}
