package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.source.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The shapes that streams were meant to have where an {@code is} does not hold. One padding that was forgotten makes all checks behind it fail: those that
 * would hold if that stream were what was meant are no mistakes of their own.
 */
final class WrongChecks {
    private final Map<Trace, Wrong> wrong = new HashMap<>();

    /**
     * A check that does not hold.
     *
     * @param meant the shape it asks for
     * @param place where that is reported
     */
    record Wrong(Shape meant, Span place) {}

    /**
     * What a stream would be if an earlier one were what was meant.
     *
     * @param because the last check on the way that does not hold
     */
    record Meant(Shape shape, Wrong because) {}

    void add(Trace trace, Shape meant, Span place) {
        wrong.put(trace, new Wrong(meant, place));
    }

    /** A check that holds: whatever was meant before it, from here on things are as they are. */
    void holds(Trace trace) {
        if (!wrong.isEmpty()) {
            wrong.remove(trace);
            wrong.put(trace, new Wrong(trace.shape(), trace.span()));
        }
    }

    /** Empty if nothing is wrong before, if a layer does not fit what was meant, or if it would take too long to find out. */
    Optional<Meant> meant(Trace trace, Budget budget) {
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        List<Trace> order = trace.inOrder();
        if (!budget.trial(order.size())) {
            return Optional.empty();
        }
        Map<Trace, Shape> shapes = new HashMap<>();
        Optional<Wrong> because = Optional.empty();
        for (Trace each : order) {
            Optional<Wrong> here = Optional.ofNullable(wrong.get(each));
            Optional<Shape> shape = here.map(Wrong::meant).or(() -> remade(each, shapes));
            if (shape.isEmpty()) {
                return Optional.empty();
            }
            shapes.put(each, shape.get());
            because = here.isPresent() ? here : because;
        }
        Shape result = Objects.requireNonNull(shapes.get(trace));
        return because.filter(each -> !result.equals(trace.shape())).map(each -> new Meant(result, each));
    }

    private static Optional<Shape> remade(Trace trace, Map<Trace, Shape> shapes) {
        if (trace.isInput()) {
            return Optional.of(trace.shape());
        }
        List<Shape> before = trace.before().stream()
                .map(each -> Objects.requireNonNull(shapes.get(each)))
                .toList();
        return trace.remade(before);
    }
}
