package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which tensors are made and read in bands. That what is computed stays the same is tested with the schedules. */
class BandsTest {
    private final Builder net = new Builder();

    private Value conv(int size) {
        return net.add("conv", "Conv", net.input("image", 3, size, size), "out_channels", 64, "kernel", 3);
    }

    private static List<String> labels(Plan plan) {
        return plan.inference().tasks(Phase.INFERENCE).stream().map(Task::label).toList();
    }

    /** 111 rows of 7104 floats: a MiB would be 36 of them, a band has half of that at most. */
    @Test
    void aLargeTensorBetweenAConvolutionAndAPoolIsMadeInBands() {
        Plan plan = BackEnd.plan(net.build(net.add("pool", "MaxPool", conv(113), "kernel", 3, "stride", 2)));
        assertThat(labels(plan)).filteredOn("conv"::equals).hasSizeBetween(6, 8);
        assertThat(labels(plan)).filteredOn("pool"::equals).hasSizeBetween(6, 8);
        assertThat(labels(plan)).containsSubsequence("conv", "pool", "conv", "pool");
        assertThat(plan.inference().layouts().values())
                .filteredOn(layout -> layout.tensor().name().startsWith("conv from row"))
                .isNotEmpty()
                .allSatisfy(layout -> assertThat(layout.floats()).isLessThanOrEqualTo(1 << 17));
        // The bands lie in the same memory.
        assertThat(plan.inference().batchedFloats()).isLessThan(64 * 111 * 111);
    }

    @Test
    void aTensorThatACacheHoldsIsMadeAtOnce() {
        Plan plan = BackEnd.plan(net.build(net.add("pool", "MaxPool", conv(57), "kernel", 3, "stride", 2)));
        assertThat(labels(plan)).containsOnlyOnce("conv", "pool");
    }

    /** A window of 31 rows would have most rows computed twice. */
    @Test
    void rowsThatBandsShareMayNotBeMany() {
        Plan plan = BackEnd.plan(net.build(net.add("pool", "MaxPool", conv(113), "kernel", 31, "stride", 1)));
        assertThat(labels(plan)).containsOnlyOnce("conv");
    }

    @Test
    void whatSomethingElseReadsIsMadeAtOnce() {
        Value conv = conv(113);
        Value most = net.add("most", "MaxPool", conv, "kernel", 3, "stride", 2);
        Value mean = net.add("mean", "AvgPool", conv, "kernel", 3, "stride", 2);
        Value sum = net.add("sum", Add.of(most.shape(), mean.shape()).orElseThrow(), most, mean);
        assertThat(labels(BackEnd.plan(net.build(sum)))).containsOnlyOnce("conv");
    }
}
