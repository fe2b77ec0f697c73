package dev.convoke.compiler.compare;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the inputs and outputs of nets, as they are declared: {@code u8[3, 224, 224]} takes bytes. */
final class Ports {
    private final Change.Kind added;
    private final Change.Kind removed;
    private final Change.Kind changed;
    private final Change.Kind reordered;

    private Ports(Change.Kind added, Change.Kind removed, Change.Kind changed, Change.Kind reordered) {
        this.added = added;
        this.removed = removed;
        this.changed = changed;
        this.reordered = reordered;
    }

    static List<Change> changes(Network old, Network fresh) {
        var inputs = new Ports(
                Change.Kind.INPUT_ADDED,
                Change.Kind.INPUT_REMOVED,
                Change.Kind.INPUT_CHANGED,
                Change.Kind.INPUTS_REORDERED);
        var outputs = new Ports(
                Change.Kind.OUTPUT_ADDED,
                Change.Kind.OUTPUT_REMOVED,
                Change.Kind.OUTPUT_CHANGED,
                Change.Kind.OUTPUTS_REORDERED);
        List<Change> changes = new ArrayList<>(inputs.compare(inputs(old), inputs(fresh)));
        changes.addAll(outputs.compare(outputs(old), outputs(fresh)));
        return changes;
    }

    private static Map<String, String> inputs(Network network) {
        Map<String, String> types = new LinkedHashMap<>();
        for (Value input : network.graph().inputs()) {
            String element = network.byteInputs().contains(input.name()) ? "u8" : "";
            types.put(input.name(), element + input.extents());
        }
        return types;
    }

    private static Map<String, String> outputs(Network network) {
        Map<String, String> types = new LinkedHashMap<>();
        List<Value> outputs = network.graph().outputs();
        for (int i = 0; i < outputs.size(); i++) {
            types.put(network.outputNames().get(i), outputs.get(i).extents().toString());
        }
        return types;
    }

    private List<Change> compare(Map<String, String> old, Map<String, String> fresh) {
        List<Change> changes = new ArrayList<>();
        old.forEach((name, type) -> {
            if (!fresh.containsKey(name)) {
                changes.add(Change.of(removed, name).before(type));
            } else if (!type.equals(fresh.get(name))) {
                changes.add(Change.of(changed, name).before(type).after(Objects.requireNonNull(fresh.get(name))));
            }
        });
        fresh.forEach((name, type) -> {
            if (!old.containsKey(name)) {
                changes.add(Change.of(added, name).after(type));
            }
        });
        List<String> before = old.keySet().stream().filter(fresh::containsKey).toList();
        List<String> after = fresh.keySet().stream().filter(old::containsKey).toList();
        if (!before.equals(after)) {
            String order = String.join(", ", before);
            changes.add(Change.of(reordered, order).before(order).after(String.join(", ", after)));
        }
        return changes;
    }
}
