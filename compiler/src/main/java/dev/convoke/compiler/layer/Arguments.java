package dev.convoke.compiler.layer;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The arguments of one stage, defaults filled in, each of the type its {@link Argument} declares. */
public record Arguments(Map<String, ArgumentValue> values) {
    public Arguments {
        values = Map.copyOf(values);
    }

    /** The same arguments with another value for one of them, which must be of its declared type. */
    public Arguments with(String name, ArgumentValue value) {
        Map<String, ArgumentValue> changed = new HashMap<>(values);
        changed.put(name, value);
        return new Arguments(changed);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether an {@linkplain Argument#absent argument that may be left out} is given. */
    public boolean isGiven(String name) {
        return !(value(name) instanceof ArgumentValue.Absent);
    }

    /** A {@link ArgumentType.Whole}. */
    public int whole(String name) {
        return Math.toIntExact(get(name, ArgumentValue.Whole.class).value());
    }

    /** A {@link ArgumentType.Flag}. */
    public boolean flag(String name) {
        return get(name, ArgumentValue.Flag.class).value();
    }

    /** A {@link ArgumentType.Real}. */
    public double real(String name) {
        return get(name, ArgumentValue.Real.class).value();
    }

    /** A {@link ArgumentType.Choice}. */
    public String text(String name) {
        return get(name, ArgumentValue.Text.class).value();
    }

    /** {@link ArgumentType.Reals}: one value for each of {@code count} channels; empty if another number of them was given. */
    public Optional<List<Double>> reals(String name, int count) {
        List<Double> given = get(name, ArgumentValue.Reals.class).values();
        if (given.size() == 1) {
            return Optional.of(Collections.nCopies(count, given.get(0)));
        }
        return given.size() == count ? Optional.of(given) : Optional.empty();
    }

    /** Whether a word was given where there could be numbers: {@link ArgumentType.ExtentsOr}. */
    public boolean isWord(String name) {
        return value(name) instanceof ArgumentValue.Text;
    }

    /** Whether a {@link ArgumentType.Padding} is {@code "same"}. */
    public boolean isSame(String name) {
        return value(name) instanceof ArgumentValue.Text text && text.value().equals("same");
    }

    /** {@link ArgumentType.Extents}: one value for each of {@code rank} axes; empty if another number of them was given. */
    public Optional<List<Integer>> extents(String name, int rank) {
        if (value(name) instanceof ArgumentValue.Whole one) {
            return Optional.of(Collections.nCopies(rank, Math.toIntExact(one.value())));
        }
        List<Integer> given = get(name, ArgumentValue.Extents.class).values();
        return given.size() == rank ? Optional.of(given) : Optional.empty();
    }

    /** How many numbers were given as {@link ArgumentType.Extents} or {@link ArgumentType.Reals}: 1 unless it is a tuple. */
    public int count(String name) {
        if (value(name) instanceof ArgumentValue.Extents extents) {
            return extents.values().size();
        }
        return value(name) instanceof ArgumentValue.Reals reals ? reals.values().size() : 1;
    }

    private <T extends ArgumentValue> T get(String name, Class<T> type) {
        return type.cast(value(name));
    }

    private ArgumentValue value(String name) {
        ArgumentValue value = Objects.requireNonNull(values.get(name), name);
        return value instanceof ArgumentValue.SameAs same ? value(same.argument()) : value;
    }
}
