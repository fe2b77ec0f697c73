package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Which positions of an axis each position of a longer or shorter one is made of. */
interface Resampling {
    /** Positions along the input. */
    int in();

    /** Positions along the result. */
    int out();

    /**
     * A position of the input that is read.
     *
     * @param at where
     * @param weight what is read is multiplied by it
     */
    record Read(Index at, Expression weight) {}

    /** Which positions the positions of the result read, as if there were no borders. */
    Optional<Taps> taps();

    /**
     * The taps of positions at {@code (position * step + offset) / unit} of the input. If they repeat after more positions than can be described,
     * the extents stand for the scale.
     *
     * @param atLeast positions that a period must have
     */
    static Optional<Taps> taps(
            Resampling axis, long step, long unit, long atLeast, LongFunction<Taps.Progression> reads) {
        long common = Taps.greatestCommonDivisor(step, unit);
        long periods = Math.max(1, (atLeast * common + unit - 1) / unit);
        long period = periods * (unit / common);
        return period > Taps.LONGEST_PERIOD
                ? Taps.repeating(axis.in(), axis.out(), reads)
                : Taps.repeating(periods * (step / common), period, reads);
    }

    /** What a position of the result reads, the weights adding up to 1. */
    List<Read> reads(Index position);

    /** A position of the result before which none reads a position of the input; may lie before the first. */
    Index first(Index input);

    /** Whether a position of the result may read a position of the input. */
    Guard isRead(Index input, Index position);

    /** What a position of the input counts in one of the result that {@linkplain #isRead may read} it. */
    Expression weight(Index input, Index position);

    /** How many positions of the result there are at most from the {@linkplain #first first} to the last that read a position. */
    int span();

    /**
     * The {@link #span()} of positions at places {@code position * step}, the last one of the input being read by all that come behind. In closed form, as
     * extents may be anything up to 2^31 - 1.
     *
     * @param from the first place at which a position reads the first of the input, as if there were no borders; the next one of the input is read {@code
     *     unit} further on
     * @param places how many places there are from there to the last one
     */
    static int span(Resampling axis, long step, long unit, long from, long places) {
        // From a first place to the next multiple of the step it is at least so far: all distances are that, and
        // multiples of the common divisor.
        long nearest = Math.floorMod(-from, Taps.greatestCommonDivisor(step, unit));
        long within = (places - 1 - nearest) / step + 1;
        long ofFirst = axis.out() - ceilDivide(from, step);
        long ofLast = axis.out() - ceilDivide(from + (axis.in() - 1L) * unit, step);
        return Math.toIntExact(Math.max(1, Math.max(ofLast, Math.min(within, ofFirst))));
    }

    private static long ceilDivide(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
