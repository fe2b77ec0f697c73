package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Lanes along the rows of first layers with few channels: 6 or 18 channels would fill blocks of 16 to a third or a half. Such a convolution computes
 * 16 neighbouring positions at once, with its weights broadcast; the pools behind it do the same, and what they leave is row-major,
 * for a sum that broadcasts what it reads.
 */
final class LanesAlongRows {
    /** Vectors that begin anywhere and straddle two lines of the cache cost so much more than whole blocks. */
    private static final double UNALIGNED = 1.25;

    private final List<PlannedNest> nests;
    private final Set<Tensor> callers;
    private final Set<Tensor> kept;

    private LanesAlongRows(List<PlannedNest> nests, Set<Tensor> callers, Set<Tensor> kept) {
        this.nests = nests;
        this.callers = callers;
        this.kept = kept;
    }

    /**
     * @param nests of an inference, in order
     * @param callers the caller's arrays, that a first layer reads
     * @param kept tensors that have a place of their own: the state and the caller's arrays
     */
    static List<PlannedNest> choose(List<PlannedNest> nests, Set<Tensor> callers, Set<Tensor> kept) {
        LanesAlongRows rows = new LanesAlongRows(nests, callers, kept);
        Set<Integer> chosen = new LinkedHashSet<>();
        for (int i = 0; i < nests.size(); i++) {
            if (rows.isCheaper(nests.get(i).nest())) {
                rows.with(i).ifPresent(chosen::addAll);
            }
        }
        List<PlannedNest> result = new ArrayList<>(nests);
        for (int i : chosen) {
            PlannedNest planned = nests.get(i);
            Nest nest = planned.nest();
            result.set(
                    i,
                    new PlannedNest(
                            planned.purpose(),
                            nest.with(OptionalInt.of(nest.axes().size() - 1))));
        }
        return result;
    }

    private static Axis row(Nest nest) {
        return nest.axes().get(nest.axes().size() - 1);
    }

    /** Whether a nest is a first convolution that needs fewer vectors along its rows than along its channels. */
    private boolean isCheaper(Nest nest) {
        boolean firstLayer = isOfRows(nest)
                && Accesses.of(nest.value()).stream()
                        .allMatch(a -> !mentions(a.load().at(), row(nest))
                                || (callers.contains(a.load().tensor()) && step(a, nest) == 1));
        if (!firstLayer || Accesses.of(nest.value()).size() < 2) {
            return false;
        }
        double channels = nest.axes().get(1).extent().constant();
        double positions = row(nest).extent().constant();
        return blocks(positions) * channels * UNALIGNED <= blocks(channels) * positions;
    }

    private static double blocks(double elements) {
        return Math.ceil(elements / Lanes.WIDTH);
    }

    /** A reduction over maps of channels, its own axes written, now with lanes along the channels. */
    private boolean isOfRows(Nest nest) {
        return Accesses.reduces(nest.value())
                && LanesAlongRows.isPlain(nest)
                && !kept.contains(nest.output())
                && Vectorising.alongRows(nest.value(), row(nest).variable());
    }

    private static boolean isPlain(Nest nest) {
        return nest.output().batched()
                && nest.axes().size() >= 3
                && nest.at().equals(Nest.indices(nest.axes()))
                && nest.lanes().equals(OptionalInt.of(1));
    }

    /** A nest and those behind it that need lanes along rows, too; none if something reads them otherwise. */
    private Optional<Set<Integer>> with(int position) {
        Tensor output = nests.get(position).nest().output();
        Set<Integer> all = new LinkedHashSet<>(Set.of(position));
        for (int i = 0; i < nests.size(); i++) {
            Nest reader = nests.get(i).nest();
            if (i != position && reader.output().equals(output)) {
                return Optional.empty();
            }
            List<Accesses.Access> reads = Accesses.of(reader.value()).stream()
                    .filter(a -> a.load().tensor().equals(output))
                    .toList();
            if (reads.isEmpty() || broadcasts(reader, reads)) {
                continue;
            }
            Optional<Set<Integer>> behind = isPool(reader, reads) ? with(i) : Optional.empty();
            if (behind.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(behind.get());
        }
        return Optional.of(all);
    }

    /** Whether a sum takes one element at a time, for all of its lanes. */
    private static boolean broadcasts(Nest reader, List<Accesses.Access> reads) {
        return Accesses.reduces(reader.value())
                && reader.lanes().isPresent()
                && reads.stream()
                        .allMatch(a -> a.guard().alwaysHolds()
                                && !mentions(
                                        a.load().at(),
                                        reader.axes().get(reader.lanes().getAsInt())));
    }

    /** Whether a reduction of this tensor alone, without padding, goes along its rows; vectors may end 16 floats behind its end. */
    private boolean isPool(Nest reader, List<Accesses.Access> reads) {
        Tensor tensor = reads.get(0).load().tensor();
        int last = tensor.extents().size() - 1;
        double lanes = blocks(row(reader).extent().constant()) * Lanes.WIDTH;
        double end = blocks(tensor.extents().get(last)) * Lanes.WIDTH + Lanes.WIDTH;
        return isOfRows(reader)
                && reads.size() == Accesses.of(reader.value()).size()
                && reads.stream().allMatch(a -> {
                    Index first = a.load().at().get(last + 1);
                    long step = step(a, reader);
                    long offset =
                            first.minus(row(reader).index().times(step)).range().high();
                    return a.guard().alwaysHolds() && step > 0 && step * lanes + offset <= end;
                });
    }

    private static long step(Accesses.Access access, Nest nest) {
        List<Index> at = access.load().at();
        return at.get(at.size() - 1).coefficient(row(nest).variable());
    }

    private static boolean mentions(List<Index> at, Axis axis) {
        Atom.Variable variable = axis.variable();
        return at.stream().anyMatch(i -> i.mentions(variable));
    }
}
