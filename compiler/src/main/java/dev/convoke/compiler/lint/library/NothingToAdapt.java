package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An adaptive pool of a map that has the wanted size already. Off by default, as it may stand there for inputs of other sizes. */
public final class NothingToAdapt implements LayerLint {
    private static final Set<String> KINDS = Set.of("AdaptiveAvgPool", "AdaptiveMaxPool");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.NOTHING_TO_ADAPT;
    }

    @Override
    public boolean onByDefault() {
        return false;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        List<Integer> spatial = layer.input().spatial();
        // Of a single position it is said that nothing happens.
        return layer.output().equals(layer.input()) && Words.product(spatial) > 1
                ? Optional.of(Diagnostic.of(
                                DiagnosticCode.NOTHING_TO_ADAPT,
                                "`" + layer.text() + "` has nothing to adapt",
                                layer.span(),
                                "the map is " + Words.size(spatial) + " already")
                        .help("leave it out, or silence this lint if the net is for inputs of other sizes too"))
                : Optional.empty();
    }
}
