package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Joins and slices along the channels without copies. What is joined is written where the join wants it, a slice is read where it lies: nests
 * that only copy a range of channels disappear, and what they copied is called by its place in the other tensor, {@code joined[n, first + c, ..]}
 * instead of {@code part[n, c, ..]}. So a part has no memory, layout and halo of its own.
 *
 * <p>A range must begin at a multiple of 16 channels, for vectors begin there. The last vector of a part may write beyond its end; what belongs there is
 * copied by the join, later, as it does not begin at such a multiple.
 */
final class Views {
    /** Where the channels of a tensor lie: channel c is channel {@code first + c} of another tensor. */
    private record View(Tensor of, long first) {}

    /**
     * A nest that is {@code to[n, toFirst + c, ..] = from[n, fromFirst + c, ..]} for so many channels.
     *
     * @param position of the nest in the list
     */
    private record Copy(int position, Tensor from, long fromFirst, Tensor to, long toFirst, long channels) {
        boolean takesAll() {
            return fromFirst == 0 && channels == from.extents().get(0) && toFirst % Lanes.WIDTH == 0;
        }

        boolean makesAll() {
            return toFirst == 0 && channels == to.extents().get(0) && fromFirst % Lanes.WIDTH == 0;
        }
    }

    private final List<PlannedNest> nests;
    private final Set<Tensor> kept;
    private final Map<Tensor, List<Integer>> writers = new HashMap<>();
    private final Map<Tensor, View> views = new HashMap<>();
    private final Set<Integer> needless = new LinkedHashSet<>();

    private Views(List<PlannedNest> nests, Set<Tensor> kept) {
        this.nests = nests;
        this.kept = kept;
        for (int i = 0; i < nests.size(); i++) {
            writers.computeIfAbsent(nests.get(i).nest().output(), t -> new ArrayList<>())
                    .add(i);
        }
    }

    /**
     * @param nests in order
     * @param kept tensors that have a place of their own: the state and the caller's arrays
     */
    static List<PlannedNest> of(List<PlannedNest> nests, Set<Tensor> kept) {
        return new Views(nests, kept).run();
    }

    private List<PlannedNest> run() {
        Map<Tensor, List<Copy>> joins = new LinkedHashMap<>();
        for (int i = 0; i < nests.size(); i++) {
            copy(i).ifPresent(c ->
                    joins.computeIfAbsent(c.to(), t -> new ArrayList<>()).add(c));
        }
        // The last join first: what several join, each with more parts, lies where the last one has it.
        List<List<Copy>> backwards = new ArrayList<>(joins.values());
        Collections.reverse(backwards);
        for (List<Copy> copies : backwards) {
            if (!isAPartOfAnother(copies)) {
                copies.forEach(this::placeInJoin);
            }
        }
        joins.values().forEach(copies -> copies.forEach(this::readWhereItLies));
        if (views.isEmpty()) {
            return nests;
        }
        List<PlannedNest> left = new ArrayList<>();
        for (int i = 0; i < nests.size(); i++) {
            if (!needless.contains(i)) {
                PlannedNest planned = nests.get(i);
                left.add(new PlannedNest(planned.purpose(), placed(planned.nest())));
            }
        }
        return left;
    }

    private Optional<Copy> copy(int position) {
        Nest nest = nests.get(position).nest();
        Tensor to = nest.output();
        if (!(nest.value() instanceof Expression.Load load) || kept.contains(to) || !to.batched()) {
            return Optional.empty();
        }
        Tensor from = load.tensor();
        List<Index> axes = Nest.indices(nest.axes());
        if (kept.contains(from)
                || !from.batched()
                || axes.size() < 2
                || load.at().size() != axes.size()) {
            return Optional.empty();
        }
        Index fromFirst = load.at().get(1).minus(axes.get(1));
        Index toFirst = nest.at().get(1).minus(axes.get(1));
        boolean sameElsewhere = true;
        for (int i = 0; i < axes.size(); i++) {
            sameElsewhere &= i == 1
                    || (load.at().get(i).equals(axes.get(i))
                            && nest.at().get(i).equals(axes.get(i))
                            && (i == 0
                                    || from.extents()
                                            .get(i - 1)
                                            .equals(to.extents().get(i - 1))));
        }
        if (!sameElsewhere || !fromFirst.isConstant() || !toFirst.isConstant()) {
            return Optional.empty();
        }
        Axis channels = nest.axes().get(1);
        return Optional.of(new Copy(
                position,
                from,
                fromFirst.constant(),
                to,
                toFirst.constant(),
                channels.extent().constant()));
    }

    /** A join whose parts lie one after the other in a later join, as a dense block's do, is a part of that. */
    private boolean isAPartOfAnother(List<Copy> copies) {
        Tensor join = copies.get(0).to();
        Optional<View> first = Optional.ofNullable(views.get(copies.get(0).from()));
        if (first.isEmpty() || copies.size() != writers(join).size() || views.containsKey(join)) {
            return false;
        }
        View whole =
                new View(first.get().of(), first.get().first() - copies.get(0).toFirst());
        boolean follow = copies.stream()
                .allMatch(c -> c.fromFirst() == 0
                        && c.channels() == c.from().extents().get(0)
                        && new View(whole.of(), whole.first() + c.toFirst()).equals(views.get(c.from())));
        if (follow && whole.first() >= 0) {
            views.put(join, whole);
            copies.forEach(c -> needless.add(c.position()));
        }
        return follow;
    }

    private void placeInJoin(Copy copy) {
        Tensor part = copy.from();
        if (copy.takesAll()
                && !views.containsKey(part)
                && writers(part).stream().allMatch(this::writesChannels)) {
            views.put(part, new View(copy.to(), copy.toFirst()));
            needless.add(copy.position());
        }
    }

    private void readWhereItLies(Copy copy) {
        Tensor part = copy.to();
        if (copy.makesAll()
                && !needless.contains(copy.position())
                && !views.containsKey(part)
                && writers(part).size() == 1) {
            views.put(part, new View(copy.from(), copy.fromFirst()));
            needless.add(copy.position());
        }
    }

    private List<Integer> writers(Tensor tensor) {
        return writers.getOrDefault(tensor, List.of());
    }

    /** Whether a nest computes 16 channels at once, or single elements: with lanes along another axis it wants another layout. */
    private boolean writesChannels(int position) {
        Nest nest = nests.get(position).nest();
        return nest.lanes().isEmpty()
                || nest.at()
                        .get(1)
                        .mentions(nest.axes().get(nest.lanes().getAsInt()).variable());
    }

    private View place(Tensor tensor) {
        View place = new View(tensor, 0);
        while (views.containsKey(place.of())) {
            View next = Objects.requireNonNull(views.get(place.of()));
            place = new View(next.of(), next.first() + place.first());
        }
        return place;
    }

    private Nest placed(Nest nest) {
        Expression value = new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                View place = place(load.tensor());
                return new Expression.Load(place.of(), at(load.at(), place));
            }
        }.rewrite(nest.value());
        View place = place(nest.output());
        return new Nest(place.of(), at(nest.at(), place), nest.axes(), value, nest.lanes());
    }

    private static List<Index> at(List<Index> at, View place) {
        if (place.first() == 0) {
            return at;
        }
        List<Index> moved = new ArrayList<>(at);
        moved.set(1, at.get(1).plus(place.first()));
        return moved;
    }
}
