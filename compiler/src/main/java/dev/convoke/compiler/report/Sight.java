package dev.convoke.compiler.report;

import dev.convoke.compiler.layer.Taps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * What the positions of a stream see of the net's input along one axis, as if there were no borders. It repeats: position {@code i + period} sees what
 * position {@code i} sees, {@code advance} further on.
 *
 * @param advance 0 where all positions see the same
 * @param first what the positions of the first period see
 */
public record Sight(long advance, List<Span> first) {
    /** Where positions are not in the order of what they see, no more than so many are looked at for one layer. */
    private static final long MOST_LOOKS = 1 << 13;

    /** The net's input itself. */
    static final Sight INPUT = new Sight(1, List.of(new Span(0, 0)));

    /** Positions from one to another, both included; may lie outside of the input. Nothing if {@code last < first}. */
    public record Span(long first, long last) {
        static final Span NOTHING = new Span(Long.MAX_VALUE, -Long.MAX_VALUE);

        Span and(Span other) {
            return new Span(Math.min(first, other.first), Math.max(last, other.last));
        }

        Span movedBy(long distance) {
            return equals(NOTHING) ? this : new Span(Saturated.plus(first, distance), Saturated.plus(last, distance));
        }

        /** How many positions there are. */
        public long extent() {
            return equals(NOTHING) ? 0 : Saturated.plus(Saturated.plus(last, -first), 1);
        }
    }

    public Sight {
        first = List.copyOf(first);
    }

    private static Optional<Sight> repeating(long advance, long period, LongFunction<Span> sees) {
        if (period > Taps.LONGEST_PERIOD) {
            return Optional.empty();
        }
        List<Span> first = new ArrayList<>((int) period);
        for (int position = 0; position < period; position++) {
            first.add(sees.apply(position));
        }
        return Optional.of(new Sight(advance, first));
    }

    long period() {
        return first.size();
    }

    Stride stride() {
        return Stride.of(advance, period());
    }

    /** What a position sees. */
    Span at(long position) {
        long periods = Math.floorDiv(position, period());
        return first.get(Math.floorMod(position, first.size())).movedBy(Saturated.times(periods, advance));
    }

    /** What the result of a layer sees; nothing if it repeats too seldom. */
    Optional<Sight> through(Taps taps) {
        // So many of the layer's periods move along whole periods of what it reads.
        long periods = period() / Taps.greatestCommonDivisor(period(), taps.advance());
        long moved = Saturated.times(periods, taps.advance()) / period();
        long result = Saturated.times(periods, taps.period());
        boolean ordered = isOrdered();
        long looks = ordered
                ? 1
                : taps.positions().stream().mapToLong(this::different).max().orElseThrow();
        return result > Taps.LONGEST_PERIOD || result * looks > MOST_LOOKS
                ? Optional.empty()
                : repeating(
                        Saturated.times(moved, advance),
                        result,
                        position -> ordered ? ends(taps.at(position)) : through(taps.at(position)));
    }

    /** Whether what a position sees neither begins nor ends before what the position before it sees: so it is behind windows and resizes. */
    private boolean isOrdered() {
        Span before = first.get(0);
        for (int i = 1; i <= first.size(); i++) {
            Span next = at(i);
            if (before.equals(Span.NOTHING) || next.first < before.first || next.last < before.last) {
                return false;
            }
            before = next;
        }
        return true;
    }

    /** What all of some positions see, if it is ordered: the first and the last decide. */
    private Span ends(Taps.Progression read) {
        return read.count() == 0 ? Span.NOTHING : at(read.first()).and(at(read.last()));
    }

    /** So many of some positions see what is not that of another of them, moved by whole periods. */
    private long different(Taps.Progression read) {
        return Math.min(read.count(), period() / Taps.greatestCommonDivisor(period(), read.step()));
    }

    private Span through(Taps.Progression read) {
        // What lies a number of periods further on sees nothing that is further left, so the first and the last decide.
        long different = different(read);
        Span seen = Span.NOTHING;
        for (long i = 0; i < different; i++) {
            Span left = at(read.first() + i * read.step());
            Span right = at(read.first() + (read.count() - 1 - i) * read.step());
            seen = seen.and(left).and(right);
        }
        return seen;
    }

    /** What something sees that takes so many positions, from position 0 on. */
    Sight over(long elements) {
        Span seen = through(new Taps.Progression(0, 1, elements));
        return new Sight(0, List.of(seen));
    }

    /** What something sees that takes both, of the same stride; nothing if it repeats too seldom. */
    Optional<Sight> and(Sight other) {
        long period = Saturated.times(period() / Taps.greatestCommonDivisor(period(), other.period()), other.period());
        return repeating(
                Saturated.times(period / period(), advance),
                period,
                position -> at(position).and(other.at(position)));
    }
}
