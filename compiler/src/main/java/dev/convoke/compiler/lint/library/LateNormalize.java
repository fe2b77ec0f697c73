package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.layer.library.Normalize;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Constants of a data set for numbers that are no longer those of the data set: behind weights, or normalised already. */
public final class LateNormalize implements LayerLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.LATE_NORMALIZE;
    }

    @Override
    public boolean looksAt(String kind) {
        return kind.equals("Normalize");
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        return culprit(layer).map(before -> finding(layer, before));
    }

    /** The nearest layer before it that changes what the constants are of. */
    private static Optional<LayerUse> culprit(LayerUse layer) {
        Set<LayerUse> seen = new HashSet<>();
        List<LayerUse> open = new ArrayList<>(layer.before());
        for (int i = 0; i < open.size(); i++) {
            LayerUse each = open.get(i);
            if (each.is(Normalize.class) || each.parameters() > 0) {
                return Optional.of(each);
            }
            each.before().stream().filter(seen::add).forEach(open::add);
        }
        return Optional.empty();
    }

    private static Diagnostic finding(LayerUse layer, LayerUse before) {
        boolean twice = before.is(Normalize.class);
        return Diagnostic.of(
                        DiagnosticCode.LATE_NORMALIZE,
                        twice
                                ? "`" + layer.text() + "` normalises an input that is normalised already"
                                : "`" + layer.text() + "` stands behind `" + before.name()
                                        + "`, whose weights are trained",
                        layer.span(),
                        "constants of the images that the net is given")
                .also(
                        before.span(),
                        twice ? "the first time" : "its results have another mean and deviation in every step")
                .help(
                        twice
                                ? "leave one of them out"
                                : "put it right behind the input, or use `BatchNorm`, which learns mean and deviation");
    }
}
