package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.LintedNet;
import dev.convoke.compiler.lint.NetLint;
import dev.convoke.compiler.lint.Slide;
import java.util.List;
import java.util.Optional;

/** One of many convolutions that does more than half of the work of a net. */
public final class DominantWork implements NetLint {
    /** Of fewer layers one that does half of the work is to be expected. */
    private static final int LAYERS = 8;

    /** Multiply-accumulates; nets with fewer are fast however these are spread. */
    private static final long SMALL = 100_000_000;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DOMINANT_WORK;
    }

    @Override
    public void check(LintedNet net, Findings findings) {
        long all = net.multiplyAccumulates();
        List<LayerUse> working = net.layers().stream()
                .filter(each -> each.multiplyAccumulates() > 0)
                .toList();
        if (all < SMALL || working.size() < LAYERS) {
            return;
        }
        for (LayerUse layer : working) {
            if (layer.multiplyAccumulates() > all / 2) {
                findings.at(layer, finding(layer, all, working.size()));
            }
        }
    }

    private static Diagnostic finding(LayerUse layer, long all, int layers) {
        long own = layer.multiplyAccumulates();
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.DOMINANT_WORK,
                        "`" + layer.text() + "` does " + Words.percent(own, all) + " of the work of `" + layer.net()
                                + "`, which has " + layers + " layers that multiply",
                        layer.span(),
                        millions(own) + " of " + millions(all) + " million multiply-accumulates")
                .note("it makes " + layer.output() + " of " + layer.input());
        Optional<Conv> conv = layer.as(Conv.class).filter(each -> each.groups() == 1);
        List<Slide> slides = layer.slides();
        if (conv.isPresent() && slides.stream().allMatch(each -> each.window().stride() == 1)) {
            finding = finding.help(
                    "a stride of 2, here or before, leaves " + millions(own >> slides.size()) + " million");
        }
        long taps = conv.map(each -> Words.product(each.kernel())).orElse(1L);
        long smaller = Math.round(Math.pow(3, slides.size()));
        return taps > smaller
                ? finding.help("a kernel of 3 leaves " + millions(own / taps * smaller) + " million")
                : finding.help("half of the channels, of its input or its result, leave half of it");
    }

    private static String millions(long number) {
        return Words.grouped(Math.max(1, Math.round(number / 1e6)));
    }
}
