package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Origin;
import java.util.List;

/**
 * What a computation is there for.
 *
 * @param phase when it runs
 * @param label what it is called in tables: {@code conv1 + bn1 + relu}
 * @param origins the stages of the spec that it stands for
 * @param forInputGradients whether nothing but gradients of inputs depends on it
 */
record Purpose(Phase phase, String label, List<Origin> origins, boolean forInputGradients) {
    Purpose {
        origins = List.copyOf(origins);
    }

    Purpose with(String newLabel) {
        return new Purpose(phase, newLabel, origins, forInputGradients);
    }
}
