package dev.convoke.compiler.compare;

import dev.convoke.compiler.graph.Graph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what nets compute, as far as their weights do not show it: activations, pools, strides, joins. */
final class Computation {
    private final Weights weights;
    private final Set<String> touched;

    Computation(Weights weights) {
        this.weights = weights;
        this.touched = new HashSet<>(weights.touched());
    }

    /**
     * A layer or join.
     *
     * @param path as the new net has it
     * @param text the stage with its values
     */
    private record Layer(String path, String text) {
        /** Where it stands: its own name may be that of what it is. */
        private String parent() {
            return Rename.layer(path);
        }
    }

    /** The same change in several places. */
    private record Pair(Change.Kind kind, Optional<String> before, Optional<String> after) {}

    List<Change> changes(Graph old, Graph fresh) {
        List<Layer> before = new ArrayList<>();
        old.nodes()
                .forEach(each -> before.add(new Layer(
                        weights.now(each.origin().path()), each.origin().text())));
        List<Layer> after = new ArrayList<>();
        fresh.nodes()
                .forEach(each ->
                        after.add(new Layer(each.origin().path(), each.origin().text())));
        List<Layer> removed = without(before, after);
        List<Layer> added = without(after, before);
        Map<Pair, List<String>> changes = new LinkedHashMap<>();
        for (Layer layer : removed) {
            Optional<Layer> now = added.stream()
                    .filter(each -> each.path().equals(layer.path()))
                    .findFirst()
                    .or(() -> added.stream()
                            .filter(each ->
                                    each.parent().equals(layer.parent()) && !hasWeights(each) && !hasWeights(layer))
                            .findFirst());
            now.ifPresent(added::remove);
            var kind = now.isPresent() ? Change.Kind.LAYERS_CHANGED : Change.Kind.LAYERS_REMOVED;
            note(changes, new Pair(kind, Optional.of(layer.text()), now.map(Layer::text)), layer);
        }
        for (Layer layer : added) {
            note(changes, new Pair(Change.Kind.LAYERS_ADDED, Optional.empty(), Optional.of(layer.text())), layer);
        }
        List<Change> all = new ArrayList<>();
        changes.forEach((pair, paths) -> all.add(
                new Change(pair.kind(), paths.get(0), Optional.empty(), pair.before(), pair.after(), paths.size())));
        if (removed.isEmpty() && added.isEmpty() && !before.equals(after)) {
            all.add(Change.of(Change.Kind.LAYERS_REORDERED, ""));
        }
        return all;
    }

    /** Layers whose weights are other ones are not said a second time. */
    private void note(Map<Pair, List<String>> changes, Pair pair, Layer layer) {
        if (!hasWeights(layer)) {
            changes.computeIfAbsent(pair, key -> new ArrayList<>()).add(layer.path());
        }
    }

    private boolean hasWeights(Layer layer) {
        return touched.contains(layer.path());
    }

    /** The layers of one net that another has not, or not as often. */
    private static List<Layer> without(List<Layer> layers, List<Layer> others) {
        Map<Layer, Integer> left = new LinkedHashMap<>();
        others.forEach(each -> left.merge(each, 1, Integer::sum));
        List<Layer> without = new ArrayList<>();
        for (Layer layer : layers) {
            if (left.merge(layer, -1, Integer::sum) < 0) {
                without.add(layer);
            }
        }
        return without;
    }
}
