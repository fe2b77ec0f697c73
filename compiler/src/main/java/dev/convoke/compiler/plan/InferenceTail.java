package dev.convoke.compiler.plan;

import dev.convoke.compiler.loop.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The last tasks of an inference, through which samples of a batch go together: those whose weights take longer to come from memory than what they
 * make of each sample of a group takes to come from where groups lie. A picture's maps shrink towards a net's end and its channels grow, so there is one such place.
 * Tasks before it take one sample, or a few, at a time, and their activations stay in a core's own cache (docs/design/back-end.md).
 *
 * @param firstTask of those of {@link Phase#INFERENCE}
 * @param perSample floats of the arena for each sample
 * @param carried tensors in the arena when the first task begins
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

    /** The part of the weights' time that is saved: all samples of a group but the first. */
    private static final double SAVED = 7 / 8.0;

    public InferenceTail {
        carried = List.copyOf(carried);
    }

    /** The tail of a session's inference, if it has one. */
    public static Optional<InferenceTail> of(Plan.Session session) {
        List<Task> tasks = session.tasks(Phase.INFERENCE);
        boolean usesFixed = tasks.stream()
                .flatMap(task -> task.touched().stream())
                .anyMatch(tensor -> area(session, tensor) == Place.Area.ARENA_FIXED);
        // What is kept for all samples lies behind the arena of as many as there are, which a tail's is not.
        int first = usesFixed ? tasks.size() : firstTask(session, tasks);
        if (first == 0 || first == tasks.size()) {
            return Optional.empty();
        }
        Set<Tensor> before = inArena(session, tasks.subList(0, first));
        Set<Tensor> from = inArena(session, tasks.subList(first, tasks.size()));
        long perSample = from.stream()
                .mapToLong(tensor -> place(session, tensor).offset() + Layout.roundUp(floats(session, tensor)))
                .max()
                .orElse(0);
        List<Tensor> carried = from.stream().filter(before::contains).toList();
        return Optional.of(new InferenceTail(first, Math.toIntExact(perSample), carried));
    }

    /** Where the most cycles a sample are saved. */
    private static int firstTask(Plan.Session session, List<Task> tasks) {
        int best = tasks.size();
        double all = tasks.stream().mapToDouble(task -> weights(session, task)).sum();
        double rate = all > LAST_CACHE ? BYTES_OF_MEMORY : BYTES_OF_LAST_CACHE;
        double most = 0;
        double saved = 0;
        for (int i = tasks.size() - 1; i >= 0; i--) {
            saved += saved(session, tasks.get(i), rate);
            if (saved > most) {
                most = saved;
                best = i;
            }
        }
        // What is zeroed for the first tasks need not be carried.
        while (best > 0 && best < tasks.size() && clearsHalo(tasks.get(best - 1))) {
            best--;
        }
        return best;
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

    /** Cycles a sample that it saves to do a task for a group of samples, given how many bytes of weights come in a cycle. */
    private static double saved(Plan.Session session, Task task, double rate) {
        double weights = weights(session, task);
        double waiting = weights > CACHE ? weights / rate * SAVED : 0;
        return waiting - bytes(session, task, true) / ACTIVATION_BYTES;
    }

    private static double weights(Plan.Session session, Task task) {
        return bytes(session, task, false);
    }

    private static double bytes(Plan.Session session, Task task, boolean batched) {
        return task.touched().stream()
                .filter(tensor -> tensor.batched() == batched)
                .mapToDouble(tensor -> floats(session, tensor) * (double) Float.BYTES)
                .sum();
    }

    private static Set<Tensor> inArena(Plan.Session session, List<Task> tasks) {
        Set<Tensor> tensors = new LinkedHashSet<>();
        tasks.forEach(task -> tensors.addAll(task.touched()));
        tensors.removeIf(tensor -> area(session, tensor) != Place.Area.ARENA_BATCHED);
        return tensors;
    }

    private static Place place(Plan.Session session, Tensor tensor) {
        return Objects.requireNonNull(session.places().get(tensor));
    }

    private static Place.Area area(Plan.Session session, Tensor tensor) {
        return place(session, tensor).area();
    }

    /** Floats of a tensor, of each sample where it has any; callers' tensors lie as they are. */
    private static long floats(Plan.Session session, Tensor tensor) {
        Layout layout = session.layouts().get(tensor);
        return layout == null ? tensor.elements() : layout.floats();
    }
}
