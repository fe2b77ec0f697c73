package dev.convoke.compiler.compare;

import dev.convoke.compiler.graph.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * What is different between two nets.
 *
 * @param compatible whether weights of the old net load into the new one: all names and shapes are the same
 * @param changes inputs, outputs, weights, computation
 */
public record Comparison(boolean compatible, List<Change> changes) {
    public Comparison {
        changes = List.copyOf(changes);
    }

    public static Comparison of(Network old, Network fresh) {
        List<Change> changes = new ArrayList<>(Ports.changes(old, fresh));
        Weights weights = Weights.of(old.state(), fresh.state());
        changes.addAll(weights.changes());
        changes.addAll(new Computation(weights).changes(old.graph(), fresh.graph()));
        boolean compatible = changes.stream().noneMatch(each -> each.kind().topic() == Change.Topic.WEIGHTS);
        return new Comparison(compatible, changes);
    }
}
