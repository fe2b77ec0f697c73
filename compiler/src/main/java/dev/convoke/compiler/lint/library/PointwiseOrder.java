package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.layer.library.Upsample;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;

/** A convolution of single positions on the larger side of a mean or an enlargement, with which it can change places. */
public final class PointwiseOrder implements LayerLint {
    private static final Window POINT = new Window(1, 1, 0, 1);

    /** Layers whose results are weighted means of positions: it is the same to mix channels before or behind. */
    private static final Set<String> MEANS = Set.of("AvgPool", "AdaptiveAvgPool", "GlobalAvgPool");

    /** Of the net's work so much must be saved. */
    private static final long ONE_IN = 100;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.POINTWISE_ORDER;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Conv");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        if (!layer.is(Conv.class)
                || !layer.slides().stream().allMatch(each -> each.window().equals(POINT))) {
            return Optional.empty();
        }
        Optional<Diagnostic> pooled = layer.onlyAfter()
                .filter(PointwiseOrder::isMean)
                .flatMap(after -> finding(layer, after, "behind", after.output()));
        return pooled.or(() -> layer.onlyBefore()
                .filter(before ->
                        before.is(Upsample.class) && before.onlyAfter().isPresent())
                .flatMap(before -> finding(layer, before, "before", before.input())));
    }

    /** With a border of zeros, the bias would count where there is none. */
    private static boolean isMean(LayerUse layer) {
        return MEANS.contains(layer.kind())
                && layer.slides().stream().allMatch(each -> each.window().padding() == 0);
    }

    private static Optional<Diagnostic> finding(LayerUse layer, LayerUse other, String where, Shape small) {
        long own = layer.multiplyAccumulates();
        long then = own / Words.product(layer.output().spatial()) * Words.product(small.spatial());
        boolean matters = (own - then) * ONE_IN >= layer.net().multiplyAccumulates() && then < own;
        return matters
                ? Optional.of(Diagnostic.of(
                                DiagnosticCode.POINTWISE_ORDER,
                                "`" + layer.text() + "` computes the same " + where + " `" + other.text() + "`, for "
                                        + Words.percent(then, own) + " of the work",
                                layer.span(),
                                Words.grouped(own) + " multiply-accumulates at "
                                        + Words.size(layer.output().spatial()) + " positions, " + Words.grouped(then)
                                        + " at " + Words.size(small.spatial()))
                        .also(other.span(), other.input() + " becomes " + other.output())
                        .note("both are sums with weights, so that they can change places")
                        .help("exchange the two stages; in a `seq`, a label keeps the names of the parameters"))
                : Optional.empty();
    }
}
