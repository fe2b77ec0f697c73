package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Flatten;
import dev.convoke.compiler.layer.library.Linear;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** An adaptive pool to more positions than there are, which repeats them. */
public final class RepeatingPool implements LayerLint {
    private static final Set<String> KINDS = Set.of("AdaptiveAvgPool", "AdaptiveMaxPool");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.REPEATING_POOL;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return !fitting(layer).equals(layer.output().spatial()) ? Optional.of(finding(layer)) : Optional.empty();
    }

    /** The extents wanted, but no more than there are. */
    private static List<Integer> fitting(LayerUse layer) {
        List<Integer> in = layer.input().spatial();
        List<Integer> out = layer.output().spatial();
        return IntStream.range(0, in.size())
                .mapToObj(i -> Math.min(in.get(i), out.get(i)))
                .toList();
    }

    private static Diagnostic finding(LayerUse layer) {
        List<Integer> in = layer.input().spatial();
        List<Integer> out = layer.output().spatial();
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.REPEATING_POOL,
                "`" + layer.text() + "` makes " + Words.size(out) + " positions of " + Words.size(in)
                        + ": it can only repeat them",
                layer.span(),
                Words.list(IntStream.range(0, in.size())
                        .filter(i -> in.get(i) < out.get(i))
                        .mapToObj(
                                i -> Words.count(in.get(i), Words.along(in.size(), i, 1), Words.along(in.size(), i, 2))
                                        + " for " + out.get(i))
                        .toList()));
        Optional<LayerUse> linear = Pointwise.behind(layer)
                .filter(each -> each.is(Flatten.class))
                .flatMap(Pointwise::behind)
                .filter(each -> each.is(Linear.class));
        if (linear.isPresent()) {
            LayerUse reader = linear.get();
            long outputs = reader.output().channels();
            long inputs = (long) layer.input().channels() * Words.product(fitting(layer));
            finding = finding.also(
                    reader.span(),
                    "has " + Words.grouped(reader.input().channels()) + " inputs, of which "
                            + Words.grouped(inputs) + " say it all: " + Words.grouped(outputs * inputs)
                            + " weights instead of "
                            + Words.grouped(outputs * reader.input().channels()));
        }
        return finding.help("use `" + layer.kind() + "(" + Words.argument(fitting(layer))
                + ")`, a larger input of the net, or fewer strides before");
    }
}
