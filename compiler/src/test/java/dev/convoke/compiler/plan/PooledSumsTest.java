package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.loop.Expression;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pools take the sums of a convolution before they are stored. That what is computed stays the same is tested with the schedules. */
class PooledSumsTest {
    private final Builder net = new Builder();

    private Value conv(int channels, int size) {
        Value image = net.input("image", 3, size, size);
        return net.add("conv", "Conv", image, "out_channels", channels, "kernel", 3, "padding", 1);
    }

    private static List<String> labels(Plan plan) {
        return plan.inference().tasks(Phase.INFERENCE).stream()
                .map(Task::label)
                .filter(label -> label.contains("conv") || label.contains("pool"))
                .filter(label -> !label.startsWith("unpack") && !label.startsWith("halo"))
                .toList();
    }

    /**
     * 17 positions are 8 whole windows; of 5 windows no whole number makes a tile of 8 sums, but with two blocks of channels; 25 sums leave no room for
     * others; windows that overlap, that reach over an end, or between which something lies share or lack sums.
     */
    @ParameterizedTest
    @CsvSource({
        "32, 16, 2, 2, 0, true", "32, 17, 2, 2, 0, true", "16, 10, 2, 2, 0, false", "32, 10, 2, 2, 0, true",
        "32, 15, 3, 3, 0, true", "32, 15, 5, 5, 0, false", "32, 15, 3, 2, 0, false", "32, 15, 2, 3, 0, false",
        "32, 16, 2, 2, 1, false", "6, 32, 2, 2, 0, true", "5, 32, 2, 2, 0, false"
    })
    void windowsSideBySideTakeTheSumsOfATile(
            int channels, int size, int window, int stride, int padding, boolean together) {
        Value relu = net.add("relu", "Relu", conv(channels, size));
        Value pool = net.add("pool", "MaxPool", relu, "kernel", window, "stride", stride, "padding", padding);
        Plan plan = BackEnd.plan(net.build(net.add("next", "Conv", pool, "out_channels", 16, "kernel", 2)));
        if (together) {
            assertThat(labels(plan)).containsExactly("conv + relu + pool");
        } else {
            assertThat(labels(plan)).containsExactly("conv + relu", "pool");
        }
    }

    /** Tiles of 4 or 2 results are made of whole windows of 2, not of 3. */
    @ParameterizedTest
    @CsvSource({"2, true", "3, false"})
    void windowsTakeTheResultsOfTransforms(int window, boolean together) {
        Value image = net.input("image", 64, 24, 24);
        Value conv = net.add("conv", "Conv", image, "out_channels", 64, "kernel", 3, "padding", 1);
        Plan plan = BackEnd.plan(net.build(net.add("pool", "MaxPool", conv, "kernel", window)));
        assertThat(labels(plan)).contains("conv (products)");
        assertThat(labels(plan).contains("conv + pool")).isEqualTo(together);
    }

    @Test
    void activationsThatGrowAreAppliedToTheLargestSum() {
        Value act = net.add("act", "Relu6", conv(32, 16));
        Plan plan = BackEnd.plan(net.build(net.add("pool", "MaxPool", act, "kernel", 2)));
        assertThat(plan.inference().tasks(Phase.INFERENCE))
                .filteredOn(Task.Compute.class::isInstance)
                .map(task -> ((Task.Compute) task).nest().value())
                .filteredOn(value -> PooledSums.window(value) == 4)
                .singleElement()
                .isInstanceOf(Expression.Binary.class);
    }

    @Test
    void theMeanOfProductsStaysApart() {
        Value act = net.add("act", "Silu", conv(32, 16));
        Plan plan = BackEnd.plan(net.build(net.add("pool", "AvgPool", act, "kernel", 2)));
        assertThat(labels(plan)).containsExactly("conv + act", "pool");
    }

    @Test
    void whatSomethingElseReadsIsStored() {
        Value conv = conv(32, 16);
        Value most = net.add("pool", "MaxPool", conv, "kernel", 2);
        Value mean = net.add("mean", "AvgPool", conv, "kernel", 2);
        Value sum = net.add("sum", Add.of(most.shape(), mean.shape()).orElseThrow(), most, mean);
        assertThat(labels(BackEnd.plan(net.build(sum)))).contains("conv", "pool");
    }

    /** The way back needs the convolution's result. */
    @Test
    void trainingStoresWhatItNeeds() {
        Plan plan = BackEnd.plan(net.build(net.add("pool", "MaxPool", conv(32, 16), "kernel", 2)));
        assertThat(plan.training().tasks(Phase.FORWARD)).extracting(Task::label).contains("conv", "pool");
    }
}
