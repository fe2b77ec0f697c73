package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Tensor;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The last tasks of an inference, through which samples of a batch go together. Their weights are large, so that reading them once for a group of samples saves more time than it
 * takes to have the activations of the whole group farther away than those of one sample would be. Tasks before them take one sample, or a few, at a time, and their
 * activations stay in a core's own cache (docs/design/back-end.md, "Batches").
 *
 * @param firstTask of those of {@link Phase#INFERENCE}
 * @param perSample floats of the arena for each sample
 * @param carried tensors in the arena when the first task begins that have been touched before and are touched later
 */
public record InferenceTail(int firstTask, int perSample, List<Tensor> carried) {
    /** Bytes of weights that stay in a core's own cache between samples. */
    private static final double CACHE = 512 * 1024;

    /** Bytes of weights that come from memory in a cycle. */
    private static final double BYTES_OF_MEMORY = 8;

    /** Bytes of weights that come from the last cache in a cycle, where those of the whole net stay in it. */
    private static final double BYTES_OF_LAST_CACHE = 24;

    /** Bytes of a net's weights that stay in the last cache beside the rest. */
    private static final double LAST_CACHE = 16 * 1024 * 1024;

    /** Bytes of activations that come in a cycle, or go, where those of a group of samples lie. */
    private static final double ACTIVATION_BYTES = 16;

    /** Samples of a group at most, and floats of its arena: what the runtime's {@code Pieces} takes where one thread, or all together, compute a group. */
    private static final int LARGEST_GROUP = 16;

    private static final long GROUP_FLOATS = 6L << 20;

    /** Floats of the arena that the runtime's pieces of a batch have. */
    private static final long PIECE_FLOATS = 1L << 20;

    public InferenceTail {
        carried = List.copyOf(carried);
    }

    /** The tail of a session's inference, if it has one. */
    public static Optional<InferenceTail> of(Plan.Session session) {
        Set<Tensor> given = new LinkedHashSet<>();
        session.places().forEach((tensor, place) -> {
            if (place.area() != Place.Area.ARENA_BATCHED && place.area() != Place.Area.ARENA_FIXED) {
                given.add(tensor);
            }
        });
        Choice choice = new Choice(session.tasks(), session.layouts(), given);
        int first = choice.firstTask();
        if (first == choice.tasks.size()) {
            return Optional.empty();
        }
        Set<Tensor> tensors = choice.inArena(first, choice.tasks.size());
        long perSample = tensors.stream()
                .mapToLong(tensor ->
                        Objects.requireNonNull(session.places().get(tensor)).offset() + choice.floats(tensor))
                .max()
                .orElse(0);
        Set<Tensor> before = choice.inArena(0, first);
        List<Tensor> carried = tensors.stream().filter(before::contains).toList();
        return Optional.of(new InferenceTail(first, Math.toIntExact(perSample), carried));
    }

    /**
     * The tensors that the tail keeps in the arena; none without a tail.
     *
     * @param tasks of all phases of a session
     * @param given tensors that have a place elsewhere
     */
    static Set<Tensor> tensors(List<Task> tasks, Map<Tensor, Layout> layouts, Set<Tensor> given) {
        Choice choice = new Choice(tasks, layouts, given);
        return choice.inArena(choice.firstTask(), choice.tasks.size());
    }

    /** Where a tail begins; before tensors have places, which depend on it. */
    private static final class Choice {
        private final List<Task> tasks;
        private final Map<Tensor, Layout> layouts;
        private final Set<Tensor> given;
        /** The first task that touches a tensor. */
        private final Map<Tensor, Integer> makers = new HashMap<>();

        Choice(List<Task> all, Map<Tensor, Layout> layouts, Set<Tensor> given) {
            this.tasks = all.stream().filter(t -> t.phase() == Phase.INFERENCE).toList();
            this.layouts = layouts;
            this.given = given;
            for (int i = 0; i < tasks.size(); i++) {
                for (Tensor tensor : tasks.get(i).touched()) {
                    makers.putIfAbsent(tensor, i);
                }
            }
        }

        /** Where the most cycles a sample are saved; behind the last task if none are. */
        int firstTask() {
            double rate = bytes(tasks, false) > LAST_CACHE ? BYTES_OF_MEMORY : BYTES_OF_LAST_CACHE;
            long[] peaks = peaks();
            int best = tasks.size();
            double most = 0;
            double waiting = 0;
            double moving = 0;
            for (int i = tasks.size() - 1; i > 0 && !usesFixed(tasks.get(i)); i--) {
                double weights = bytes(tasks.subList(i, i + 1), false);
                waiting += weights > CACHE ? weights / rate : 0;
                moving += bytes(tasks.subList(i, i + 1), true) / ACTIVATION_BYTES;
                double piece = Math.max(1, PIECE_FLOATS / peaks[0]);
                double group = Math.min(LARGEST_GROUP, GROUP_FLOATS / peaks[i]);
                // All samples of a piece, or of a group, but the first find the weights in a cache.
                double saved = group > piece ? waiting * (1 / piece - 1 / group) - moving : 0;
                if (saved > most) {
                    most = saved;
                    best = i;
                }
            }
            // What is zeroed for the first tasks need not be carried.
            while (best > 1
                    && best < tasks.size()
                    && clearsHalo(tasks.get(best - 1))
                    && !usesFixed(tasks.get(best - 1))) {
                best--;
            }
            return best;
        }

        /** The most floats of the arena that are alive at once from each task on. */
        private long[] peaks() {
            long[] peaks = new long[tasks.size() + 1];
            peaks[tasks.size()] = 1;
            Set<Tensor> alive = new LinkedHashSet<>();
            for (int i = tasks.size() - 1; i >= 0; i--) {
                int task = i;
                alive.addAll(inArena(i, i + 1));
                peaks[i] = Math.max(
                        peaks[i + 1], alive.stream().mapToLong(this::floats).sum());
                alive.removeIf(tensor -> Objects.equals(makers.get(tensor), task));
            }
            return peaks;
        }

        /** What is kept for all samples lies behind the arena of as many as there are, which a tail's is not. */
        private boolean usesFixed(Task task) {
            return task.touched().stream().anyMatch(tensor -> !tensor.batched() && !given.contains(tensor));
        }

        /** The tensors that some tasks touch in the arena. */
        Set<Tensor> inArena(int from, int end) {
            Set<Tensor> tensors = new LinkedHashSet<>();
            tasks.subList(from, end).forEach(task -> tensors.addAll(task.touched()));
            tensors.removeIf(tensor -> !tensor.batched() || given.contains(tensor));
            return tensors;
        }

        private double bytes(List<Task> ofTasks, boolean batched) {
            return ofTasks.stream()
                    .flatMap(task -> task.touched().stream())
                    .filter(tensor -> tensor.batched() == batched)
                    .mapToDouble(tensor -> floats(tensor) * (double) Float.BYTES)
                    .sum();
        }

        /** Floats that are kept for a tensor, of each sample where it has any; callers' tensors lie as they are. */
        long floats(Tensor tensor) {
            Layout layout = layouts.get(tensor);
            return layout == null ? tensor.elements() : Layout.roundUp(layout.floats());
        }
    }

    private static boolean clearsHalo(Task task) {
        return task.match(new Task.Cases<Boolean>() {
            @Override
            public Boolean compute(Task.Compute compute) {
                return false;
            }

            @Override
            public Boolean clearHalo(Task.ClearHalo clearHalo) {
                return true;
            }
        });
    }
}
