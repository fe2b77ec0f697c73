package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.lint.LayerLint;
import dev.convoke.compiler.lint.LayerUse;
import dev.convoke.compiler.report.Stride;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A pool over all positions each of which sees less than a quarter of the input's extents. */
public final class SmallReceptiveField implements LayerLint {
    private static final Set<String> POOLS =
            Set.of("GlobalAvgPool", "GlobalMaxPool", "AdaptiveAvgPool", "AdaptiveMaxPool");

    /** A field is small of which more than so many lie side by side along each axis. */
    private static final long FIELDS = 4;

    /** Inputs of fewer positions along an axis are seen whole soon enough. */
    private static final int SMALLEST = 24;

    /** No more layers than these are advised. */
    private static final long MOST = 6;

    @Override
    public DiagnosticCode code() {
        return DiagnosticCode.SMALL_RECEPTIVE_FIELD;
    }

    @Override
    public boolean looksAt(String kind) {
        return POOLS.contains(kind);
    }

    @Override
    public Optional<Diagnostic> check(LayerUse layer) {
        if (Words.product(layer.output().spatial()) > 1) {
            return Optional.empty();
        }
        Value map = layer.streams().get(0);
        List<Integer> input = input(layer.net().network().graph().inputs());
        List<Long> sees = layer.net().fields().extents(map);
        boolean small = sees.size() == input.size()
                && IntStream.range(0, input.size())
                        .allMatch(i -> input.get(i) >= SMALLEST && sees.get(i) * FIELDS < input.get(i));
        // Single pixels are seen on purpose; a gate is pooled beside the map that it weighs.
        boolean deliberate = sees.stream().allMatch(each -> each == 1)
                || layer.net().takers(map).size() > 1
                || layer.net().network().graph().outputs().contains(map);
        return small && !deliberate ? Optional.of(finding(layer, input, sees, map)) : Optional.empty();
    }

    /** The spatial extents that all inputs of the net have in common. */
    private static List<Integer> input(List<Value> inputs) {
        List<List<Integer>> different = inputs.stream()
                .map(each -> each.extents().subList(1, each.extents().size()))
                .distinct()
                .toList();
        return different.size() == 1 ? different.get(0) : List.of();
    }

    private static Diagnostic finding(LayerUse layer, List<Integer> input, List<Long> sees, Value map) {
        boolean line = input.size() == 1;
        String all = line ? Words.count(input.get(0), "position", "positions") : Words.size(input) + " positions";
        Diagnostic finding = Diagnostic.of(
                DiagnosticCode.SMALL_RECEPTIVE_FIELD,
                "nothing before `" + layer.text() + "` sees more than " + Words.size(sees) + " of the input's " + all,
                layer.span(),
                "from here on it is forgotten where things were");
        List<Stride> strides = layer.net().fields().strides(map);
        boolean whole = strides.stream().allMatch(each -> each.elements() == 1 && each.positions() > 0);
        long halvings = whole ? halvings(input, sees, strides) : Long.MAX_VALUE;
        return finding.help(
                halvings <= MOST
                        ? help(halvings, input, sees, strides)
                        : "put layers with a stride before it: each doubles what all those behind it see");
    }

    private static long halvings(List<Integer> input, List<Long> sees, List<Stride> strides) {
        return IntStream.range(0, input.size())
                .mapToLong(
                        i -> halvings(input.get(i), sees.get(i), strides.get(i).positions()))
                .max()
                .orElse(0);
    }

    private static String help(long halvings, List<Integer> input, List<Long> sees, List<Stride> strides) {
        List<Long> then = IntStream.range(0, input.size())
                .mapToObj(i -> sees.get(i) + 2 * strides.get(i).positions() * ((1L << halvings) - 1))
                .toList();
        return "put " + Words.count(halvings, "convolution", "convolutions") + " of 3 with `stride=2` before it: "
                + (halvings == 1 ? "it" : "together they") + " would see " + Words.size(then);
    }

    /** Each convolution of 3 with a stride of 2 adds twice the distance of positions, and doubles it. */
    private static long halvings(long input, long sees, long distance) {
        long halvings = 0;
        while (sees + 2 * distance * ((1L << halvings) - 1) < input) {
            halvings++;
        }
        return halvings;
    }
}
