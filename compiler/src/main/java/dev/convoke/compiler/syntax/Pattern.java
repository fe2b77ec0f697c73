package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * The names that a {@code for} gives to an element: {@code i}, or {@code (t, c, _)} for the parts of a tuple.
 *
 * @param tuple whether the names stand in parentheses; if not there is one
 */
public record Pattern(boolean tuple, List<Slot> slots, Span span) {
    public Pattern {
        slots = List.copyOf(slots);
        if (slots.isEmpty() || !tuple && slots.size() != 1) {
            throw new IllegalArgumentException("a pattern of " + slots.size() + " names at " + span);
        }
    }

    /** A name; empty for {@code _}, which ignores its part. */
    public record Slot(Optional<Identifier> name, Span span) {}
}
