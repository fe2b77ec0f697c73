package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The paddings with which streams would have the sizes they should. Each way out is computed with all the stages behind the one that it changes, and
 * only one that fits is told.
 */
final class FittingPadding {
    /** More stages are not changed at once. */
    private static final int MOST_STAGES = 6;

    /** Stages that are tried one by one. */
    private static final int MOST_TRIED = 8;

    /** Paddings that are tried on an axis: 0, 1, ... */
    private static final int MOST_PADDINGS = 12;

    /** Paddings that are tried of a transposed convolution, which takes positions away with them. */
    private static final int MOST_TAKEN = 4;

    private final List<Trace> ends;
    private final Predicate<List<Shape>> fits;
    private final Budget budget;
    private final List<Trace> order;

    /**
     * @param ends the streams
     * @param fits whether their shapes would do
     */
    FittingPadding(List<Trace> ends, Predicate<List<Shape>> fits, Budget budget) {
        this.ends = ends;
        this.fits = fits;
        this.budget = budget;
        Set<Trace> all = new LinkedHashSet<>();
        ends.forEach(each -> all.addAll(each.inOrder()));
        this.order = List.copyOf(all);
    }

    /**
     * A change of stages.
     *
     * @param named {@code `padding=1` in conv1 and conv2}
     * @param shapes what the streams would be with it
     */
    record Change(String named, List<Shape> shapes) {}

    /**
     * What would do: of the last stages as many as it takes that keep their size, or one with any padding.
     *
     * @param steps the stages that may be changed, in the order of the net
     * @param prefix of paths in the block that the streams meet in
     */
    Optional<Change> of(List<Trace> steps, String prefix) {
        return keeping(steps, prefix).or(() -> one(steps, prefix));
    }

    private Optional<Change> keeping(List<Trace> steps, String prefix) {
        Map<Span, List<Integer>> paddings = new LinkedHashMap<>();
        List<Trace> changed = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Trace each = steps.get(i);
            Optional<List<Integer>> kept = kept(each);
            if (kept.isEmpty()
                    || each.before()
                            .get(0)
                            .shape()
                            .spatial()
                            .equals(each.shape().spatial())) {
                continue;
            }
            paddings.put(each.span(), kept.get());
            changed.add(0, each);
            Optional<List<Shape>> shapes = shapes(paddings);
            if (shapes.isPresent() && fits.test(shapes.get())) {
                return Optional.of(new Change(named(changed, paddings, prefix), shapes.get()));
            }
            if (changed.size() == MOST_STAGES) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<Change> one(List<Trace> steps, String prefix) {
        int tried = 0;
        for (int i = steps.size() - 1; i >= 0 && tried < MOST_TRIED; i--) {
            Trace each = steps.get(i);
            List<List<Integer>> candidates = candidates(each);
            tried += candidates.isEmpty() ? 0 : 1;
            for (List<Integer> padding : candidates) {
                Map<Span, List<Integer>> paddings = Map.of(each.span(), padding);
                Optional<List<Shape>> shapes = shapes(paddings);
                if (shapes.isPresent() && fits.test(shapes.get())) {
                    return Optional.of(new Change(named(List.of(each), paddings, prefix), shapes.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** For each axis less than a window spans, so that none lies in the padding alone: the same on all axes first. None if it has no padding. */
    private static List<List<Integer>> candidates(Trace stage) {
        List<Shape> inputs = stage.before().stream().map(Trace::shape).toList();
        int axes = stage.shape().rank() - 1;
        if (axes == 0
                || inputs.size() != 1
                || stage.padded(inputs, Collections.nCopies(axes, 0)).isEmpty()) {
            return List.of();
        }
        List<Integer> ends = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            boolean spans = stage.windows().size() == axes;
            ends.add(spans ? Math.min(stage.windows().get(axis).extent(), MOST_PADDINGS) : MOST_TAKEN);
        }
        List<List<Integer>> candidates = new ArrayList<>();
        for (int padding = 0; padding < Collections.min(ends); padding++) {
            candidates.add(Collections.nCopies(axes, padding));
        }
        if (axes == 2) {
            for (int h = 0; h < ends.get(0); h++) {
                for (int w = 0; w < ends.get(1); w++) {
                    candidates.add(List.of(h, w));
                }
            }
        }
        return candidates;
    }

    /** The padding that takes and adds as much; empty if there is none. */
    private static Optional<List<Integer>> kept(Trace stage) {
        List<Window> windows = stage.windows();
        boolean odd = windows.stream().allMatch(each -> each.stride() == 1 && each.extent() % 2 == 1);
        List<Integer> padding =
                windows.stream().map(each -> (each.extent() - 1) / 2).toList();
        List<Shape> inputs = stage.before().stream().map(Trace::shape).toList();
        return odd && !windows.isEmpty() && stage.padded(inputs, padding).isPresent()
                ? Optional.of(padding)
                : Optional.empty();
    }

    /**
     * The shapes of the streams with other paddings; empty if a stage does not fit or has no padding, or if it would take too long.
     *
     * @param paddings by the stages' places: what stands in a loop or a block is changed wherever it is used
     */
    private Optional<List<Shape>> shapes(Map<Span, List<Integer>> paddings) {
        Map<Trace, Shape> anew = new IdentityHashMap<>();
        for (Trace each : order) {
            List<Integer> padding = paddings.get(each.span());
            boolean behind = each.before().stream().anyMatch(anew::containsKey);
            if (padding == null && !behind) {
                continue;
            }
            List<Shape> inputs = each.before().stream()
                    .map(before -> anew.getOrDefault(before, before.shape()))
                    .toList();
            Optional<Shape> shape = !budget.trial(1)
                    ? Optional.empty()
                    : padding == null ? each.remade(inputs) : each.padded(inputs, padding);
            if (shape.isEmpty()) {
                return Optional.empty();
            }
            anew.put(each, shape.get());
        }
        return Optional.of(
                ends.stream().map(each -> anew.getOrDefault(each, each.shape())).toList());
    }

    private static String named(List<Trace> stages, Map<Span, List<Integer>> paddings, String prefix) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        for (Trace each : stages) {
            String padding = written(Objects.requireNonNull(paddings.get(each.span())));
            String name = each.name().startsWith(prefix) ? each.name().substring(prefix.length()) : each.name();
            names.computeIfAbsent(padding, key -> new LinkedHashSet<>()).add(name);
        }
        return names.entrySet().stream()
                .map(each -> "`padding=" + each.getKey() + "` in " + String.join(" and ", each.getValue()))
                .collect(Collectors.joining(" and "));
    }

    private static String written(List<Integer> padding) {
        return IntStream.range(1, padding.size()).allMatch(i -> padding.get(i).equals(padding.get(0)))
                ? String.valueOf(padding.get(0))
                : padding.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    /** The stages of two streams since they parted, those of the smaller one last: what is changed first. All of each if they never were one. */
    static List<Trace> parted(Trace one, Trace other) {
        boolean smaller = one.shape().extent(one.shape().rank() - 1)
                < other.shape().extent(other.shape().rank() - 1);
        List<Trace> steps = new ArrayList<>(smaller ? since(other, one) : since(one, other));
        steps.addAll(smaller ? since(one, other) : since(other, one));
        return steps;
    }

    /** The stages of one stream since it parted from another. */
    static List<Trace> since(Trace one, Trace other) {
        return one.fork(other).map(Trace.Fork::steps).orElseGet(one::mainPath);
    }
}
