package dev.convoke.compiler.report;

import dev.convoke.compiler.layer.Taps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The positions along one axis of the net's input that the positions of a stream depend on, exact along every path and not cut at the border.
 *
 * <p>For chains of windows of whole strides this is the recurrence of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural Networks",
 * Distill, 2019. Behind layers that enlarge, strides are fractions, and the positions of a stream see differently many: so it is known of each position of a
 * period what it sees.
 *
 * @param sights one for each stride; what a position depends on is all that it sees by any of them
 */
public record Reach(List<Sight> sights) {
    static final Reach INPUT = new Reach(List.of(Sight.INPUT));

    public Reach {
        sights = List.copyOf(sights);
    }

    /** What the positions of a layer's result depend on. */
    Reach through(Taps taps, int elements) {
        List<Sight> all = new ArrayList<>();
        for (Sight sight : sights) {
            add(all, sight.through(taps).orElseGet(() -> sight.over(elements)), elements);
        }
        return new Reach(all);
    }

    /** What something depends on that takes all elements along the axis. */
    Reach over(int elements) {
        List<Sight> all = new ArrayList<>();
        sights.forEach(sight -> add(all, sight.over(elements), elements));
        return new Reach(all);
    }

    /** What something depends on that takes both, position by position. */
    Reach and(Reach other, int elements) {
        List<Sight> all = new ArrayList<>(sights);
        other.sights.forEach(sight -> add(all, sight, elements));
        return new Reach(all);
    }

    /** Adds to sights of different strides; what repeats too seldom is taken to see all. */
    private static void add(List<Sight> all, Sight added, int elements) {
        Stride stride = added.stride();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).stride().equals(stride)) {
                Sight same = all.remove(i);
                Optional<Sight> both = same.and(added);
                if (both.isPresent()) {
                    all.add(both.get());
                } else {
                    add(all, same.over(elements), elements);
                    add(all, added.over(elements), elements);
                }
                return;
            }
        }
        all.add(added);
    }

    /** What a position depends on. */
    public Sight.Span at(long position) {
        return sights.stream().map(each -> each.at(position)).reduce(Sight.Span.NOTHING, Sight.Span::and);
    }

    /** How many input positions there are from the first to the last that a position depends on, of the one of the stream where these are most. */
    public long extent(int elements) {
        // Of two sights' outer ends, the distance grows from period to period, or shrinks: the first or the last is the
        // largest.
        long period = 1;
        for (Sight sight : sights) {
            period = Saturated.times(period / Taps.greatestCommonDivisor(period, sight.period()), sight.period());
        }
        long most = 0;
        for (long i = 0; i < Math.min(period, elements); i++) {
            most = Math.max(most, Math.max(at(i).extent(), at(elements - 1 - i).extent()));
        }
        return most;
    }

    /** The largest of the strides. */
    public Stride stride() {
        return sights.stream()
                .map(Sight::stride)
                .max(Comparator.comparingDouble(each -> each.value().doubleValue()))
                .orElseThrow();
    }
}
