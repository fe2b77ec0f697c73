package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Scores that an activation keeps from being negative. */
public final class ClippedLogits implements LayerLint {
    private static final Set<String> CLIPPING = Set.of("Relu", "Relu6", "Softplus");
    private static final Set<String> PASSED = passed();

    private static Set<String> passed() {
        Set<String> passed = new HashSet<>(Chain.ARRANGING);
        passed.addAll(Chain.AVERAGING);
        passed.addAll(Chain.LARGEST);
        passed.add("Dropout");
        return Set.copyOf(passed);
    }

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.CLIPPED_LOGITS;
    }

    @Override
    public boolean looksAt(String kind) {
        return CLIPPING.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return Chain.output(layer, PASSED)
                .flatMap(last -> last.outputNames().stream()
                        .filter(SoftmaxOutput::isLogits)
                        .findFirst())
                .map(name -> finding(layer, name));
    }

    private static Diagnostic finding(LayerUse layer, String name) {
        boolean flat = !layer.kind().equals("Softplus");
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.CLIPPED_LOGITS,
                "`" + layer.text() + "` keeps the output `" + name + "` from being negative",
                layer.span(),
                "no score below 0 gets through");
        return (flat
                        ? finding.note(
                                "where every score of a class is below 0 no gradient flows, and that class cannot be learned there")
                        : finding)
                .help("leave out the last `" + layer.kind() + "`: logits may be of either sign");
    }
}
