package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.ExpressionRewriter;
import dev.convoke.compiler.loop.Index;
import dev.convoke.compiler.loop.Range;
import dev.convoke.compiler.loop.Substitution;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Large tensors that one window reads, as the pool behind a net's first convolution does, are made and read in bands of rows: a band is still in a core's own cache
 * when it is read, and the next is written to the same memory. Without it, storing the tensor takes longer than computing it. Rows that two bands
 * read are computed twice, to the same bits.
 */
final class Bands {
    /** Floats of a sample above which a tensor does not stay in a core's own cache: 1 MiB. */
    private static final long LARGE = 1L << 18;

    /** Floats that a band has at most: half of that. */
    private static final long BAND = LARGE / 2;

    /** The part of the rows that may be computed twice: one in so many. */
    private static final int TWICE = 8;

    /** The axis of a nest along which bands follow each other: the first behind the channels. */
    private static final int ROWS = 2;

    /**
     * Rows of a tensor that rows of a window need.
     *
     * @param first row of the window, and {@code end} the one after the last
     * @param low the first row needed, and {@code high} the last
     */
    private record Band(long first, long end, long low, long high) {
        long rows() {
            return high - low + 1;
        }
    }

    private final List<PlannedNest> nests;
    private final Set<Tensor> kept;
    private final Map<Tensor, Set<Integer>> writers = new HashMap<>();
    private final Map<Tensor, Set<Integer>> readers = new HashMap<>();

    private Bands(List<PlannedNest> nests, Set<Tensor> kept) {
        this.nests = nests;
        this.kept = kept;
        for (int i = 0; i < nests.size(); i++) {
            Nest nest = nests.get(i).nest();
            writers.computeIfAbsent(nest.output(), t -> new LinkedHashSet<>()).add(i);
            for (Tensor tensor : Accesses.tensors(nest.value())) {
                readers.computeIfAbsent(tensor, t -> new LinkedHashSet<>()).add(i);
            }
        }
    }

    /**
     * @param nests in order
     * @param kept tensors that have a place of their own: the state and the caller's arrays
     */
    static List<PlannedNest> of(List<PlannedNest> nests, Set<Tensor> kept) {
        return new Bands(nests, kept).run();
    }

    private List<PlannedNest> run() {
        Map<Integer, List<PlannedNest>> instead = new HashMap<>();
        for (int i = 0; i < nests.size(); i++) {
            int position = i;
            maker(position).filter(maker -> !instead.containsKey(maker)).ifPresent(maker -> {
                List<Band> bands =
                        bands(nests.get(maker).nest(), nests.get(position).nest());
                if (bands.size() > 1) {
                    instead.put(maker, List.of());
                    instead.put(position, inBands(nests.get(maker), nests.get(position), bands));
                }
            });
        }
        List<PlannedNest> all = new ArrayList<>();
        for (int i = 0; i < nests.size(); i++) {
            all.addAll(instead.getOrDefault(i, List.of(nests.get(i))));
        }
        return all;
    }

    /** The nest whose large result this one reads, and no other, if both can be done row by row. */
    private Optional<Integer> maker(int position) {
        Nest reader = nests.get(position).nest();
        if (!hasRows(reader) || writers.getOrDefault(reader.output(), Set.of()).size() != 1) {
            return Optional.empty();
        }
        return Accesses.tensors(reader.value()).stream()
                .filter(tensor -> tensor.batched()
                        && tensor.elements() > LARGE
                        && !kept.contains(tensor)
                        && readers.getOrDefault(tensor, Set.of()).size() == 1
                        && writers.getOrDefault(tensor, Set.of()).size() == 1)
                .map(tensor -> writers.getOrDefault(tensor, Set.of()).iterator().next())
                .filter(maker -> maker < position && sums(nests.get(maker).nest()))
                .findFirst();
    }

    private static boolean hasRows(Nest nest) {
        return nest.output().batched()
                && nest.axes().size() > ROWS
                && nest.at().get(ROWS).equals(nest.axes().get(ROWS).index())
                && !nest.lanes().equals(OptionalInt.of(ROWS))
                && !transforms(nest.value());
    }

    /** A sum of products is worth it: what is only read and changed waits for memory anyway. */
    private static boolean sums(Nest nest) {
        return hasRows(nest)
                && Accesses.reduces(nest.value())
                && nest.at().equals(Nest.indices(nest.axes()))
                && nest.lanes().equals(OptionalInt.of(1));
    }

    private static boolean transforms(Expression value) {
        boolean[] found = {false};
        new ExpressionRewriter() {
            @Override
            public Expression transform(Expression.Transform transform) {
                found[0] = true;
                return transform;
            }
        }.rewrite(value);
        return found[0];
    }

    /** The bands of the most rows that are small enough; none if too much would be computed twice. */
    private static List<Band> bands(Nest maker, Nest reader) {
        Tensor tensor = maker.output();
        long height = tensor.extents().get(ROWS - 1);
        long floatsOfARow = tensor.elements() / height;
        long rows = reader.axes().get(ROWS).extent().constant();
        for (long count = 2; count <= rows; count++) {
            long each = (rows + count - 1) / count;
            List<Band> bands = new ArrayList<>();
            for (long first = 0; first < rows; first += each) {
                bands.add(band(reader, tensor, first, Math.min(first + each, rows)));
            }
            boolean small = bands.stream().allMatch(band -> band.rows() * floatsOfARow <= BAND);
            if (small) {
                long computed = bands.stream().mapToLong(Band::rows).sum();
                boolean possible = bands.stream().allMatch(band -> band.rows() > 0);
                return possible && (computed - height) * TWICE <= height ? bands : List.of();
            }
        }
        return List.of();
    }

    private static Band band(Nest reader, Tensor tensor, long first, long end) {
        Substitution within = rows(reader, first, end);
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (Accesses.Access access : Accesses.of(reader.value())) {
            if (access.load().tensor().equals(tensor)) {
                Range range = within.apply(access.load().at().get(ROWS)).range();
                low = Math.min(low, range.low());
                high = Math.max(high, range.high());
            }
        }
        return new Band(first, end, Math.max(0, low), Math.min(tensor.extents().get(ROWS - 1) - 1L, high));
    }

    private static Axis part(Nest nest, long first, long end) {
        return Axis.of(nest.axes().get(ROWS).name(), end - first);
    }

    private static Substitution rows(Nest nest, long first, long end) {
        Atom.Variable variable = nest.axes().get(ROWS).variable();
        return Substitution.of(variable, part(nest, first, end).index().plus(first));
    }

    private static List<PlannedNest> inBands(PlannedNest maker, PlannedNest reader, List<Band> bands) {
        List<PlannedNest> all = new ArrayList<>();
        Tensor whole = maker.nest().output();
        for (Band band : bands) {
            List<Integer> extents = new ArrayList<>(whole.extents());
            extents.set(ROWS - 1, (int) band.rows());
            Tensor part = new Tensor(whole.name() + " from row " + band.low(), true, extents);
            Nest making = of(maker.nest(), band.low(), band.high() + 1);
            all.add(new PlannedNest(
                    maker.purpose(),
                    new Nest(part, Nest.indices(making.axes()), making.axes(), making.value(), making.lanes())));
            Nest reading = of(reader.nest(), band.first(), band.end());
            Expression value = new ExpressionRewriter() {
                @Override
                public Expression load(Expression.Load load) {
                    if (!load.tensor().equals(whole)) {
                        return load;
                    }
                    List<Index> at = new ArrayList<>(load.at());
                    at.set(ROWS, at.get(ROWS).minus(band.low()));
                    return new Expression.Load(part, at);
                }
            }.rewrite(reading.value());
            all.add(new PlannedNest(reader.purpose(), reading.with(value)));
        }
        return all;
    }

    /** Some rows of a nest. */
    private static Nest of(Nest nest, long first, long end) {
        Substitution within = rows(nest, first, end);
        List<Axis> axes = new ArrayList<>(nest.axes());
        axes.set(ROWS, part(nest, first, end));
        return new Nest(
                nest.output(),
                nest.at().stream().map(within::apply).toList(),
                axes,
                within.apply(nest.value()),
                nest.lanes());
    }
}
