package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.loop.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One kernel call of a program, before its loops are scheduled. */
public sealed interface Task {
    Phase phase();

    /** What it is called in tables: {@code conv1 + bn1 + relu}. */
    String label();

    /** The stages of the spec that it stands for. */
    List<Origin> origins();

    /** Whether nothing but gradients of inputs depends on it. */
    boolean forInputGradients();

    /** The tensor it writes. */
    Tensor output();

    /** What it reads and writes. */
    Set<Tensor> touched();

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R compute(Compute compute);

        R clearHalo(ClearHalo clearHalo);
    }

    /** Computes the elements of a tensor. */
    record Compute(Phase phase, String label, List<Origin> origins, boolean forInputGradients, Nest nest)
            implements Task {
        @Override
        public Tensor output() {
            return nest.output();
        }

        @Override
        public Set<Tensor> touched() {
            Set<Tensor> tensors = new LinkedHashSet<>(Accesses.tensors(nest.value()));
            tensors.add(nest.output());
            return tensors;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compute(this);
        }
    }

    /** Fills the halo of a tensor with zeros. */
    record ClearHalo(Phase phase, String label, List<Origin> origins, boolean forInputGradients, Tensor output)
            implements Task {
        @Override
        public Set<Tensor> touched() {
            return Set.of(output);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.clearHalo(this);
        }
    }
}
