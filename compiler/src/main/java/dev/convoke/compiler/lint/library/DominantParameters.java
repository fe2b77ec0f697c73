package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Conv;
import dev.convoke.compiler.layer.library.Linear;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.Quantifier;
import java.util.Optional;

/** A layer with more than four fifths of the parameters of a net that is not small. */
public final class DominantParameters implements LayerLint {
    /** Nets with fewer parameters are small: a million takes 4 MB. */
    static final long SMALL = 1_000_000;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DOMINANT_PARAMETERS;
    }

    @Override
    public Quantifier quantifier() {
        return Quantifier.EVERYWHERE_OF_ITS_OWN;
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        long all = layer.net().parameters();
        long own = layer.parameters();
        // What a map is flattened for has a lint of its own, with a way out of its own.
        boolean dominant = all >= SMALL && own > all / 5 * 4 && hasOthers(layer);
        return dominant && !LinearOfMap.isOne(layer) ? Optional.of(finding(layer, own, all)) : Optional.empty();
    }

    /** Whether two other layers have parameters too. */
    private static boolean hasOthers(LayerUse layer) {
        return layer.net().layers().stream()
                .filter(each -> each.parameters() > 0)
                .skip(2)
                .findAny()
                .isPresent();
    }

    private static Diagnostic finding(LayerUse layer, long own, long all) {
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.DOMINANT_PARAMETERS,
                "`" + layer.text() + "` has " + Words.percent(own, all) + " of the parameters of `" + layer.net() + "`",
                layer.span(),
                Words.grouped(own) + " of " + Words.grouped(all));
        Optional<Linear> linear = layer.as(Linear.class);
        if (linear.isPresent()) {
            long inputs = layer.input().extent(linear.get().axis());
            long outputs = linear.get().outputs();
            long between = Math.max(1, Math.min(inputs, outputs) / 4);
            return finding.help("make it narrower, or of two steps: `Linear(" + between + ", bias=false)` and `Linear("
                    + outputs + ")` have " + Words.grouped(between * (inputs + outputs) + outputs));
        }
        return layer.as(Conv.class)
                .filter(conv -> conv.groups() == 1 && Words.product(conv.kernel()) > 1)
                .map(conv -> finding.help("make it narrower, or separate its steps: `SeparableConv("
                        + conv.outputShape().channels() + ", " + Words.argument(conv.kernel()) + ", ...)` has "
                        + Words.grouped(separate(conv))))
                .orElseGet(() -> finding.help("make it narrower"));
    }

    private static long separate(Conv conv) {
        long inputs = conv.input().channels();
        long outputs = conv.outputShape().channels();
        return inputs * Words.product(conv.kernel()) + inputs * outputs + (conv.bias() ? inputs + outputs : 0);
    }
}
