package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A dropout that drops nothing, or nearly all. What a parameter or a formula gives is left alone: it may be switched off. */
public final class DropoutRate implements LayerLint {
    private static final Set<String> DROPPING = Set.of("Dropout", "DropPath");
    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+)?");
    private static final BigDecimal MUCH = new BigDecimal("0.9");

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.DROPOUT_RATE;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return DROPPING.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        if (layer.isShared()) {
            return Optional.empty();
        }
        return layer.argument("p").flatMap(given -> {
            String text = given.value().text();
            if (!LITERAL.matcher(text).matches()) {
                return Optional.empty();
            }
            BigDecimal p = new BigDecimal(text);
            return p.signum() == 0
                    ? Optional.of(none(layer, given))
                    : p.compareTo(MUCH) >= 0 ? Optional.of(much(layer, given, p)) : Optional.empty();
        });
    }

    private static Diagnostic none(LayerUse layer, Expansion.Given given) {
        return Diagnostic.of(
                        DiagnosticCode.DROPOUT_RATE,
                        "`" + layer.text() + "` drops nothing",
                        given.span(),
                        "the probability to drop a number is 0")
                .help("leave the layer out, or, to hold its place in a `seq`, use `Identity`")
                .help("if it is to be switched on at times, make the probability a parameter: `dropout = 0`");
    }

    private static Diagnostic much(LayerUse layer, Expansion.Given given, BigDecimal p) {
        BigDecimal rest = BigDecimal.ONE.subtract(p).stripTrailingZeros();
        String percent = p.movePointRight(2).stripTrailingZeros().toPlainString();
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.DROPOUT_RATE,
                "`" + layer.text() + "` drops " + percent + " % of what it gets",
                given.span(),
                "the probability to drop, not to keep");
        return rest.signum() == 0
                ? finding.help("with a probability of 1 nothing is left to learn from; usual are 0.1 to 0.5")
                : finding.note("what stays is made " + Figures.of(1 / rest.doubleValue()) + " times as large")
                        .propose(
                                "if it is the probability to keep, as TensorFlow 1 has it, drop the rest",
                                new Edit(given.value(), rest.toPlainString()));
    }
}
