package dev.convoke.compiler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Static offsets in an arena for things that live for a while: two may share memory if one is dead before the other is made.
 * Those that go first, then the largest, each at the lowest offset that is free during its life (greedy by size; Pisarchyk and Lee, "Efficient Memory
 * Management for Deep Neural Net Inference", 2020).
 */
final class MemoryPlan<T> {
    /**
     * @param first the step that makes it
     * @param last the last step that reads it
     * @param goesFirst whether it is placed before those that do not
     */
    private record Life<T>(T what, long floats, int first, int last, boolean goesFirst) {
        boolean meets(Life<T> other) {
            return first <= other.last && other.first <= last;
        }
    }

    private final List<Life<T>> lives = new ArrayList<>();
    private final Map<T, Long> offsets = new LinkedHashMap<>();
    private long floats;

    void add(T what, long floats, int first, int last) {
        lives.add(new Life<>(what, floats, first, last, false));
    }

    /** Adds something that is placed before all that is not added so: where it lives, it lies as low as can be. */
    void addFirst(T what, long floats, int first, int last) {
        lives.add(new Life<>(what, floats, first, last, true));
    }

    /** Places everything; then {@link #offset} and {@link #floats} answer. */
    MemoryPlan<T> place() {
        List<Life<T>> bySize = new ArrayList<>(lives);
        bySize.sort(Comparator.comparing((Life<T> l) -> !l.goesFirst)
                .thenComparingLong(l -> -l.floats)
                .thenComparingInt(Life::first));
        List<Placed<T>> byOffset = new ArrayList<>();
        for (Life<T> life : bySize) {
            long offset = 0;
            for (Placed<T> other : byOffset) {
                if (other.offset >= offset + life.floats) {
                    break;
                }
                if (life.meets(other.life)) {
                    offset = Math.max(offset, other.offset + other.life.floats);
                }
            }
            insert(byOffset, new Placed<>(life, offset));
            offsets.put(life.what, offset);
            floats = Math.max(floats, offset + life.floats);
        }
        return this;
    }

    private record Placed<T>(Life<T> life, long offset) {}

    /** Keeps the list in the order of offsets. */
    private static <T> void insert(List<Placed<T>> byOffset, Placed<T> placed) {
        int low = 0;
        int high = byOffset.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byOffset.get(middle).offset <= placed.offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        byOffset.add(low, placed);
    }

    long offset(T what) {
        return Objects.requireNonNull(offsets.get(what));
    }

    long floats() {
        return floats;
    }
}
