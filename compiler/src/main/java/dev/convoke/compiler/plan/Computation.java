package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.loop.Definition;
import dev.convoke.compiler.loop.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * One definition on its way to a kernel.
 *
 * @param definition what it computes
 * @param phase when
 * @param label what it is called in tables: {@code conv1 + bn1 + relu}
 * @param origins the stages of the spec that it stands for
 * @param forInputGradients whether nothing but gradients of inputs depends on it
 */
public record Computation(
        Definition definition, Phase phase, String label, List<Origin> origins, boolean forInputGradients) {
    public Computation {
        origins = List.copyOf(origins);
    }

    public Tensor output() {
        return definition.output();
    }

    public Computation with(Definition newDefinition) {
        return new Computation(newDefinition, phase, label, origins, forInputGradients);
    }

    Purpose purpose() {
        return new Purpose(phase, label, origins, forInputGradients);
    }

    /** The stage to name where only one can be. */
    public Optional<Origin> origin() {
        return origins.stream().findFirst();
    }
}
