package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.layer.Window;
import dev.convoke.compiler.layer.operator.Axes;
import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The windows along one axis of an adaptive pool: {@code floor(i * in / out)} up to but without {@code ceil((i + 1) * in / out)}. */
record Bins(int in, int out) {
    /** The windows along each spatial axis. */
    static List<Bins> of(Shape input, List<Integer> outputs) {
        return IntStream.range(0, outputs.size())
                .mapToObj(i -> new Bins(input.spatial().get(i), outputs.get(i)))
                .toList();
    }

    /** How far each output position sees, where all see equally far; empty where not, or where each sees all. */
    static List<Window> windows(List<Bins> bins) {
        boolean regular = bins.stream().allMatch(bin -> bin.in % bin.out == 0 && bin.out > 1);
        return regular
                ? bins.stream()
                        .map(bin -> new Window(bin.in / bin.out, bin.in / bin.out, 0, 1))
                        .toList()
                : List.of();
    }

    /** Which positions each window reads. */
    Optional<Taps> taps() {
        if (out == 1) {
            return Optional.of(new Taps(0, List.of(new Taps.Progression(0, 1, in))));
        }
        long common = Taps.greatestCommonDivisor(in, out);
        return Taps.repeating(in / common, out / common, bin -> {
            long start = start(Index.of(bin)).constant();
            return new Taps.Progression(start, 1, end(Index.of(bin)).constant() - start);
        });
    }

    Index start(Index bin) {
        return out == 1 ? Index.ZERO : bin.times(in).floorDivide(out);
    }

    Index end(Index bin) {
        return out == 1 ? Index.of(in) : bin.plus(1).times(-in).floorDivide(out).times(-1);
    }

    /** Elements of the largest window. */
    int size() {
        return mostMet(in, out);
    }

    /** The first window that a position lies in. */
    Index first(Index position) {
        return position.times(out).floorDivide(in);
    }

    /** How many windows a position lies in at most. */
    int overlap() {
        return mostMet(out, in);
    }

    /**
     * The most of {@code parts} equal parts of a line that one of {@code others} such parts meets, both dividing all of it. One of them reaches from {@code i
     * * parts / others} to {@code (i + 1) * parts / others}, and the fractions that the former has are the multiples of {@code common / others}.
     */
    private static int mostMet(int parts, int others) {
        long common = Taps.greatestCommonDivisor(parts, others);
        return Math.toIntExact((parts + 2L * others - common - 1) / others);
    }

    /**
     * The elements of windows.
     *
     * @param axes to go through
     * @param position for each spatial axis the position of an element
     * @param guard whether it lies in the window: windows differ in size
     */
    record Elements(List<Axis> axes, List<Index> position, Guard guard) {
        static Elements of(List<Bins> bins, List<Index> window) {
            List<Axis> axes = Axes.spatial("k", bins.stream().map(Bins::size).toList());
            List<Index> position = new ArrayList<>();
            Guard guard = Guard.ALWAYS;
            for (int i = 0; i < bins.size(); i++) {
                Index element =
                        bins.get(i).start(window.get(i)).plus(axes.get(i).index());
                guard = guard.and(new Guard(
                        List.of(bins.get(i).end(window.get(i)).minus(element).minus(1))));
                position.add(element);
            }
            return new Elements(axes, position, guard);
        }

        /** The number of an element among those of the largest window. */
        Index number() {
            return Axes.linear(axes);
        }
    }

    /**
     * The windows that a position lies in.
     *
     * @param axes to go through; none for a spatial axis along which each position lies in one window
     * @param window for each spatial axis the window
     * @param guard whether the position lies in it
     */
    record Containing(List<Axis> axes, List<Index> window, Guard guard) {
        static Containing of(List<Bins> bins, List<Index> position) {
            List<Axis> candidates =
                    Axes.spatial("k", bins.stream().map(Bins::overlap).toList());
            List<Axis> axes = new ArrayList<>();
            List<Index> windows = new ArrayList<>();
            Guard guard = Guard.ALWAYS;
            for (int i = 0; i < bins.size(); i++) {
                Index window = bins.get(i).first(position.get(i));
                if (bins.get(i).overlap() > 1) {
                    axes.add(candidates.get(i));
                    window = window.plus(candidates.get(i).index());
                    guard = guard.and(Guard.within(window, bins.get(i).out))
                            .and(new Guard(
                                    List.of(position.get(i).minus(bins.get(i).start(window)))));
                }
                windows.add(window);
            }
            return new Containing(axes, windows, guard);
        }

        /** The sum of what there is for each window. */
        Expression sum(Expression inside) {
            return Axes.sum(axes, Expression.where(guard, inside, Expression.constant(0)));
        }
    }
}
