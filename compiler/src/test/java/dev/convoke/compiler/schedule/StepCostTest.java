package dev.convoke.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.plan.Phase;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepCostTest {
    private static Network conv(int inputs, int outputs, int kernel, int stride, int size) {
        Builder net = new Builder();
        return net.build(net.add(
                "conv",
                "Conv",
                net.input("image", inputs, size, size),
                "out_channels",
                outputs,
                "kernel",
                kernel,
                "stride",
                stride,
                "padding",
                kernel / 2));
    }

    /** Cycles of the convolution itself, for one sample. */
    private static double cycles(Network network, int width) {
        return Objects.requireNonNull(
                        Scheduler.schedule(BackEnd.plan(network), width).get(Phase.INFERENCE))
                .stream()
                .filter(step -> step.task().label().equals("conv"))
                .mapToDouble(step -> StepCost.cycles(step.kernel().body()))
                .sum();
    }

    /** 32 multiply-adds a cycle is the limit of two units of 16 lanes; such convolutions were measured at 70 to 97 % of it. */
    @ParameterizedTest
    @CsvSource({"64, 64, 1, 1, 28", "64, 256, 1, 1, 14", "64, 128, 3, 2, 28", "32, 64, 3, 2, 56"})
    void convolutionsTakeAboutTheCyclesOfTheirMultiplyAdds(int inputs, int outputs, int kernel, int stride, int size) {
        int positions = (size / stride) * (size / stride);
        double multiplyAdds = (double) inputs * outputs * kernel * kernel * positions;
        assertThat(cycles(conv(inputs, outputs, kernel, stride, size), 16))
                .isBetween(multiplyAdds / 32, 1.7 * multiplyAdds / 32);
    }

    @Test
    void narrowVectorsTakeLonger() {
        Network network = conv(64, 64, 1, 1, 28);
        assertThat(cycles(network, 4)).isBetween(3 * cycles(network, 16), 6 * cycles(network, 16));
    }
}
