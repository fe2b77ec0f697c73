package dev.convoke.compiler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.loop.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionAlgorithmsTest {
    private static Network conv(int inputs, int outputs, int size, Object... arguments) {
        Builder net = new Builder();
        Object[] first = {"out_channels", outputs};
        Object[] all = Stream.of(first, arguments).flatMap(Arrays::stream).toArray();
        return net.build(net.add("conv", "Conv", net.input("image", inputs, size, size), all));
    }

    /** Extents of the transformed weights; none if the convolution is direct. */
    private static List<Integer> weights(Network network, Numerics numerics) {
        return BackEnd.plan(network, numerics).inference().layouts().keySet().stream()
                .filter(tensor -> tensor.name().startsWith("conv.weight for "))
                .map(Tensor::extents)
                .findFirst()
                .orElse(List.of());
    }

    @ParameterizedTest
    @CsvSource({"64, 64, 56", "128, 128, 28", "16, 64, 55", "512, 512, 28"})
    void tilesOfFourWhereManyShareTheWeights(int inputs, int outputs, int size) {
        Network network = conv(inputs, outputs, size, "kernel", 3, "padding", 1);
        assertThat(weights(network, Numerics.FAST)).containsExactly(6, 6, outputs, inputs);
        assertThat(weights(network, Numerics.EXACT)).isEmpty();
    }

    /** Four times the weights would have to come from memory. */
    @ParameterizedTest
    @CsvSource({"256, 256, 14", "512, 512, 7"})
    void tilesOfTwoWhereWeightsAreMany(int inputs, int outputs, int size) {
        Network network = conv(inputs, outputs, size, "kernel", 3, "padding", 1);
        assertThat(weights(network, Numerics.FAST)).containsExactly(4, 4, outputs, inputs);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 64, 224, 3, 1, 1, 1",
        "64, 64, 56, 1, 1, 1, 1",
        "64, 64, 56, 3, 2, 1, 1",
        "64, 64, 56, 3, 1, 2, 1",
        "64, 64, 56, 3, 1, 1, 32",
        "64, 64, 56, 7, 1, 1, 1"
    })
    void directWhereThereIsNothingToGain(
            int inputs, int outputs, int size, int kernel, int stride, int dilation, int groups) {
        Network network =
                conv(inputs, outputs, size, "kernel", kernel, "stride", stride, "dilation", dilation, "groups", groups);
        assertThat(weights(network, Numerics.FAST)).isEmpty();
    }
}
