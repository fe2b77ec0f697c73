package dev.convoke.compiler.elaborate;

import java.util.ArrayList;
import java.util.List;

/**
 * The order of a {@code state_dict}: stage after stage, but what belongs to a block itself comes before what its stages have,
 * as PyTorch lists a module's own parameters before its children's.
 */
final class StateOrder {
    private final List<Entry> entries = new ArrayList<>();

    /** @param parent the path of the block that a tensor belongs to, with the dot; of a stage's tensor the whole name */
    private record Entry(String name, String parent) {}

    /**
     * Adds a tensor.
     *
     * @param own whether it belongs to the block around the stage
     */
    void add(String name, boolean own) {
        String parent = own ? name.substring(0, name.lastIndexOf('.') + 1) : name;
        int at = entries.size();
        if (own) {
            while (at > 0 && isOfStage(entries.get(at - 1), parent)) {
                at--;
            }
        }
        entries.add(at, new Entry(name, parent));
    }

    private static boolean isOfStage(Entry entry, String parent) {
        return entry.name.startsWith(parent) && !entry.parent.equals(parent);
    }

    List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }
}
