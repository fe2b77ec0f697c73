package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;

/** A normalisation of what has just been normalised. */
public final class RepeatedNorm implements LayerLint {
    private static final Set<String> NORMS = Set.of("BatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.REPEATED_NORM;
    }

    @Override
    public boolean looksAt(String kind) {
        return NORMS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return Chain.before(layer, Set.of("Identity"))
                .filter(before -> NORMS.contains(before.kind()))
                .map(before -> finding(layer, before));
    }

    private static Diagnostic finding(LayerUse layer, LayerUse before) {
        long parameters = before.parameters();
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.REPEATED_NORM,
                        "`" + layer.text() + "` normalises what `" + before.text() + "` has normalised",
                        layer.span(),
                        "takes mean and deviation away once more")
                .also(before.span(), "normalises")
                .help("leave one of them out, or put a layer with weights between them");
        return parameters > 0
                ? finding.note("most of what the " + parameters + " parameters of the first do goes with it")
                : finding;
    }
}
