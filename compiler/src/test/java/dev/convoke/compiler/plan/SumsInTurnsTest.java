package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which linear layers are computed in parts. That the parts make the sum is tested with generated code. */
class SumsInTurnsTest {
    private final Builder net = new Builder();

    private static List<String> labels(Plan plan) {
        return plan.inference().tasks(Phase.INFERENCE).stream().map(Task::label).toList();
    }

    private Plan plan(int inputs, int outputs, Numerics numerics) {
        Value fc = net.add("fc", "Linear", net.input("x", inputs), "out_features", outputs);
        return BackEnd.plan(net.build(fc), numerics);
    }

    /** 1.2 MB, in five parts: the fewest from four on that are equally long. */
    @Test
    void weightsThatJustDoNotFitAreReadInParts() {
        Plan plan = plan(4605, 64, Numerics.FAST);
        assertThat(labels(plan)).contains("fc (parts)", "fc");
        Task parts = plan.inference().tasks(Phase.INFERENCE).stream()
                .filter(task -> task.label().equals("fc (parts)"))
                .findFirst()
                .orElseThrow();
        assertThat(parts.output().extents()).containsExactly(5, 64);
        assertThat(turning(plan)).containsExactly("fc (parts)");
    }

    private static List<String> turning(Plan plan) {
        return plan.inference().tasks(Phase.INFERENCE).stream()
                .filter(task -> task.match(new Task.Cases<Boolean>() {
                    @Override
                    public Boolean compute(Task.Compute compute) {
                        return SumsInTurns.inTurns(compute.nest());
                    }

                    @Override
                    public Boolean clearHalo(Task.ClearHalo clearHalo) {
                        return false;
                    }
                }))
                .map(Task::label)
                .toList();
    }

    /** 512 KiB. */
    @Test
    void smallWeightsAreReadAtOnce() {
        assertThat(labels(plan(2048, 64, Numerics.FAST))).doesNotContain("fc (parts)");
    }

    /** More than 2 MiB: the next call finds nothing of it. */
    @Test
    void largeWeightsAreReadAtOnce() {
        assertThat(labels(plan(8200, 64, Numerics.FAST))).doesNotContain("fc (parts)");
    }

    @Test
    void exactSumsAreNotCut() {
        assertThat(labels(plan(4605, 64, Numerics.EXACT))).doesNotContain("fc (parts)");
    }

    /** 4,603 is a prime number. */
    @Test
    void sumsThatCannotBeCutEvenlyAreNot() {
        assertThat(labels(plan(4603, 64, Numerics.FAST))).doesNotContain("fc (parts)");
    }
}
