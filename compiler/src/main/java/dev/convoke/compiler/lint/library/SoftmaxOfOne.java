package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.LogSoftmax;
import dev.convoke.compiler.layer.library.Softmax;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.Optional;
import java.util.Set;

/** A softmax along an axis of one entry, which is 1 whatever it gets. */
public final class SoftmaxOfOne implements LayerLint {
    private static final Set<String> KINDS = Set.of("Softmax", "LogSoftmax");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.SOFTMAX_OF_ONE;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return isOfOne(layer)
                ? layer.as(Softmax.class)
                        .map(each -> finding(layer, each.axis(), 1))
                        .or(() -> layer.as(LogSoftmax.class).map(each -> finding(layer, each.axis(), 0)))
                : Optional.empty();
    }

    /** Whether a layer is such a softmax, of which there is nothing else to say. */
    static boolean isOfOne(LayerUse layer) {
        return layer.as(Softmax.class)
                        .filter(each -> each.outputShape().extent(each.axis()) == 1)
                        .isPresent()
                || layer.as(LogSoftmax.class)
                        .filter(each -> each.outputShape().extent(each.axis()) == 1)
                        .isPresent();
    }

    private static Diagnostic finding(LayerUse layer, int axis, int result) {
        return Diagnostic.of(
                        DiagnosticCode.SOFTMAX_OF_ONE,
                        "`" + layer.text() + "` gives " + result + " whatever its input is",
                        layer.span(),
                        "`dim=" + (axis + 1) + "` of " + layer.input()
                                + " has one entry, and the probabilities along it sum up to 1")
                .help("for a single yes or no use `Sigmoid`, or nothing, and train with `bce`, which takes the logit")
                .help("for one of several classes give each a score of its own: `Linear(2)`");
    }
}
