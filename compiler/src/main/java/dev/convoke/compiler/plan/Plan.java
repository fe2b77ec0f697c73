package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.loop.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything about the generated code but the loops themselves: what is computed in which order, how each tensor lies and where.
 *
 * @param network what is planned
 * @param inference {@link Phase#PREPARE} and {@link Phase#INFERENCE}
 * @param training {@link Phase#FORWARD} and {@link Phase#BACKWARD}
 * @param stateOffsets where each float tensor of the state begins, by name; counters are numbered from 0
 * @param stateFloats the state's length, room to read 16 floats beyond any element included
 * @param inferenceStateFloats the length of what inference reads of the state, which comes first, that room included
 * @param preparedFloats the length of the array for prepared weights
 * @param algorithms of the convolutions of an inference, in order
 */
public record Plan(
        Network network,
        Session inference,
        Session training,
        Map<String, Integer> stateOffsets,
        int stateFloats,
        int inferenceStateFloats,
        int counters,
        int preparedFloats,
        List<AlgorithmChoice> algorithms) {

    public Plan {
        stateOffsets = Collections.unmodifiableMap(new LinkedHashMap<>(stateOffsets));
        algorithms = List.copyOf(algorithms);
    }

    /**
     * Two phases that share an arena.
     *
     * @param tasks in order, those of the first phase first
     * @param layouts of every tensor
     * @param places of every tensor
     * @param fixedFloats of the arena, for tensors without a batch
     * @param batchedFloats of the arena, for each sample
     */
    public record Session(
            List<Task> tasks,
            Map<Tensor, Layout> layouts,
            Map<Tensor, Place> places,
            int fixedFloats,
            int batchedFloats) {
        public Session {
            tasks = List.copyOf(tasks);
            layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
            places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
        }

        public List<Task> tasks(Phase phase) {
            return tasks.stream().filter(t -> t.phase() == phase).toList();
        }
    }

    public Session session(Phase phase) {
        return switch (phase) {
            case PREPARE, INFERENCE -> inference;
            case FORWARD, BACKWARD -> training;
        };
    }
}
