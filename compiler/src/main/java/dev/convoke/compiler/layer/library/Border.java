package dev.convoke.compiler.layer.library;

import dev.convoke.compiler.loop.Axis;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What lies around a feature map that is padded. */
enum Border {
    /** One value. */
    CONSTANT,
    /** The input mirrored at its first and last position, which are not repeated: {@code c b | a b c}. */
    REFLECT,
    /** The first and the last position again and again: {@code a a | a b c}. */
    REPLICATE,
    /** The input from its other end: {@code b c | a b c}. */
    CIRCULAR;

    /** The most positions that can be added on one side. */
    int most(int extent) {
        return switch (this) {
            case CONSTANT, REPLICATE -> Integer.MAX_VALUE;
            case REFLECT -> extent - 1;
            case CIRCULAR -> extent;
        };
    }

    /** The input position that is seen at a position, which counts from the input's first and may be outside. */
    Index source(Index position, int extent) {
        return switch (this) {
            case CONSTANT -> position;
            case REFLECT -> {
                Index magnitude = position.max(position.times(-1));
                yield magnitude.min(magnitude.times(-1).plus(2L * (extent - 1)));
            }
            case REPLICATE -> position.max(Index.ZERO).min(Index.of(extent - 1));
            case CIRCULAR -> position.modulo(extent);
        };
    }

    /**
     * Positions of the result at which a position of the input is seen.
     *
     * @param tap an axis to go through, if there are several
     * @param at the position in the result
     * @param guard whether there are any
     */
    record Seen(Optional<Axis> tap, Index at, Guard guard) {}

    /**
     * Where a position of the input is seen: in its place, and before and after the input.
     *
     * @param axis the axis of the input, whose name those of taps are made of
     */
    List<Seen> seen(Axis axis, int before, int after) {
        Index i = axis.index();
        int extent = Math.toIntExact(axis.extent().constant());
        List<Seen> all = new ArrayList<>(List.of(new Seen(Optional.empty(), i.plus(before), Guard.ALWAYS)));
        if (before > 0) {
            before(i, extent, before, axis).ifPresent(all::add);
        }
        if (after > 0) {
            after(i, extent, before, after, axis).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Seen> before(Index i, int extent, int before, Axis axis) {
        return switch (this) {
            case CONSTANT -> Optional.empty();
            case REFLECT ->
                Optional.of(new Seen(Optional.empty(), i.times(-1).plus(before), Guard.within(i.minus(1), before)));
            case REPLICATE -> {
                Axis tap = Axis.of(axis.variable().name() + "_before", before);
                yield Optional.of(new Seen(Optional.of(tap), tap.index(), Guard.within(i, 1)));
            }
            case CIRCULAR ->
                Optional.of(new Seen(
                        Optional.empty(), i.plus(before - extent), new Guard(List.of(i.plus(before - extent)))));
        };
    }

    private Optional<Seen> after(Index i, int extent, int before, int after, Axis axis) {
        Index fromLast = i.minus(extent - 1L);
        return switch (this) {
            case CONSTANT -> Optional.empty();
            case REFLECT ->
                Optional.of(new Seen(
                        Optional.empty(),
                        i.times(-1).plus(before + 2L * (extent - 1)),
                        Guard.within(fromLast.times(-1).minus(1), after)));
            case REPLICATE -> {
                Axis tap = Axis.of(axis.variable().name() + "_after", after);
                yield Optional.of(new Seen(
                        Optional.of(tap), tap.index().plus((long) before + extent), new Guard(List.of(fromLast))));
            }
            case CIRCULAR ->
                Optional.of(new Seen(Optional.empty(), i.plus((long) before + extent), Guard.within(i, after)));
        };
    }
}
