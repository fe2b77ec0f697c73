package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.library.Flatten;
import dev.convoke.compiler.layer.library.Linear;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Quantifier;
import java.util.Optional;

/** A {@code Linear} with a weight for each position of a map, in which most parameters of the net are. */
public final class LinearOfMap implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LINEAR_OF_MAP;
    }

    @Override
    public Quantifier quantifier() {
        return Quantifier.EVERYWHERE_OF_ITS_OWN;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Linear");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        long own = layer.parameters();
        long all = layer.net().parameters();
        return isOne(layer) && own >= DominantParameters.SMALL && own > all / 2
                ? Optional.of(finding(layer, own, all))
                : Optional.empty();
    }

    /** Whether it is a {@code Linear} behind the {@code Flatten} of a map. */
    static boolean isOne(LayerUse layer) {
        return layer.is(Linear.class) && flatten(layer).isPresent();
    }

    private static Optional<LayerUse> flatten(LayerUse linear) {
        return Pointwise.before(linear)
                .filter(each ->
                        each.is(Flatten.class) && Words.product(each.input().spatial()) > 1);
    }

    private static Diagnostic finding(LayerUse layer, long own, long all) {
        LayerUse flatten = flatten(layer).orElseThrow();
        Shape map = flatten.input();
        long positions = Words.product(map.spatial());
        long outputs = layer.output().channels();
        long bias = own - outputs * layer.input().channels();
        long pooled = outputs * map.channels() + bias;
        return Diagnostic.of(
                        DiagnosticCode.LINEAR_OF_MAP,
                        "`" + layer.text() + "` has " + Words.percent(own, all) + " of the parameters of `"
                                + layer.net() + "`, a weight for each position of a map",
                        layer.span(),
                        Words.grouped(own) + " of " + Words.grouped(all))
                .also(flatten.span(), "makes " + Words.grouped(layer.input().channels()) + " inputs of " + map)
                .help("pool first: with `GlobalAvgPool` before `Flatten` it has " + Words.grouped(pooled) + ", the net "
                        + Words.grouped(all - own + pooled))
                .help(
                        positions > 4
                                ? "where it matters what is where, `AdaptiveAvgPool(2)` keeps the quarters apart: "
                                        + Words.grouped(outputs
                                                        * map.channels()
                                                        * (1L << map.spatial().size())
                                                + bias)
                                : "or make the map smaller with a stride before");
    }
}
