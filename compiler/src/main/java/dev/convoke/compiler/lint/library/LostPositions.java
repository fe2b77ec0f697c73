package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Windows that stop before the end of their input, so that an eighth of it or more is never read. */
public final class LostPositions implements LayerLint {
    /** One position in so many must be lost. */
    private static final long ONE_IN = 8;

    private static final Set<String> ROUNDED_UP = Set.of("MaxPool", "AvgPool", "LpPool");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LOST_POSITIONS;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return Slide.isOf(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        List<Slide> slides = layer.slides();
        if (slides.isEmpty()) {
            return Optional.empty();
        }
        long all = Words.product(layer.input().spatial());
        long lost = all - Words.product(read(slides));
        // With a stride larger than the window it is no end that is left over.
        boolean gaps = slides.stream().anyMatch(Slide::hasGaps);
        return !gaps && lost * ONE_IN >= all && Slide.alone(layer, LostPositions::loses)
                ? Optional.of(finding(layer, slides, lost, all))
                : Optional.empty();
    }

    private static boolean loses(List<Slide> slides) {
        return slides.stream().anyMatch(each -> each.lost() > 0);
    }

    private static List<Long> read(List<Slide> slides) {
        return slides.stream().map(each -> each.in() - each.lost()).toList();
    }

    private static Diagnostic finding(LayerUse layer, List<Slide> slides, long lost, long all) {
        List<Long> ends = slides.stream().map(Slide::lost).toList();
        boolean line = slides.size() == 1;
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.LOST_POSITIONS,
                "`" + layer.text() + "` never reads " + Words.last(ends) + " of its input: " + Words.percent(lost, all)
                        + " of it is lost",
                layer.span(),
                (line ? "of " : "of " + Words.size(layer.input().spatial()) + " ")
                        + (line ? Words.grouped(all) + " positions " : "positions ") + "its windows read "
                        + Words.size(read(slides)));
        return pads(layer, finding, slides)
                .help("an input of "
                        + Words.size(read(slides))
                        + " or "
                        + Words.size(slides.stream()
                                .map(each -> each.in()
                                        + (each.lost() == 0 ? 0 : each.window().stride() - each.lost()))
                                .toList())
                        + " leaves nothing over");
    }

    private static Diagnostic pads(LayerUse layer, Diagnostic finding, List<Slide> slides) {
        boolean hang = slides.stream().anyMatch(each -> each.lost() > 0 && each.isMostlyOutside(each.out()));
        if (ROUNDED_UP.contains(layer.kind()) && hang) {
            return finding;
        }
        if (ROUNDED_UP.contains(layer.kind())) {
            return finding.propose(
                    "take what is left over into windows that hang over the end: the result becomes "
                            + Words.size(slides.stream()
                                    .map(each -> each.out() + (each.lost() > 0 ? 1 : 0))
                                    .toList()),
                    Edits.argument(layer.call().orElseThrow(), layer.argument("ceil_mode"), "ceil_mode", "true"));
        }
        List<Long> padding = slides.stream().map(LostPositions::padding).toList();
        return finding.help("give it `padding=" + Words.argument(padding) + "`: the result becomes "
                + Words.size(IntStream.range(0, slides.size())
                        .mapToObj(i -> out(slides.get(i), padding.get(i)))
                        .toList()));
    }

    /** The smallest padding, not less than there is, with which windows reach the end. */
    private static long padding(Slide slide) {
        long stride = slide.window().stride();
        // What is left over grows by 2 with each position of padding, until there is one more window.
        long left = (slide.in() + 2L * slide.window().padding() - slide.extent()) % stride;
        return slide.window().padding() + (slide.lost() == 0 ? 0 : (stride - left + 1) / 2);
    }

    private static long out(Slide slide, long padding) {
        return (slide.in() + 2 * padding - slide.extent()) / slide.window().stride() + 1;
    }
}
