package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.BatchNorm;
import dev.convoke.compiler.layer.library.Dropout;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A dropout whose variance a batch norm learns, which is another one in evaluation mode (Li et al., "Understanding the Disharmony between
 * Dropout and Batch Normalization by Variance Shift", 2018): directly, or with one layer of weights between them.
 */
public final class DropoutBeforeBatchNorm implements LayerLint {
    private static final Set<String> PASSED = passed();

    private static Set<String> passed() {
        Set<String> passed = new HashSet<>(Chain.ACTIVATIONS);
        passed.addAll(Chain.ARRANGING);
        passed.addAll(Chain.AVERAGING);
        passed.addAll(Chain.LARGEST);
        return Set.copyOf(passed);
    }

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DROPOUT_BEFORE_BATCH_NORM;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Dropout");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return layer.as(Dropout.class)
                .filter(dropout -> dropout.p() > 0 && dropout.p() < 1)
                .flatMap(dropout -> norm(layer).map(norm -> finding(layer, dropout.p(), norm)));
    }

    private static Optional<LayerUse> norm(LayerUse dropout) {
        return Chain.after(dropout, PASSED)
                .flatMap(next -> Chain.WEIGHTED.contains(next.kind()) ? Chain.after(next, PASSED) : Optional.of(next))
                .filter(next -> next.is(BatchNorm.class));
    }

    private static Diagnostic finding(LayerUse dropout, double p, LayerUse norm) {
        String factor = Figures.of(1 / (1 - p));
        // 1 / (1 - p) + p / (1 - p) * mean² / variance; what another layer makes of it depends on its weights and on
        // the numbers
        boolean direct = Chain.after(dropout, Chain.ARRANGING)
                .filter(next -> next.is(BatchNorm.class))
                .isPresent();
        return Diagnostic.of(
                        DiagnosticCode.DROPOUT_BEFORE_BATCH_NORM,
                        "`" + norm.text() + "` learns a variance that `" + dropout.text() + "` "
                                + (direct
                                        ? "makes at least " + factor + " times as large in training"
                                        : "shifts in training"),
                        dropout.span(),
                        "in training every number is 0 or " + factor + " times itself, in evaluation it is itself")
                .also(norm.span(), "divides by the variance of training in evaluation too")
                .help(
                        "put the dropout behind the last `BatchNorm`, in front of the last `Linear`, or leave it out: `BatchNorm`"
                                + " regularises by itself");
    }
}
