package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Dropout;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;

/** A dropout of what another one has just dropped from. */
public final class RepeatedDropout implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.REPEATED_DROPOUT;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Dropout");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return probability(layer)
                .flatMap(p -> Chain.before(layer, Chain.ARRANGING)
                        .flatMap(before ->
                                probability(before).map(q -> finding(layer, before, 1 - (1 - p) * (1 - q)))));
    }

    /** Of a dropout of single numbers that drops some. */
    private static Optional<Double> probability(LayerUse layer) {
        return layer.as(Dropout.class)
                .filter(dropout -> !dropout.channels())
                .map(Dropout::p)
                .filter(p -> p > 0);
    }

    private static Diagnostic finding(LayerUse layer, LayerUse before, double together) {
        String p = Figures.of(together);
        return Diagnostic.of(
                        DiagnosticCode.REPEATED_DROPOUT,
                        "`" + layer.text() + "` behind `" + before.text() + "` is one dropout of " + p,
                        layer.span(),
                        "drops from what is left")
                .also(before.span(), "drops first")
                .help("leave one of them out, or write `Dropout(" + p + ")`");
    }
}
