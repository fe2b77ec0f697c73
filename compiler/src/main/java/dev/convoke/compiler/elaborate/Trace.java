package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a stream came about: the stage that made it and the streams that stage took. Compared by identity. */
final class Trace {
    /** What a stage makes of streams of other shapes than those it took. */
    @FunctionalInterface
    interface Remake {
        /** The result's shape, or nothing where the stage does not fit. */
        Optional<Shape> of(List<Shape> inputs);

        /** The same with another padding, one number for each spatial axis; nothing where the stage has none. */
        default Optional<Shape> padded(List<Shape> inputs, List<Integer> padding) {
            return Optional.empty();
        }
    }

    private static final String INPUT = "input";
    private static final String ASSUMED = "assumed";

    private final String name;
    private final String kind;
    private final Shape shape;
    private final Span span;
    private final boolean looks;
    private final List<Window> windows;
    private final List<Trace> before;
    private final Remake remake;

    /**
     * @param name path of the stage, or the name of the net's input
     * @param kind what the stage is, {@code Conv}
     * @param looks whether the stage looks at more than one position, so that it answers for the shape behind it
     * @param windows those of a layer that has some, one for each spatial axis
     * @param remake what the stage makes of other shapes
     */
    Trace(
            String name,
            String kind,
            Shape shape,
            Span span,
            boolean looks,
            List<Window> windows,
            List<Trace> before,
            Remake remake) {
        this.name = name;
        this.kind = kind;
        this.shape = shape;
        this.span = span;
        this.looks = looks;
        this.windows = List.copyOf(windows);
        this.before = List.copyOf(before);
        this.remake = remake;
    }

    static Trace input(String name, Shape shape, Span span) {
        return beginning(name, INPUT, shape, span);
    }

    /** A stream whose shape is taken on trust. */
    static Trace assumed(Shape shape, Span span) {
        return beginning("is", ASSUMED, shape, span);
    }

    private static Trace beginning(String name, String kind, Shape shape, Span span) {
        return new Trace(name, kind, shape, span, false, List.of(), List.of(), inputs -> Optional.empty());
    }

    String name() {
        return name;
    }

    String kind() {
        return kind;
    }

    Shape shape() {
        return shape;
    }

    Span span() {
        return span;
    }

    List<Window> windows() {
        return windows;
    }

    /** How its stride is written, if it has one. */
    Optional<String> stride() {
        if (windows.stream().allMatch(each -> each.stride() == 1)) {
            return Optional.empty();
        }
        List<Integer> strides = windows.stream().map(Window::stride).distinct().toList();
        return Optional.of(
                strides.size() == 1
                        ? "stride=" + strides.get(0)
                        : "stride=("
                                + String.join(
                                        ", ",
                                        windows.stream()
                                                .map(each -> "" + each.stride())
                                                .toList()) + ")");
    }

    boolean isInput() {
        return before.isEmpty();
    }

    /** Whether nothing is known of how it came about. */
    boolean isAssumed() {
        return kind.equals(ASSUMED);
    }

    List<Trace> before() {
        return before;
    }

    Optional<Shape> remade(List<Shape> inputs) {
        return remake.of(inputs);
    }

    /** The shape with another padding, one number for each spatial axis; empty if it has none, or does not fit. */
    Optional<Shape> padded(List<Shape> inputs, List<Integer> padding) {
        return remake.padded(inputs, padding);
    }

    /** From the net's input to here; where streams join, along the first. */
    List<Trace> mainPath() {
        List<Trace> path = new ArrayList<>();
        Trace here = this;
        path.add(here);
        while (!here.before.isEmpty()) {
            here = here.before.get(0);
            path.add(here);
        }
        Collections.reverse(path);
        return path;
    }

    /** All that it came from, each behind what it came from itself, and this at the end. */
    List<Trace> inOrder() {
        Map<Trace, Boolean> done = new IdentityHashMap<>();
        List<Trace> order = new ArrayList<>();
        Deque<Trace> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty()) {
            Trace next = open.element();
            if (done.containsKey(next)) {
                open.pop();
                if (Boolean.FALSE.equals(done.put(next, true))) {
                    order.add(next);
                }
            } else {
                done.put(next, false);
                next.before.stream().filter(each -> !done.containsKey(each)).forEach(open::push);
            }
        }
        return order;
    }

    /** The last stage on the main path that made a vector of something else. */
    Optional<Trace> flattened() {
        List<Trace> path = mainPath();
        for (int i = path.size() - 1; i > 0; i--) {
            if (path.get(i).shape.rank() == 1 && path.get(i - 1).shape.rank() > 1) {
                return Optional.of(path.get(i));
            }
        }
        return Optional.empty();
    }

    /** The last stage that answers for the shape here: one that changed it or could have. */
    Trace maker() {
        Trace here = this;
        while (here.before.size() == 1
                && !here.looks
                && here.before.get(0).shape.equals(here.shape)) {
            here = here.before.get(0);
        }
        return here;
    }

    /** How the extents along a spatial axis came about: {@code 28 -> conv1 26 -> pool 13}. */
    String history(int spatialAxis) {
        List<Trace> path = mainPath();
        int rank = shape.rank();
        int axis = spatialAxis + 1;
        if (axis >= rank) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        int last = -1;
        for (Trace each : path) {
            if (each.shape.rank() != rank) {
                text.setLength(0);
                last = -1;
            } else if (last < 0) {
                last = each.shape.extent(axis);
                text.append(last);
            } else if (each.shape.extent(axis) != last) {
                last = each.shape.extent(axis);
                text.append(" -> ").append(each.name).append(' ').append(last);
            }
        }
        return text.toString();
    }

    /** The stages on the main path since a stream that both this and another came from; none if there is no such stream. */
    Optional<Fork> fork(Trace other) {
        Set<Trace> theirs = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Trace> open = new ArrayDeque<>(List.of(other));
        while (!open.isEmpty()) {
            Trace next = open.pop();
            if (theirs.add(next)) {
                open.addAll(next.before);
            }
        }
        List<Trace> path = mainPath();
        for (int i = path.size() - 1; i >= 0; i--) {
            if (theirs.contains(path.get(i))) {
                return Optional.of(new Fork(path.get(i), path.subList(i + 1, path.size())));
            }
        }
        return Optional.empty();
    }

    /**
     * Where two streams parted.
     *
     * @param from the last stream that both came from
     * @param steps the stages of one of them since
     */
    record Fork(Trace from, List<Trace> steps) {
        Fork {
            steps = List.copyOf(steps);
        }
    }
}
