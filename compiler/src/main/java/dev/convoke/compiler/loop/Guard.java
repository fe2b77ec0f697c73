package dev.convoke.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A conjunction of conditions {@code index >= 0}; those that always hold are left out when it is built. */
public record Guard(List<Index> nonNegative) {
    public static final Guard ALWAYS = new Guard(List.of());

    public Guard {
        nonNegative =
                nonNegative.stream().filter(i -> i.range().low() < 0).distinct().toList();
    }

    /** {@code 0 <= index < extent}. */
    public static Guard within(Index index, long extent) {
        return new Guard(List.of(index, Index.of(extent - 1).minus(index)));
    }

    /** {@code index} is a multiple of {@code divisor}. */
    public static Guard divisible(Index index, long divisor) {
        return new Guard(List.of(index.modulo(divisor).times(-1)));
    }

    public Guard and(Guard other) {
        List<Index> both = new ArrayList<>(nonNegative);
        both.addAll(other.nonNegative);
        return new Guard(both);
    }

    public boolean alwaysHolds() {
        return nonNegative.isEmpty();
    }

    public boolean neverHolds() {
        return nonNegative.stream().anyMatch(i -> i.range().high() < 0);
    }

    public boolean mentions(Atom.Variable variable) {
        return nonNegative.stream().anyMatch(i -> i.mentions(variable));
    }

    public Guard map(Function<Index, Index> change) {
        return new Guard(nonNegative.stream().map(change).toList());
    }

    @Override
    public String toString() {
        return nonNegative.stream().map(i -> i + " >= 0").collect(Collectors.joining(" && "));
    }
}
