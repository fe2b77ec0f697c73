package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Dropout;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A dropout behind the last weights: it drops what the net says, not what it says it from. */
public final class DropoutOfOutputs implements LayerLint {
    private static final Set<String> BEHIND = behind();

    private static Set<String> behind() {
        Set<String> passed = new HashSet<>(Chain.ARRANGING);
        passed.addAll(Chain.AVERAGING);
        passed.addAll(List.of("Softmax", "LogSoftmax", "Sigmoid"));
        return Set.copyOf(passed);
    }

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DROPOUT_OF_OUTPUTS;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Dropout");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return layer.as(Dropout.class)
                .filter(dropout -> dropout.p() > 0)
                .flatMap(dropout -> Chain.before(layer, Chain.ARRANGING)
                        .filter(weights -> Chain.WEIGHTED.contains(weights.kind()))
                        .flatMap(weights -> Chain.output(layer, BEHIND)
                                .map(output -> finding(layer, dropout.p(), weights, output))));
    }

    private static Diagnostic finding(LayerUse layer, double p, LayerUse weights, LayerUse output) {
        String name = output.outputNames().get(0);
        return Diagnostic.of(
                        DiagnosticCode.DROPOUT_OF_OUTPUTS,
                        "`" + layer.text() + "` drops " + Figures.of(100 * p) + " % of the output `" + name
                                + "` in training",
                        layer.span(),
                        "nothing behind it learns to do without what is dropped")
                .also(weights.span(), "the last layer with weights")
                .help("put the dropout before `" + weights.name() + "`");
    }
}
