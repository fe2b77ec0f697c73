package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.lint.LintedNet;
import dev.convoke.compiler.lint.NetLint;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Convolutions whose input sees all of the net's input already, so that their windows add nothing to what is seen (Richter et al., "(Input) size matters for
 * CNN classifiers", 2021). Off by default, as published nets are deeper than they need be in this sense.
 */
public final class FieldBeyondInput implements NetLint {
    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.FIELD_BEYOND_INPUT;
    }

    @Override
    public boolean onByDefault() {
        return false;
    }

    @Override
    public void check(LintedNet net, Findings findings) {
        List<LayerUse> filters =
                net.layers().stream().filter(FieldBeyondInput::isFilter).toList();
        List<LayerUse> beyond =
                filters.stream().filter(FieldBeyondInput::seesAll).toList();
        if (!beyond.isEmpty()) {
            findings.at(net, finding(net, filters.size(), beyond));
        }
    }

    private static boolean isFilter(LayerUse layer) {
        return layer.parameters() > 0
                && layer.slides().stream().anyMatch(each -> each.window().kernel() > 1);
    }

    /** Whether each position of its input sees from any place to both ends of the net's input: twice the extent, less one. */
    private static boolean seesAll(LayerUse layer) {
        List<Long> sees = layer.net().fields().extents(layer.streams().get(0));
        List<Integer> all = layer.net().network().graph().inputs().get(0).extents();
        return sees.size() == all.size() - 1
                && IntStream.range(0, sees.size()).allMatch(i -> sees.get(i) >= 2L * all.get(i + 1) - 1);
    }

    private static Diagnostic finding(LintedNet net, int filters, List<LayerUse> beyond) {
        LayerUse first = beyond.get(0);
        long work = beyond.stream().mapToLong(LayerUse::multiplyAccumulates).sum();
        return Diagnostic.of(
                        DiagnosticCode.FIELD_BEYOND_INPUT,
                        beyond.size() + " of the " + filters + " convolutions of `" + net.name()
                                + (beyond.size() == 1 ? "` comes" : "` come")
                                + " where every position sees the whole input",
                        net.span(),
                        (beyond.size() == 1 ? "it is " : "they are ") + Words.percent(work, net.multiplyAccumulates())
                                + " of its work")
                .also(
                        first.span(),
                        "the first, `" + first.path() + "`: its input sees "
                                + Words.size(
                                        net.fields().extents(first.streams().get(0))))
                .help("use fewer of them, a larger input, or strides later in the net");
    }
}
