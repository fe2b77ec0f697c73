package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The smallest input of a net that leaves a stage enough. It is found by trial: all layers on all ways to the stage are built on larger inputs until they
 * and the stage fit; so it is exact whatever the layers are.
 */
final class SmallestInput {
    /** Inputs are not looked for beyond this size. */
    private static final int FARTHEST = 4096;

    /** Positions that cost as much as a layer. */
    private static final int POSITIONS = 32;

    private final List<Trace> traces;
    private final Trace input;
    private final Trace last;
    private final Trace.Remake remake;

    private SmallestInput(List<Trace> traces, Trace input, Trace last, Trace.Remake remake) {
        this.traces = traces;
        this.input = input;
        this.last = last;
        this.remake = remake;
    }

    /**
     * {@code image: [1, 38, 38]}. Nothing if that is the stage's own input, if the stage sees several inputs, if no larger input would do, if the search
     * would take too long, or if arguments were computed from extents, which would be others then.
     *
     * @param trace what arrives at the stage
     * @param remake what the stage makes of it
     */
    static Optional<String> of(Trace trace, Trace.Remake remake, Session session) {
        List<Trace> traces = trace.inOrder();
        List<Trace> inputs = traces.stream().filter(Trace::isInput).toList();
        boolean one = inputs.size() == 1 && !inputs.get(0).isAssumed();
        boolean changes = trace.mainPath().stream()
                .anyMatch(each -> !each.shape().spatial().equals(trace.shape().spatial()));
        if (!one
                || !changes
                || session.hasReadExtents()
                || inputs.get(0).shape().rank() < 2) {
            return Optional.empty();
        }
        var search = new SmallestInput(traces, inputs.get(0), trace, remake);
        return search.smallest(session.budget()).map(shape -> search.input.name() + ": " + shape);
    }

    /** Grows all axes alike until the stage fits, then each again by itself, so that none is larger than need be. */
    private Optional<Shape> smallest(Budget budget) {
        List<Integer> now = input.shape().spatial();
        if (!isWithinReach(now)) {
            return Optional.empty();
        }
        List<Integer> grown = now;
        while (!fits(grown)) {
            grown = grown(grown, 1);
            if (!budget.trial(cost(grown))) {
                return Optional.empty();
            }
        }
        List<Integer> smallest = new ArrayList<>();
        for (int axis = 0; axis < now.size(); axis++) {
            List<Integer> extents = new ArrayList<>(grown);
            int extent = now.get(axis);
            extents.set(axis, extent);
            while (!fits(extents)) {
                extents.set(axis, ++extent);
                if (!budget.trial(cost(extents))) {
                    return Optional.empty();
                }
            }
            smallest.add(extent);
        }
        return fits(smallest) ? Optional.of(new Shape(extents(smallest))) : Optional.empty();
    }

    /** Whether any of a few much larger inputs fits; powers of two among them, as sizes are halved most often. */
    private boolean isWithinReach(List<Integer> now) {
        int largest = Collections.max(now);
        for (int power = 1; power <= FARTHEST; power *= 2) {
            int size = power;
            boolean fits = fits(grown(now, power))
                    || power > largest && fits(now.stream().map(each -> size).toList());
            if (fits) {
                return true;
            }
        }
        return false;
    }

    /** Some layers work out where each position comes from. */
    private int cost(List<Integer> spatial) {
        return traces.size() * (1 + Collections.max(spatial) / POSITIONS);
    }

    private static List<Integer> grown(List<Integer> extents, int by) {
        return extents.stream().map(each -> each + by).toList();
    }

    private List<Integer> extents(List<Integer> spatial) {
        List<Integer> extents = new ArrayList<>(List.of(input.shape().channels()));
        extents.addAll(spatial);
        return extents;
    }

    private boolean fits(List<Integer> spatial) {
        List<Integer> extents = extents(spatial);
        if (!Streams.fits(extents)) {
            return false;
        }
        Map<Trace, Shape> shapes = new IdentityHashMap<>();
        shapes.put(input, new Shape(extents));
        for (Trace each : traces) {
            if (!each.isInput()) {
                Optional<Shape> shape = each.remade(each.before().stream()
                        .map(before -> Objects.requireNonNull(shapes.get(before)))
                        .toList());
                if (shape.isEmpty()) {
                    return false;
                }
                shapes.put(each, shape.get());
            }
        }
        return remake.of(List.of(Objects.requireNonNull(shapes.get(last)))).isPresent();
    }
}
