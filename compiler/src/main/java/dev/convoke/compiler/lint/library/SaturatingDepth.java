package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.LintedNet;
import dev.convoke.compiler.lint.NetLint;
import dev.convoke.compiler.lint.Quantifier;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * More activations that saturate, one behind the other, than gradients get through. Counted along the path that has the fewest of them, so that
 * gates and shortcuts do not count, and without those that a norm keeps in the middle of their range.
 */
public final class SaturatingDepth implements NetLint {
    /** How many there may be: as many as LeNet had. */
    private static final Map<String, Integer> MOST = Map.of("Sigmoid", 4, "Tanh", 8);

    private static final Set<String> NORMS = Set.of("BatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.SATURATING_DEPTH;
    }

    /** Of those made by one stage only the last is one too many. */
    @Override
    public Quantifier quantifier() {
        return Quantifier.SOMEWHERE;
    }

    @Override
    public void check(LintedNet net, Findings findings) {
        for (String kind : MOST.keySet().stream().filter(net::has).sorted().toList()) {
            int[] counts = new int[net.layers().size()];
            Set<Integer> found = new HashSet<>();
            for (LayerUse layer : net.layers()) {
                int count = layer.before().size() < layer.streams().size()
                                || layer.before().isEmpty()
                        ? 0
                        : layer.before().stream()
                                .mapToInt(each -> counts[each.position()])
                                .min()
                                .orElse(0);
                boolean counted = layer.kind().equals(kind)
                        && !layer.after().isEmpty()
                        && layer.onlyBefore()
                                .filter(each -> !NORMS.contains(each.kind()))
                                .isPresent();
                counts[layer.position()] = count + (counted ? 1 : 0);
                if (counted && count == Objects.requireNonNull(MOST.get(kind)) && found.add(count)) {
                    findings.at(layer, finding(layer, count + 1));
                }
            }
        }
    }

    private static Diagnostic finding(LayerUse layer, int count) {
        boolean sigmoid = layer.kind().equals("Sigmoid");
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.SATURATING_DEPTH,
                "this is the " + count + "th `" + layer.kind() + "` in a row that gradients have to go back through",
                layer.span(),
                "the " + count + "th");
        return (sigmoid
                        ? finding.note("its slope is 0.25 at most: " + count + " of them let 1/" + (1L << (2 * count))
                                + " of a gradient through, or less")
                        : finding.note(
                                "its slope is 1 only at 0, and nearly 0 beyond 2: what reaches the first layers fades"))
                .help("use `Relu` between layers with weights, put a `BatchNorm` before each `" + layer.kind()
                        + "`, or lead shortcuts past some of them");
    }
}
