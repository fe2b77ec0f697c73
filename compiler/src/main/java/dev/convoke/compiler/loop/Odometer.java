package dev.convoke.compiler.loop;

import java.util.List;

/** Counts through all combinations of the values of some axes, the last axis fastest. */
final class Odometer {
    private final int[] slots;
    private final Variables.Code[] extents;

    /** The axes' variables must be bound. */
    Odometer(List<Axis> axes, Variables variables) {
        slots = axes.stream().mapToInt(axis -> variables.slot(axis.variable())).toArray();
        extents = axes.stream().map(axis -> variables.code(axis.extent())).toArray(Variables.Code[]::new);
    }

    /** Sets all axes to 0. */
    void start(long[] values) {
        for (int slot : slots) {
            values[slot] = 0;
        }
    }

    /** Goes to the next combination; false, and all axes 0, if there is none. */
    boolean next(long[] values) {
        for (int i = slots.length - 1; i >= 0; i--) {
            if (++values[slots[i]] < extents[i].at(values)) {
                return true;
            }
            values[slots[i]] = 0;
        }
        return false;
    }
}
