package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.LintedNet;
import dev.convoke.compiler.lint.NetLint;
import dev.convoke.compiler.lint.Slide;
import dev.convoke.compiler.report.Stride;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Dilated convolutions in a row after which a position depends on some positions of the net's input and never on those between ("gridding": Wang et al.,
 * "Understanding convolution for semantic segmentation", 2017).
 */
public final class DilationGaps implements NetLint {
    /** Chains that see further are not looked at. */
    private static final long LONGEST = 1 << 11;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DILATION_GAPS;
    }

    @Override
    public void check(LintedNet net, Findings findings) {
        for (LayerUse layer : net.layers()) {
            if (isDilated(layer) && isLast(layer)) {
                finding(net, chain(layer)).ifPresent(finding -> findings.at(layer, finding));
            }
        }
    }

    private static boolean isDilated(LayerUse layer) {
        return keepsPlace(layer)
                && layer.slides().stream()
                        .anyMatch(each ->
                                each.window().dilation() > 1 && each.window().kernel() > 1);
    }

    /** Whether its windows are one position apart, so that gaps stay what they are. */
    private static boolean keepsPlace(LayerUse layer) {
        List<Slide> slides = layer.slides();
        return !slides.isEmpty()
                && slides.stream().allMatch(each -> each.window().stride() == 1);
    }

    /** Whether no dilated layer of the same chain follows. */
    private static boolean isLast(LayerUse layer) {
        Optional<LayerUse> next = Pointwise.behind(layer);
        while (next.isPresent() && keepsPlace(next.get())) {
            if (isDilated(next.get())) {
                return false;
            }
            next = Pointwise.behind(next.get());
        }
        return true;
    }

    /** The layers with windows around one, in their order, that alone take each other's results; the last may have a stride. */
    private static List<LayerUse> chain(LayerUse last) {
        List<LayerUse> chain = new ArrayList<>(List.of(last));
        Optional<LayerUse> before = Pointwise.before(last);
        while (before.isPresent() && keepsPlace(before.get())) {
            chain.add(0, before.get());
            before = Pointwise.before(before.get());
        }
        Optional<LayerUse> behind = Pointwise.behind(last);
        while (behind.isPresent() && !behind.get().slides().isEmpty()) {
            chain.add(behind.get());
            behind = keepsPlace(behind.get()) ? Pointwise.behind(behind.get()) : Optional.empty();
        }
        return chain;
    }

    private static Optional<Diagnostic> finding(LintedNet net, List<LayerUse> chain) {
        Value start = chain.get(0).streams().get(0);
        int axes = chain.get(0).input().rank() - 1;
        List<Long> sees = net.fields().extents(start);
        List<Stride> strides = net.fields().strides(start);
        List<BitSet> offsets = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int at = axis;
            List<Slide> slides =
                    chain.stream().map(each -> each.slides().get(at)).toList();
            // Taps that meet nothing but padding leave no gaps; of those there is a lint of its own.
            if (slides.stream().mapToLong(Slide::extent).sum() > LONGEST
                    || slides.stream()
                            .anyMatch(each -> each.liveTaps() < each.window().kernel())) {
                return Optional.empty();
            }
            offsets.add(offsets(slides));
        }
        boolean gaps = sees.size() == axes
                && IntStream.range(0, axes)
                        .anyMatch(i -> sees.get(i) * strides.get(i).elements()
                                < widest(offsets.get(i)) * strides.get(i).positions());
        return gaps ? Optional.of(finding(chain, offsets)) : Optional.empty();
    }

    /** Which positions of the chain's input its result sees along an axis, from the first on. */
    private static BitSet offsets(List<Slide> slides) {
        BitSet seen = new BitSet();
        seen.set(0);
        for (Slide slide : slides) {
            BitSet next = new BitSet();
            for (int tap = 0; tap < slide.window().kernel(); tap++) {
                int by = tap * slide.window().dilation();
                seen.stream().forEach(each -> next.set(each + by));
            }
            seen = next;
        }
        return seen;
    }

    /** The largest distance of one position that is seen to the next. */
    private static long widest(BitSet seen) {
        int widest = 1;
        int before = 0;
        for (int at = seen.nextSetBit(1); at > 0; at = seen.nextSetBit(at + 1)) {
            widest = Math.max(widest, at - before);
            before = at;
        }
        return widest;
    }

    private static Diagnostic finding(List<LayerUse> chain, List<BitSet> offsets) {
        List<Integer> seen = offsets.stream().map(BitSet::cardinality).toList();
        List<Integer> spanned = offsets.stream().map(BitSet::length).toList();
        List<LayerUse> dilated = chain.stream().filter(DilationGaps::isDilated).toList();
        LayerUse last = dilated.get(dilated.size() - 1);
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.DILATION_GAPS,
                "what comes of `" + last.text() + "` depends on " + Words.size(seen) + " of the " + Words.size(spanned)
                        + " positions around, and never on those between",
                last.span(),
                dilation(last));
        for (LayerUse other : dilated.subList(0, dilated.size() - 1)) {
            finding = finding.also(other.span(), dilation(other));
        }
        return finding.note("neighbours in the result are made of different positions, so that they may show a grid")
                .help("let dilations follow each other that have no common factor, and begin with 1: 1, 2, 5")
                .help("or put a convolution without dilation before or behind");
    }

    private static String dilation(LayerUse layer) {
        return "taps "
                + Words.argument(layer.slides().stream()
                        .map(each -> each.window().dilation())
                        .toList()) + " apart";
    }
}
