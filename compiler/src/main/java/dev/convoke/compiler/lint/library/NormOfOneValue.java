package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.BatchNorm;
import dev.convoke.compiler.layer.library.GroupNorm;
import dev.convoke.compiler.layer.library.LayerNorm;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;

/**
 * A normalisation over one number. The mean of one number is itself, so that nothing of it is left; a batch norm of maps of one position is
 * saved by the other samples of the batch, if there are any. Vectors are left alone: there it is what a batch norm does.
 */
public final class NormOfOneValue implements LayerLint {
    private static final Set<String> KINDS = Set.of("BatchNorm", "GroupNorm", "LayerNorm");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.NORM_OF_ONE_VALUE;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return layer.as(BatchNorm.class)
                .filter(norm -> norm.outputShape().rank() > 1
                        && norm.outputShape().elements() == norm.outputShape().channels())
                .map(norm -> ofBatch(layer))
                .or(() -> layer.as(GroupNorm.class)
                        .filter(norm -> norm.outputShape().elements() == norm.groups())
                        .map(norm -> ofOne(layer, "each group")))
                .or(() -> layer.as(LayerNorm.class)
                        .filter(norm -> norm.axes().stream()
                                .allMatch(axis -> norm.outputShape().extent(axis) == 1))
                        .map(norm -> ofOne(layer, "what it normalises")));
    }

    private static Diagnostic ofBatch(LayerUse layer) {
        return Diagnostic.of(
                        DiagnosticCode.NORM_OF_ONE_VALUE,
                        "`" + layer.text() + "` gets one value of each channel from a sample",
                        layer.span(),
                        "normalises maps of " + layer.input())
                .note(
                        "mean and variance are those of as many values as the batch has samples; a batch of 1 cannot be trained with")
                .help(
                        "leave the norm out behind a global pool, or see that all batches are large, the last of an epoch too");
    }

    private static Diagnostic ofOne(LayerUse layer, String part) {
        return Diagnostic.of(
                        DiagnosticCode.NORM_OF_ONE_VALUE,
                        "`" + layer.text() + "` gives 0 whatever its input is",
                        layer.span(),
                        "of " + layer.input() + ", " + part + " is one number, and its mean is taken away from it")
                .help("normalise over more numbers, or leave the norm out");
    }
}
