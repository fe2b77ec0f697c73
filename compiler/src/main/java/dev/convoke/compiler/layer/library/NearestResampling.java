package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each position repeats one of the input: {@code floor((position * step + offset) / unit)}, the last at most. PyTorch computes that in
 * float32, which is one less or more at a few positions; these are known along an axis of up to a million.
 *
 * @param step of the input for each position of the result, in units
 * @param offset of the first position, in units
 * @param corrections positions of the result where PyTorch reads elsewhere, and how much further on
 */
record NearestResampling(int in, int out, long step, long offset, long unit, List<Correction> corrections)
        implements Resampling {
    /** Of a longer result no corrections are known: that would be a table of any length, for a spec of one line. */
    private static final int LONGEST_CORRECTED = 1 << 20;

    private record Correction(int position, int by) {}

    NearestResampling {
        corrections = List.copyOf(corrections);
    }

    /**
     * An axis.
     *
     * @param scale positions of the input for one of the result
     * @param rounded the same as PyTorch has it in float32
     * @param exact whether middles are compared, not left borders: {@code "nearest-exact"}
     */
    static NearestResampling of(int in, int out, Ratio scale, float rounded, boolean exact) {
        NearestResampling plain = exact
                ? new NearestResampling(
                        in, out, 2 * scale.numerator(), scale.numerator(), 2 * scale.denominator(), List.of())
                : new NearestResampling(in, out, scale.numerator(), 0, scale.denominator(), List.of());
        if (in == 1 || out > LONGEST_CORRECTED) {
            return plain;
        }
        List<Correction> corrections = new ArrayList<>();
        for (int position = 0; position < out; position++) {
            float place = exact ? (float) ((position + 0.5) * rounded) : position * rounded;
            int wanted = Math.min((int) Math.floor(place), in - 1);
            // In numbers: as an index it would take a thousand times as long, for each of very many positions.
            long there = Math.floorDiv(position * plain.step + plain.offset, plain.unit);
            int found = Math.toIntExact(Math.min(there, in - 1L));
            if (wanted != found) {
                corrections.add(new Correction(position, wanted - found));
            }
        }
        return new NearestResampling(in, out, plain.step, plain.offset, plain.unit, corrections);
    }

    @Override
    public Optional<Taps> taps() {
        return Resampling.taps(
                this,
                step,
                unit,
                corrections.isEmpty() ? 1 : out,
                position -> new Taps.Progression(place(position), 1, 1));
    }

    /** Where a position reads, as if there were no borders. */
    private long place(long position) {
        return position < out ? source(Index.of(position)).constant() : Math.floorDiv(position * step + offset, unit);
    }

    private Index source(Index position) {
        Index source = position.times(step).plus(offset).floorDivide(unit).min(Index.of(in - 1L));
        for (Correction correction : corrections) {
            Index distance = position.minus(correction.position);
            Index here = Index.ONE.minus(distance.max(distance.times(-1)).min(Index.ONE));
            source = source.plus(here.times(correction.by));
        }
        return source;
    }

    @Override
    public List<Read> reads(Index position) {
        return List.of(new Read(source(position), Expression.constant(1)));
    }

    /** Corrections may move it by one. */
    @Override
    public Index first(Index input) {
        Index first = input.times(unit).plus(step - 1 - offset).floorDivide(step);
        return corrections.isEmpty() ? first : first.minus(1);
    }

    @Override
    public Guard isRead(Index input, Index position) {
        Index distance = source(position).minus(input);
        return new Guard(List.of(distance, distance.times(-1))).and(Guard.within(position, out));
    }

    @Override
    public Expression weight(Index input, Index position) {
        return Expression.constant(1);
    }
}
