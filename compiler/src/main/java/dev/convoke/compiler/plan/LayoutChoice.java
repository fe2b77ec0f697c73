package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Lowering;
import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides how every tensor lies in memory, which nests use vectors, and which tensors are copied into another layout for
 * those that cannot read them as they lie: weights are packed, pictures get a halo.
 */
final class LayoutChoice {
    /** The result: tasks in order, and every tensor's layout. */
    record Result(List<Task> tasks, Map<Tensor, Layout> layouts) {
        Result {
            tasks = List.copyOf(tasks);
            layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
        }
    }

    /** A halo that makes a tensor more than this many times larger is not worth it. */
    private static final long MAX_HALO_GROWTH = 6;

    /** Floats of a picture above which it is read once, in order, before windows read it: 128 KiB. */
    private static final long FAR = 1L << 15;

    /** One nest being planned. */
    private static final class Item {
        final Purpose purpose;
        Nest nest;
        final boolean vector;
        final boolean reduces;

        /** Whether lanes run along rows, where vectors begin at any position. */
        final boolean rows;

        Item(Purpose purpose, Nest nest, boolean inference) {
            this.purpose = purpose;
            this.nest = nest;
            boolean lanes = nest.lanes().isPresent()
                    && !laneAxis(nest).isBatch()
                    && laneAxis(nest).extent().constant() > 1;
            boolean blocks =
                    lanes && Vectorising.along(nest.value(), laneAxis(nest).variable());
            this.rows = inference
                    && lanes
                    && !blocks
                    && nest.lanes().getAsInt() == nest.axes().size() - 1
                    && Vectorising.alongRows(nest.value(), laneAxis(nest).variable());
            this.vector = blocks || rows;
            this.reduces = Accesses.reduces(nest.value());
        }
    }

    private record CopyKey(Tensor tensor, OptionalInt blocked) {}

    private final List<Item> items = new ArrayList<>();
    private final Set<Tensor> fixed;
    private final Set<Tensor> states;
    private final boolean prepares;
    private final Map<Tensor, Layout> layouts = new LinkedHashMap<>();
    private final Map<CopyKey, Tensor> copies = new LinkedHashMap<>();

    /**
     * @param fixed tensors whose layout is given: row-major, as the state, the gradients and the caller's arrays are
     * @param states those of them that belong to the state
     * @param prepares whether copies of the state belong to {@link Phase#PREPARE}
     */
    LayoutChoice(List<PlannedNest> nests, Set<Tensor> fixed, Set<Tensor> states, boolean prepares) {
        this.fixed = fixed;
        this.states = states;
        this.prepares = prepares;
        nests.forEach(n -> items.add(new Item(n.purpose(), n.nest(), prepares)));
    }

    Result choose() {
        chooseFreeLayouts();
        copyWhatCannotBeRead();
        copyWhatCannotBeWritten();
        chooseHalos();
        return new Result(tasks(), layouts);
    }

    private static Axis laneAxis(Nest nest) {
        return nest.axes().get(nest.lanes().orElseThrow());
    }

    /** The axis of a tensor, among its extents, that moves with the lanes at an access; none if it stands still. */
    private static OptionalInt movingAxis(Tensor tensor, List<Index> at, Atom.Variable lane) {
        for (int position = 0; position < at.size(); position++) {
            if (Vectorising.moves(at.get(position), lane)) {
                return OptionalInt.of(position - (tensor.batched() ? 1 : 0));
            }
        }
        return OptionalInt.empty();
    }

    private void chooseFreeLayouts() {
        Map<Tensor, Map<Integer, Integer>> demand = new LinkedHashMap<>();
        for (Item item : items) {
            layouts.putIfAbsent(item.nest.output(), Layout.rowMajor(item.nest.output()));
            for (Tensor tensor : Accesses.tensors(item.nest.value())) {
                layouts.putIfAbsent(tensor, Layout.rowMajor(tensor));
            }
            if (!item.vector) {
                continue;
            }
            Atom.Variable lane = laneAxis(item.nest).variable();
            for (Accesses.Access access : Accesses.of(item.nest.value())) {
                movingAxis(access.load().tensor(), access.load().at(), lane)
                        .ifPresent(axis -> demand.computeIfAbsent(access.load().tensor(), t -> new TreeMap<>())
                                .merge(axis, item.reduces ? 1000 : 2, Integer::sum));
            }
            movingAxis(item.nest.output(), item.nest.at(), lane)
                    .ifPresent(axis -> demand.computeIfAbsent(item.nest.output(), t -> new TreeMap<>())
                            .merge(axis, 3, Integer::sum));
        }
        demand.forEach((tensor, wishes) -> {
            if (!fixed.contains(tensor)) {
                int axis = wishes.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey();
                layouts.put(tensor, isOfRows(tensor) ? Layout.rows(tensor) : Layout.blocked(tensor, axis));
            }
        });
    }

    /** Whether lanes along rows write a tensor: it is read without conditions, and what lies behind its rows is no zeros but nothing. */
    private boolean isOfRows(Tensor tensor) {
        return items.stream().anyMatch(i -> i.rows && i.nest.output().equals(tensor)) && !fixed.contains(tensor);
    }

    private boolean readable(Tensor tensor, int axis) {
        Layout layout = Objects.requireNonNull(layouts.get(tensor));
        if (layout.blocked().isPresent()) {
            return layout.blocked().getAsInt() == axis;
        }
        // The last lanes of a row may read beyond it: never beyond the end of our own arrays, which have 16 floats to
        // spare.
        boolean callers = fixed.contains(tensor) && !states.contains(tensor);
        boolean wholeVectors = tensor.extents().get(axis) % Lanes.WIDTH == 0;
        return axis == tensor.extents().size() - 1 && (!callers || wholeVectors);
    }

    /** Whether 16 elements along an axis can be stored without touching anything else. */
    private boolean writable(Tensor tensor, int axis) {
        Layout layout = Objects.requireNonNull(layouts.get(tensor));
        if (layout.blocked().isPresent()) {
            return layout.blocked().getAsInt() == axis;
        }
        boolean wholeVectors = tensor.extents().get(axis) % Lanes.WIDTH == 0;
        boolean ownRow = !tensor.batched() && tensor.extents().size() == 1;
        if (isOfRows(tensor)) {
            return axis == tensor.extents().size() - 1;
        }
        return axis == tensor.extents().size() - 1 && (wholeVectors || ownRow) && !layout.hasHalo();
    }

    private void copyWhatCannotBeRead() {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (!item.reduces) {
                continue;
            }
            for (Accesses.Access access : Accesses.of(item.nest.value())) {
                Tensor tensor = access.load().tensor();
                OptionalInt moving = item.vector
                        ? movingAxis(
                                tensor, access.load().at(), laneAxis(item.nest).variable())
                        : OptionalInt.empty();
                boolean callersRow = item.rows && moving.isPresent() && fixed.contains(tensor);
                boolean unreadable = moving.isPresent() && !callersRow && !readable(tensor, moving.getAsInt());
                boolean wantsHalo = fixed.contains(tensor)
                        && !copies.containsValue(tensor)
                        && !Halos.reach(access).isEmpty();
                boolean farAway = isFarAway(tensor);
                if (unreadable || wantsHalo || callersRow || farAway) {
                    CopyKey key = new CopyKey(
                            tensor,
                            unreadable || (moving.isPresent() && wantsHalo && !item.rows)
                                    ? moving
                                    : OptionalInt.empty());
                    boolean fresh = !copies.containsKey(key);
                    String suffix = farAway && !wantsHalo && !callersRow ? " copied" : " padded";
                    Tensor copy = copies.computeIfAbsent(key, k -> copyOf(k, suffix));
                    item.nest = item.nest.with(redirect(item.nest.value(), tensor, copy, moving, item));
                    if (fresh) {
                        i += insertCopy(i, tensor, copy, item);
                    }
                }
            }
        }
    }

    /**
     * Whether a tensor is a large picture of the caller's. It comes from memory: windows, which read a little of many rows at a time, would wait for every
     * line of it, while a copy in order waits for few, and leaves it in the caches.
     */
    private boolean isFarAway(Tensor tensor) {
        return prepares
                && fixed.contains(tensor)
                && !states.contains(tensor)
                && tensor.batched()
                && tensor.extents().size() > 1
                && tensor.elements() >= FAR;
    }

    private Tensor copyOf(CopyKey key, String suffix) {
        Tensor copy = new Tensor(
                key.tensor().name()
                        + (key.blocked().isPresent()
                                ? " blocked " + key.blocked().getAsInt()
                                : suffix),
                key.tensor().batched(),
                key.tensor().extents());
        layouts.put(
                copy,
                key.blocked().isPresent() ? Layout.blocked(copy, key.blocked().getAsInt()) : Layout.rowMajor(copy));
        return copy;
    }

    private static Expression redirect(Expression value, Tensor from, Tensor to, OptionalInt moving, Item item) {
        return new ExpressionRewriter() {
            @Override
            public Expression load(Expression.Load load) {
                boolean same = load.tensor().equals(from)
                        && (!item.vector
                                || movingAxis(
                                                from,
                                                load.at(),
                                                laneAxis(item.nest).variable())
                                        .equals(moving));
                return same ? new Expression.Load(to, load.at()) : load;
            }
        }.rewrite(value);
    }

    /** Puts the copy where it must run; returns how far the present item moves. */
    private int insertCopy(int position, Tensor from, Tensor to, Item user) {
        boolean prepared = prepares && states.contains(from);
        Phase phase = prepared ? Phase.PREPARE : user.purpose.phase();
        List<Axis> axes = Lowering.axes(to);
        Definition definition =
                new Definition(to, axes, from.at(axes.stream().map(Axis::index).toList()), OptionalInt.empty());
        String label = (to.name().endsWith(" padded") ? "pad " : to.name().endsWith(" copied") ? "copy " : "pack ")
                + from.name();
        Purpose copy = new Purpose(phase, label, List.of(), user.purpose.forInputGradients());
        int at = position;
        if (prepared) {
            at = (int) items.stream()
                    .filter(i -> i.purpose.phase() == Phase.PREPARE)
                    .count();
        }
        items.add(at, new Item(copy, Nest.of(definition).with(OptionalInt.empty()), false));
        return 1;
    }

    private void copyWhatCannotBeWritten() {
        Map<Tensor, Integer> unwritable = new LinkedHashMap<>();
        for (Item item : items) {
            Tensor output = item.nest.output();
            if (item.vector && item.reduces && fixed.contains(output)) {
                OptionalInt axis =
                        movingAxis(output, item.nest.at(), laneAxis(item.nest).variable());
                if (axis.isPresent() && !writable(output, axis.getAsInt())) {
                    unwritable.putIfAbsent(output, axis.getAsInt());
                }
            }
        }
        redirectWrites(unwritable);
    }

    /** All nests of an output write into a blocked tensor, also those that need not: all of it is copied when the last has run. */
    private void redirectWrites(Map<Tensor, Integer> axes) {
        Map<Tensor, Tensor> redirected = new HashMap<>();
        axes.forEach((output, axis) -> {
            Tensor blocked = new Tensor(output.name() + " blocked", output.batched(), output.extents());
            layouts.put(blocked, Layout.blocked(blocked, axis));
            redirected.put(output, blocked);
        });
        Map<Tensor, Item> last = new HashMap<>();
        items.forEach(item -> last.put(item.nest.output(), item));
        List<Item> all = new ArrayList<>();
        for (Item item : items) {
            Tensor output = item.nest.output();
            Tensor blocked = redirected.get(output);
            all.add(item);
            if (blocked == null) {
                continue;
            }
            item.nest = new Nest(blocked, item.nest.at(), item.nest.axes(), item.nest.value(), item.nest.lanes());
            if (last.get(output) == item) {
                all.add(unpack(blocked, output, item.purpose));
            }
        }
        items.clear();
        items.addAll(all);
    }

    private static Item unpack(Tensor blocked, Tensor output, Purpose writer) {
        List<Axis> axes = Lowering.axes(output);
        Definition definition = new Definition(
                output, axes, blocked.at(axes.stream().map(Axis::index).toList()), OptionalInt.empty());
        Purpose copy = new Purpose(writer.phase(), "unpack " + output.name(), List.of(), writer.forInputGradients());
        return new Item(copy, Nest.of(definition).with(OptionalInt.empty()), false);
    }

    private void chooseHalos() {
        Map<Tensor, Halos.Reach> reaches = new LinkedHashMap<>();
        for (Item item : items) {
            for (Accesses.Access access : Accesses.of(item.nest.value())) {
                Tensor tensor = access.load().tensor();
                if (!fixed.contains(tensor)) {
                    reaches.merge(tensor, withoutBlockedAxis(tensor, Halos.reach(access)), Halos.Reach::union);
                    if (item.rows && !isOfRows(tensor)) {
                        reaches.merge(tensor, reachOfVectors(item.nest, access.load()), Halos.Reach::union);
                    }
                }
            }
        }
        reaches.forEach((tensor, reach) -> {
            Layout plain = Objects.requireNonNull(layouts.get(tensor));
            Layout padded = plain.withHalo(reach.before(), reach.after());
            if (!reach.isEmpty() && padded.floats() <= MAX_HALO_GROWTH * plain.floats() + 4096) {
                layouts.put(tensor, padded);
            }
        });
        for (Item item : items) {
            item.nest = item.nest.with(Halos.unguard(item.nest.value(), layouts));
        }
    }

    /** Room behind each row for the last vectors along it: they would read what lies behind the last row, while it may be written. */
    private static Halos.Reach reachOfVectors(Nest nest, Expression.Load load) {
        Tensor tensor = load.tensor();
        Halos.Reach none = Halos.Reach.none(tensor);
        Atom.Variable lane = laneAxis(nest).variable();
        Index index = load.at().get(load.at().size() - 1);
        if (!index.mentions(lane)) {
            return none;
        }
        Atom.Variable whole = new Atom.Variable(lane.name(), 0, Layout.roundUp(lane.high() + 1) - 1);
        long last = index.substitute(lane, Index.of(whole)).range().high();
        int axis = tensor.extents().size() - 1;
        List<Integer> after = new ArrayList<>(none.after());
        after.set(axis, Math.toIntExact(Math.max(0, last - tensor.extents().get(axis) + 1)));
        return new Halos.Reach(none.before(), after);
    }

    private Halos.Reach withoutBlockedAxis(Tensor tensor, Halos.Reach reach) {
        OptionalInt blocked = Objects.requireNonNull(layouts.get(tensor)).blocked();
        if (blocked.isEmpty()) {
            return reach;
        }
        List<Integer> before = new ArrayList<>(reach.before());
        List<Integer> after = new ArrayList<>(reach.after());
        before.set(blocked.getAsInt(), 0);
        after.set(blocked.getAsInt(), 0);
        return new Halos.Reach(before, after);
    }

    private List<Task> tasks() {
        List<Task> tasks = new ArrayList<>();
        Set<Tensor> written = new HashSet<>();
        Set<Tensor> neededOtherwise = neededOtherwise();
        for (Item item : items) {
            Purpose purpose = item.purpose;
            Tensor output = item.nest.output();
            if (written.add(output)
                    && !isOfRows(output)
                    && Objects.requireNonNull(layouts.get(output)).hasHalo()) {
                tasks.add(new Task.ClearHalo(
                        purpose.phase(),
                        "halo of " + output.name(),
                        purpose.origins(),
                        !neededOtherwise.contains(output),
                        output));
            }
            tasks.add(new Task.Compute(
                    purpose.phase(),
                    purpose.label().isEmpty() ? "store " + output.name() : purpose.label(),
                    purpose.origins(),
                    !neededOtherwise.contains(output),
                    item.nest.with(finalLanes(item))));
        }
        return tasks;
    }

    /** The tensors that something beside gradients of inputs makes or reads; copies serve only these if all their readers do. */
    private Set<Tensor> neededOtherwise() {
        Set<Tensor> tensors = new HashSet<>();
        for (Item item : items) {
            if (!item.purpose.forInputGradients()) {
                tensors.add(item.nest.output());
                tensors.addAll(Accesses.tensors(item.nest.value()));
            }
        }
        return tensors;
    }

    private OptionalInt finalLanes(Item item) {
        if (!item.vector) {
            return OptionalInt.empty();
        }
        Atom.Variable lane = laneAxis(item.nest).variable();
        OptionalInt stored = movingAxis(item.nest.output(), item.nest.at(), lane);
        boolean possible = stored.isPresent()
                && writable(item.nest.output(), stored.getAsInt())
                && Accesses.of(item.nest.value()).stream().allMatch(a -> {
                    OptionalInt moving = movingAxis(a.load().tensor(), a.load().at(), lane);
                    return moving.isEmpty() || readable(a.load().tensor(), moving.getAsInt());
                })
                && item.nest.lanes().isPresent()
                && !Vectorising.guardsMove(item.nest.value(), lane);
        return possible ? item.nest.lanes() : OptionalInt.empty();
    }
}
