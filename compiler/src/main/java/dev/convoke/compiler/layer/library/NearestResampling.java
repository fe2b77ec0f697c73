package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.layer.Taps;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each position repeats one of the input: {@code floor((position * step + offset) / unit)}, the last at most. PyTorch computes that in
 * float32, which is one less or more at a few positions.
 *
 * @param step of the input for each position of the result, in units
 * @param offset of the first position, in units
 * @param rounded {@code step / unit} as PyTorch has it
 * @param exact whether middles are compared, not left borders: {@code "nearest-exact"}
 */
record NearestResampling(int in, int out, long step, long offset, long unit, float rounded, boolean exact)
        implements Resampling {
    /** A longer result is not corrected: its positions are looked at one by one. */
    private static final int LONGEST_CORRECTED = 1 << 16;

    /** Each becomes source text. Results of up to 4,096 positions have 46 at most, longer ones may have hundreds. */
    private static final int MOST_CORRECTIONS = 64;

    /**
     * Where PyTorch reads elsewhere.
     *
     * @param position of the result
     * @param by how much further on it reads
     */
    private record Correction(int position, int by) {}

    /**
     * An axis.
     *
     * @param scale positions of the input for one of the result
     */
    static NearestResampling of(int in, int out, Ratio scale, float rounded, boolean exact) {
        return exact
                ? new NearestResampling(
                        in, out, 2 * scale.numerator(), scale.numerator(), 2 * scale.denominator(), rounded, true)
                : new NearestResampling(in, out, scale.numerator(), 0, scale.denominator(), rounded, false);
    }

    /** All of them, in the order of positions. Found when they are asked for: a net of many layers is checked without. */
    private List<Correction> corrections() {
        if (in == 1 || out > LONGEST_CORRECTED) {
            return List.of();
        }
        List<Correction> corrections = new ArrayList<>();
        for (int position = 0; position < out; position++) {
            float place = exact ? (float) ((position + 0.5) * rounded) : position * rounded;
            int wanted = Math.min((int) Math.floor(place), in - 1);
            int plain = plain(position);
            if (wanted != plain) {
                corrections.add(new Correction(position, wanted - plain));
            }
        }
        return corrections.size() > MOST_CORRECTIONS ? List.of() : corrections;
    }

    /** What a position of the result reads but for corrections. */
    private int plain(long position) {
        return Math.toIntExact(Math.min(place(position), in - 1L));
    }

    private long place(long position) {
        return Math.floorDiv(position * step + offset, unit);
    }

    @Override
    public Optional<Taps> taps() {
        // Along a longer axis too many positions would differ to describe each of them.
        List<Correction> corrections = out > Taps.LONGEST_PERIOD ? List.of() : corrections();
        Map<Long, Integer> moved = new HashMap<>();
        corrections.forEach(each -> moved.put((long) each.position, each.by));
        return Resampling.taps(this, step, unit, corrections.isEmpty() ? 1 : out, position -> {
            long first = position < out ? plain(position) + moved.getOrDefault(position, 0) : place(position);
            return new Taps.Progression(first, 1, 1);
        });
    }

    private Index source(Index position) {
        Index source = position.times(step).plus(offset).floorDivide(unit).min(Index.of(in - 1L));
        for (Correction correction : corrections()) {
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
        return corrections().isEmpty() ? first : first.minus(1);
    }

    @Override
    public int span() {
        List<Correction> corrections = corrections();
        int plain = Resampling.span(this, step, unit, -offset, unit);
        return corrections.isEmpty() ? plain : span(corrections);
    }

    /** Position by position: sources do not decrease, so that the readers of one follow one another. */
    private int span(List<Correction> corrections) {
        int most = 1;
        int next = 0;
        int start = 0;
        int before = -1;
        for (int position = 0; position < out; position++) {
            int source = plain(position);
            if (next < corrections.size() && corrections.get(next).position == position) {
                source += corrections.get(next++).by;
            }
            if (source != before) {
                start = Math.toIntExact(first(source)) - 1;
                before = source;
            }
            most = Math.max(most, position - start + 1);
        }
        return most;
    }

    private long first(long input) {
        return Math.floorDiv(input * unit + step - 1 - offset, step);
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
