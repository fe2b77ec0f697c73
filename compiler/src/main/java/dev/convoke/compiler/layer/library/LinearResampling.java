package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.List;
import java.util.Optional;

/**
 * Each position lies between two of the input: at {@code (position * step + offset) / unit}, but within the input. All of it is in whole
 * numbers, so that weights have one rounding.
 *
 * @param step of the input for each position of the result, in units; 0 where all read the first
 * @param offset of the first position, in units; may be negative
 */
record LinearResampling(int in, int out, long step, long offset, long unit) implements Resampling {
    /**
     * An axis of which ends lie on ends: {@code align_corners}.
     */
    static LinearResampling aligned(int in, int out) {
        Ratio scale = out == 1 ? Ratio.ZERO : Ratio.of(in - 1L, out - 1L);
        return new LinearResampling(in, out, scale.numerator(), 0, scale.denominator());
    }

    /**
     * An axis of which borders lie on borders: {@code (position + 1/2) * scale - 1/2}.
     *
     * @param scale positions of the input for one of the result
     */
    static LinearResampling of(int in, int out, Ratio scale) {
        return new LinearResampling(
                in, out, 2 * scale.numerator(), scale.numerator() - scale.denominator(), 2 * scale.denominator());
    }

    @Override
    public Optional<Taps> taps() {
        return Resampling.taps(this, step, unit, 1, position -> {
            long place = position * step + offset;
            return new Taps.Progression(Math.floorDiv(place, unit), 1, Math.floorMod(place, unit) == 0 ? 1 : 2);
        });
    }

    /** The place of a position in the input, in units. */
    private Index place(Index position) {
        return position.times(step).plus(offset).max(Index.ZERO).min(Index.of((in - 1L) * unit));
    }

    @Override
    public List<Read> reads(Index position) {
        Index place = place(position);
        Index left = place.floorDivide(unit);
        if (place.modulo(unit).isConstant(0)) {
            return List.of(new Read(left, Expression.constant(1)));
        }
        Expression part = fraction(place.modulo(unit));
        return List.of(
                new Read(left, Expression.constant(1).minus(part)),
                new Read(left.plus(1).min(Index.of(in - 1L)), part));
    }

    private Expression fraction(Index units) {
        return new Expression.IndexValue(units).dividedBy(Expression.constant(unit));
    }

    @Override
    public Index first(Index input) {
        if (step == 0) {
            return Index.ZERO;
        }
        return input.minus(1).times(unit).minus(offset).floorDivide(step).plus(1);
    }

    @Override
    public int span() {
        return step == 0 ? out : Resampling.span(this, step, unit, 1 - unit - offset, 2 * unit - 1);
    }

    /** Whether the place is less than one position away. */
    @Override
    public Guard isRead(Index input, Index position) {
        Index distance = place(position).minus(input.times(unit));
        return new Guard(List.of(distance.plus(unit - 1), distance.times(-1).plus(unit - 1)))
                .and(Guard.within(position, out));
    }

    @Override
    public Expression weight(Index input, Index position) {
        Index distance = place(position).minus(input.times(unit));
        return fraction(distance.max(distance.times(-1)).times(-1).plus(unit));
    }
}
