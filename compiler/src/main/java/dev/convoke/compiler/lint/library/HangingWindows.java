package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ceil_mode=true} where what is left over is less than half a window: {@code MaxPool(3, stride=2, padding=1, ceil_mode=true)} of an even
 * size. Windows of which half is left, {@code MaxPool(2, ceil_mode=true)} of an odd size, are what the mode is for.
 */
public final class HangingWindows implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.HANGING_WINDOWS;
    }

    @Override
    public boolean looksAt(String kind) {
        return Slide.isOf(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        List<Slide> slides = layer.slides();
        return slides.stream().anyMatch(HangingWindows::hangs) ? Optional.of(finding(layer, slides)) : Optional.empty();
    }

    /** A single window sees all there is. */
    private static boolean hangs(Slide slide) {
        return slide.out() > 1 && slide.out() > slide.whole() && slide.isMostlyOutside(slide.out() - 1);
    }

    private static Diagnostic finding(LayerUse layer, List<Slide> slides) {
        List<Long> sizes = slides.stream()
                .map(each -> hangs(each) ? each.whole() : each.out())
                .toList();
        long all = Words.product(slides.stream().map(Slide::out).toList());
        long hanging = all - Words.product(sizes);
        return Diagnostic.of(
                        DiagnosticCode.HANGING_WINDOWS,
                        "the last windows of `" + layer.text() + "` see no more than " + seen(slides),
                        layer.span(),
                        "windows of "
                                + Words.size(slides.stream()
                                        .map(each -> each.window().kernel())
                                        .toList())
                                + ", "
                                + Words.size(slides.stream().map(Slide::out).toList()) + " of them over "
                                + Words.size(layer.input().spatial()))
                .note(Words.grouped(hanging) + " of the " + Words.grouped(all) + " positions "
                        + (hanging == 1 ? "comes of such a window" : "come of such windows")
                        + ", and weigh" + (hanging == 1 ? "s" : "") + " as much as the others")
                .help("leave out `ceil_mode`: the result becomes " + Words.size(sizes));
    }

    /** {@code 1 of 3 rows and 1 of 3 columns}. */
    private static String seen(List<Slide> slides) {
        List<String> parts = new ArrayList<>();
        for (int axis = 0; axis < slides.size(); axis++) {
            Slide slide = slides.get(axis);
            if (hangs(slide)) {
                parts.add(slide.inside(slide.out() - 1) + " of "
                        + slide.window().kernel() + " "
                        + Words.along(slides.size(), axis, slide.window().kernel()));
            }
        }
        return Words.list(parts);
    }
}
