package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.compiler.elaborate.Expansion;
import dev.convoke.compiler.layer.library.BatchNorm;
import dev.convoke.compiler.layer.library.GroupNorm;
import dev.convoke.compiler.layer.library.InstanceNorm;
import dev.convoke.compiler.layer.library.LayerNorm;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A norm's momentum in the convention of Keras and TensorFlow, or an eps that weighs as much as the variance. */
public final class NormNumbers implements LayerLint {
    private static final Set<String> KINDS = Set.of("BatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm");

    private static final Pattern LITERAL = Pattern.compile("[0-9]+(\\.[0-9]+)?");
    private static final double LARGE_MOMENTUM = 0.9;
    private static final double LARGE_EPS = 0.01;
    private static final String USUAL = "usual are 1e-6 to 1e-3; 1e-5 is the default";

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.NORM_NUMBERS;
    }

    @Override
    public boolean hasFix() {
        return true;
    }

    @Override
    public boolean looksAt(String kind) {
        return KINDS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        Optional<Double> momentum = layer.as(BatchNorm.class)
                .map(BatchNorm::momentum)
                .or(() -> layer.as(InstanceNorm.class)
                        .filter(InstanceNorm::tracked)
                        .map(InstanceNorm::momentum));
        Optional<Double> eps = layer.as(BatchNorm.class)
                .map(BatchNorm::eps)
                .or(() -> layer.as(InstanceNorm.class).map(InstanceNorm::eps))
                .or(() -> layer.as(GroupNorm.class).map(GroupNorm::eps))
                .or(() -> layer.as(LayerNorm.class).map(LayerNorm::eps));
        return momentum.filter(each -> each >= LARGE_MOMENTUM)
                .flatMap(each -> layer.argument("momentum").map(given -> momentum(layer, given, each)))
                .or(() -> eps.filter(each -> each > LARGE_EPS)
                        .flatMap(each -> layer.argument("eps").map(given -> eps(layer, given, each))));
    }

    private static Diagnostic momentum(LayerUse layer, Expansion.Given given, double momentum) {
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.NORM_NUMBERS,
                        "`" + layer.text() + "` forgets "
                                + BigDecimal.valueOf(momentum)
                                        .movePointRight(2)
                                        .stripTrailingZeros()
                                        .toPlainString() + " % of its running statistics in every step",
                        given.span(),
                        "the part that a step replaces, as in PyTorch")
                .note("evaluation then uses little more than the mean and variance of the last batch");
        String text = given.value().text();
        String title = "in Keras and TensorFlow it is the part that is kept; the same here is 1 less that";
        if (!LITERAL.matcher(text).matches()) {
            return finding.help(title);
        }
        String rest = BigDecimal.ONE
                .subtract(new BigDecimal(text))
                .stripTrailingZeros()
                .toPlainString();
        return finding.propose(title, new Edit(given.value(), rest));
    }

    private static Diagnostic eps(LayerUse layer, Expansion.Given given, double eps) {
        Diagnostic finding = Diagnostic.of(
                        DiagnosticCode.NORM_NUMBERS,
                        "`" + layer.text() + "` adds " + Figures.of(eps) + " to every variance",
                        given.span(),
                        "only there so that nothing is divided by 0")
                .note("a channel of variance 1 is divided by " + Figures.of(Math.sqrt(1 + eps)) + ", one of variance "
                        + Figures.of(LARGE_EPS) + " by " + Figures.of(Math.sqrt(LARGE_EPS + eps)) + " instead of "
                        + Figures.of(Math.sqrt(LARGE_EPS)));
        boolean named = !given.span().equals(given.value());
        return named || !hasMomentum(layer)
                ? finding.help(USUAL)
                : finding.help("the first argument is `eps`, and `momentum` goes by name"
                                + (eps < 1
                                        ? ": `" + layer.kind() + "(momentum=" + replaced(eps)
                                                + ")`, the part that a step replaces"
                                        : ""))
                        .help(USUAL);
    }

    private static boolean hasMomentum(LayerUse layer) {
        return layer.is(BatchNorm.class) || layer.is(InstanceNorm.class);
    }

    /** A momentum in PyTorch's sense: of one that is probably the part that is kept, the rest. */
    private static String replaced(double momentum) {
        return Figures.of(
                momentum < LARGE_MOMENTUM
                        ? momentum
                        : BigDecimal.ONE.subtract(BigDecimal.valueOf(momentum)).doubleValue());
    }
}
