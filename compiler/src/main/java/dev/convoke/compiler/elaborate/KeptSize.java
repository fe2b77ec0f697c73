package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The paddings with which two streams would keep the size that they had where they parted, if nothing but windows at the border changed it. */
final class KeptSize {
    /** More stages are not listed. */
    private static final int MOST_STAGES = 6;

    private KeptSize() {}

    /**
     * {@code with `padding=1` in conv1 and conv2 the size stays [32, 32]}.
     *
     * @param prefix of paths in the block that the streams meet in
     */
    static Optional<String> of(Trace left, Trace right, String prefix) {
        Optional<Trace.Fork> a = left.fork(right);
        Optional<Trace.Fork> b = right.fork(left);
        if (a.isEmpty() || b.isEmpty() || a.get().from() != b.get().from()) {
            return Optional.empty();
        }
        Map<String, List<String>> paddings = new LinkedHashMap<>();
        List<Trace> steps = new ArrayList<>(a.get().steps());
        steps.addAll(b.get().steps());
        int stages = 0;
        for (Trace each : steps) {
            Shape before = each.before().get(0).shape();
            if (before.rank() == each.shape().rank()
                    && before.spatial().equals(each.shape().spatial())) {
                continue;
            }
            Optional<String> padding = padding(each.windows());
            if (padding.isEmpty() || ++stages > MOST_STAGES) {
                return Optional.empty();
            }
            String name = each.name().startsWith(prefix) ? each.name().substring(prefix.length()) : each.name();
            paddings.computeIfAbsent(padding.get(), key -> new ArrayList<>()).add(name);
        }
        if (paddings.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("with "
                + paddings.entrySet().stream()
                        .map(each -> "`padding=" + each.getKey() + "` in " + String.join(" and ", each.getValue()))
                        .collect(Collectors.joining(" and "))
                + " the size stays " + a.get().from().shape().spatial());
    }

    /** The padding that takes and adds as much; empty if there is none. */
    private static Optional<String> padding(List<Window> windows) {
        List<Integer> paddings = new ArrayList<>();
        for (Window window : windows) {
            if (window.stride() != 1 || window.extent() % 2 == 0) {
                return Optional.empty();
            }
            paddings.add((window.extent() - 1) / 2);
        }
        if (paddings.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                paddings.stream().distinct().count() == 1
                        ? String.valueOf(paddings.get(0))
                        : paddings.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")));
    }
}
