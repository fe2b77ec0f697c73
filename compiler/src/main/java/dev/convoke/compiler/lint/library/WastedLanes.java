package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;

/** Channels just over a multiple of 16: the generated code computes blocks of 16 channels, the last one mostly for nothing. */
public final class WastedLanes implements LayerLint {
    private static final int LANES = 16;

    /** Multiply-accumulates of a net, and the part of them that a layer must have, for its waste to matter. */
    private static final long SMALL = 10_000_000;

    private static final long ONE_IN = 10;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.WASTED_LANES;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Conv");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        long all = layer.net().multiplyAccumulates();
        long own = layer.multiplyAccumulates();
        Optional<Conv> conv = layer.as(Conv.class).filter(each -> each.groups() == 1);
        boolean matters = all >= SMALL && own * ONE_IN >= all;
        return conv.filter(each -> matters && wasted(each) * 10L >= computed(each) * 3L && isFree(layer))
                .map(each -> finding(layer, each, own, all));
    }

    private static int computed(Conv conv) {
        return Math.toIntExact((conv.outputShape().channels() + LANES - 1L) / LANES * LANES);
    }

    private static int wasted(Conv conv) {
        return computed(conv) - conv.outputShape().channels();
    }

    /** Whether the channels are for the net's author to choose: those of a result, or laid out as pixels, are given. */
    private static boolean isFree(LayerUse layer) {
        return Pointwise.behind(layer)
                .map(next -> !next.kind().equals("PixelShuffle") && !next.kind().startsWith("Global"))
                .orElse(!layer.net()
                        .network()
                        .graph()
                        .outputs()
                        .contains(end(layer).node().output()));
    }

    private static LayerUse end(LayerUse layer) {
        LayerUse end = layer;
        while (end.onlyAfter().isPresent()) {
            end = end.onlyAfter().get();
        }
        return end;
    }

    private static Diagnostic finding(LayerUse layer, Conv conv, long own, long all) {
        int channels = conv.outputShape().channels();
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.WASTED_LANES,
                        "`" + layer.text() + "` computes " + computed(conv) + " channels and throws " + wasted(conv)
                                + " of them away",
                        layer.span(),
                        channels + " channels fill " + Words.percent(channels, computed(conv)) + " of the vectors")
                .note("code is made for vectors of " + LANES + " channels; this layer is " + Words.percent(own, all)
                        + " of the net's work");
        int fewer = computed(conv) - LANES;
        String more = "`" + computed(conv) + "` channels take no longer";
        return finding.help(
                fewer == 0
                        ? more
                        : more + "; `" + fewer + "` take " + Words.percent(fewer, computed(conv)) + " of the time");
    }
}
