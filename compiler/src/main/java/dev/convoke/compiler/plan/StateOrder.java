package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * In which order the state's tensors lie: first those that inference reads where they lie, then those that it has copies of, laid out for its kernels.
 * So a model that is not to be trained can let go of the originals, the rest of the array.
 *
 * @param tensors all of the state
 * @param floatsOfInference the array's length without those that only preparation and training read, room to read 16 floats beyond any element
 *     included
 * @param before where each tensor lay when the session was planned, by name
 */
record StateOrder(List<StateTensor> tensors, int floatsOfInference, Map<String, Integer> before) {
    /** The order for tensors that lie at those offsets so far. */
    static StateOrder of(List<StateTensor> state, Map<String, Integer> offsets, Plan.Session inference) {
        Set<Integer> read = new LinkedHashSet<>();
        for (Task task : inference.tasks(Phase.INFERENCE)) {
            task.touched().stream()
                    .map(tensor -> Objects.requireNonNull(inference.places().get(tensor)))
                    .filter(place -> place.area() == Place.Area.STATE)
                    .forEach(place -> read.add(place.offset()));
        }
        List<StateTensor> first = new ArrayList<>();
        List<StateTensor> rest = new ArrayList<>();
        long floats = 0;
        for (StateTensor tensor : state) {
            boolean isRead = tensor.kind() != StateTensor.Kind.COUNTER
                    && read.contains(Objects.requireNonNull(offsets.get(tensor.name())));
            (isRead ? first : rest).add(tensor);
            floats += isRead ? Layout.roundUp(tensor.elements()) : 0;
        }
        first.addAll(rest);
        return new StateOrder(first, Math.toIntExact(floats + Lanes.WIDTH), new HashMap<>(offsets));
    }

    /** A session whose tensors lie where they are now. */
    Plan.Session moved(Plan.Session session, Map<String, Integer> now) {
        Map<Integer, Integer> moves = new HashMap<>();
        tensors.stream()
                .filter(tensor -> tensor.kind() != StateTensor.Kind.COUNTER)
                .map(StateTensor::name)
                .forEach(name ->
                        moves.put(Objects.requireNonNull(before.get(name)), Objects.requireNonNull(now.get(name))));
        Map<Tensor, Place> places = new LinkedHashMap<>();
        session.places().forEach((tensor, place) -> places.put(tensor, moved(place, moves)));
        return new Plan.Session(
                session.tasks(), session.layouts(), places, session.fixedFloats(), session.batchedFloats());
    }

    private static Place moved(Place place, Map<Integer, Integer> moves) {
        return switch (place.area()) {
            case STATE, GRADIENTS ->
                new Place(place.area(), place.slot(), Objects.requireNonNull(moves.get(place.offset())));
            case PREPARED, ARENA_FIXED, ARENA_BATCHED, INPUT, OUTPUT, OUTPUT_GRADIENT, INPUT_GRADIENT -> place;
        };
    }
}
