package dev.convoke.conformance;

import dev.convoke.runtime.generated.Frame;
import dev.convoke.runtime.generated.Phase;
import dev.convoke.runtime.generated.Twin;
import java.util.List;
import java.util.stream.IntStream;

/** Each step by the kernels of another width than the one before, as while a model warms up: what one leaves in memory the next understands. */
record Mixture(List<Twin> twins) implements Twin {
    Mixture {
        twins = List.copyOf(twins);
        for (Phase phase : Phase.values()) {
            for (Twin twin : twins) {
                if (!names(twin, phase).equals(names(twins.get(0), phase))) {
                    throw new AssertionError(phase + ": " + twin.lanes() + " lanes take other steps: "
                            + names(twin, phase) + " and " + names(twins.get(0), phase));
                }
            }
        }
    }

    private static List<String> names(Twin twin, Phase phase) {
        return IntStream.range(0, twin.steps(phase))
                .mapToObj(step -> twin.name(phase, step))
                .toList();
    }

    @Override
    public Twin current(Phase phase, int step) {
        return twins.get((step + phase.ordinal()) % twins.size());
    }

    @Override
    public int lanes() {
        return twins.get(0).lanes();
    }

    @Override
    public int steps(Phase phase) {
        return twins.get(0).steps(phase);
    }

    @Override
    public String name(Phase phase, int step) {
        return twins.get(0).name(phase, step);
    }

    @Override
    public int parts(Phase phase, int step, int batch) {
        return current(phase, step).parts(phase, step, batch);
    }

    @Override
    public void run(Phase phase, int step, Frame frame, int from, int to) {
        current(phase, step).run(phase, step, frame, from, to);
    }
}
