package dev.convoke.compiler;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.report.Summaries;
import dev.convoke.compiler.report.Summary;

/** What a plan says of the memory that its network takes. */
public record PlannedMemory(Plan plan) implements Summaries.MemoryEstimate {
    private static final long BYTES_OF_A_FLOAT = 4;

    /** The summary of a plan's network. */
    public static Summary summary(Plan plan) {
        return Summaries.of(plan.network(), new PlannedMemory(plan));
    }

    @Override
    public long inference(Network network) {
        return BYTES_OF_A_FLOAT
                * (plan.inference().fixedFloats() + plan.inference().batchedFloats());
    }

    @Override
    public long trainingPerSample(Network network) {
        return BYTES_OF_A_FLOAT * plan.training().batchedFloats();
    }
}
