package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.BatchNorm;
import dev.convoke.compiler.layer.library.InstanceNorm;
import dev.convoke.compiler.lint.Edits;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;

/** A bias that the mean of the normalisation behind it takes away again. */
public final class BiasBeforeNorm implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.BIAS_BEFORE_NORM;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return Chain.WEIGHTED.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        if (layer.parameter("bias").isEmpty() || layer.isShared()) {
            return Optional.empty();
        }
        return layer.onlyAfter()
                .filter(each -> each.is(BatchNorm.class) || each.is(InstanceNorm.class))
                .map(norm -> finding(layer, norm));
    }

    private static Diagnostic finding(LayerUse layer, LayerUse norm) {
        int channels = layer.output().channels();
        return Diagnostic.of(
                        DiagnosticCode.BIAS_BEFORE_NORM,
                        "the bias of `" + layer.text() + "` has no effect before `" + norm.text() + "`",
                        layer.span(),
                        "adds a number to each of " + channels + " channels")
                .also(norm.span(), "takes the mean of each channel away again")
                .propose(
                        "leave out the bias: the net then has other parameters, and loads no weights that were saved with it",
                        Edits.argument(layer.call().orElseThrow(), layer.argument("bias"), "bias", "false"));
    }
}
