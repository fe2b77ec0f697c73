package dev.convoke.compiler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Static offsets in an arena for things that live for a while: two may share memory if one is dead before the other is made.
 * Largest first, each at the lowest offset that is free during its life (greedy by size; Pisarchyk and Lee, "Efficient Memory
 * Management for Deep Neural Net Inference", 2020).
 */
final class MemoryPlan<T> {
    /**
     * @param first the step that makes it
     * @param last the last step that reads it
     */
    private record Life<T>(T what, long floats, int first, int last) {
        boolean meets(Life<T> other) {
            return first <= other.last && other.first <= last;
        }
    }

    private final List<Life<T>> lives = new ArrayList<>();
    private final Map<T, Long> offsets = new LinkedHashMap<>();
    private long floats;

    void add(T what, long floats, int first, int last) {
        lives.add(new Life<>(what, floats, first, last));
    }

    /** Places everything; then {@link #offset} and {@link #floats} answer. */
    MemoryPlan<T> place() {
        List<Life<T>> bySize = new ArrayList<>(lives);
        bySize.sort(Comparator.comparingLong((Life<T> l) -> -l.floats).thenComparingInt(Life::first));
        List<Life<T>> placed = new ArrayList<>();
        for (Life<T> life : bySize) {
            List<Life<T>> neighbours = placed.stream()
                    .filter(life::meets)
                    .sorted(Comparator.comparingLong(l -> offsets.get(l.what)))
                    .toList();
            long offset = 0;
            for (Life<T> neighbour : neighbours) {
                long start = Objects.requireNonNull(offsets.get(neighbour.what));
                if (start >= offset + life.floats) {
                    break;
                }
                offset = Math.max(offset, start + neighbour.floats);
            }
            offsets.put(life.what, offset);
            floats = Math.max(floats, offset + life.floats);
            placed.add(life);
        }
        return this;
    }

    long offset(T what) {
        return Objects.requireNonNull(offsets.get(what));
    }

    long floats() {
        return floats;
    }
}
