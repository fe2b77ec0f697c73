package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** An activation that gives back what the one before it made: {@code Relu} of numbers that are not negative. */
public final class RepeatedActivation implements LayerLint {
    /** For each activation those whose results it leaves as they are. */
    private static final Map<String, Set<String>> KEEPS = Map.of(
            "Relu", Chain.NEVER_NEGATIVE,
            "Relu6", Set.of("Relu6", "Sigmoid", "Hardsigmoid", "Softmax"),
            "LeakyRelu", Chain.NEVER_NEGATIVE,
            "PRelu", Chain.NEVER_NEGATIVE,
            "Elu", Chain.NEVER_NEGATIVE,
            "Celu", Chain.NEVER_NEGATIVE);

    /** Layers whose results lie between those that they get. */
    private static final Set<String> PASSED = passed();

    private static Set<String> passed() {
        Set<String> passed = new HashSet<>(Chain.ARRANGING);
        passed.addAll(Chain.AVERAGING);
        passed.addAll(Chain.LARGEST);
        return Set.copyOf(passed);
    }

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.REPEATED_ACTIVATION;
    }

    @Override
    public boolean looksAt(String kind) {
        return KEEPS.containsKey(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        Set<String> kept = Objects.requireNonNull(KEEPS.get(layer.kind()));
        return Chain.before(layer, PASSED)
                .filter(each -> kept.contains(each.kind()))
                .map(before -> finding(layer, before));
    }

    private static Diagnostic finding(LayerUse layer, LayerUse before) {
        boolean same = layer.kind().equals(before.kind());
        return Diagnostic.of(
                        DiagnosticCode.REPEATED_ACTIVATION,
                        "`" + layer.kind() + "` changes nothing behind `" + before.kind() + "`",
                        layer.span(),
                        "gives back what it is given")
                .also(before.span(), same ? "the same activation" : "its results are never negative")
                .help("leave one of them out, or put a layer with weights between them");
    }
}
