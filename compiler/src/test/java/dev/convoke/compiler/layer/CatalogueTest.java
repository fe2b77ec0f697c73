package dev.convoke.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench.Builder;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.layer.join.Concat;
import dev.convoke.compiler.layer.join.Multiply;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CatalogueTest {
    @TestFactory
    Stream<DynamicTest> factsAreComplete() {
        return Catalogue.LAYERS.stream()
                .map(layer -> DynamicTest.dynamicTest(layer.name(), () -> {
                    assertThat(layer.summary()).endsWith(".").doesNotContain("\n");
                    assertThat(layer.documentation()).isNotBlank().doesNotContain("  \n");
                    assertThat(layer.example()).contains(layer.name(), "net ", "input ", "-> output ");
                    assertThat(layer.arguments()).extracting(Argument::name).doesNotHaveDuplicates();
                    assertThat(layer.arguments()).allSatisfy(argument -> {
                        assertThat(argument.name()).matches("[a-z_]+");
                        assertThat(argument.documentation()).endsWith(".").doesNotContain("\n", "|");
                    });
                    // What must be given stands before what need not be, or it could not be given by position.
                    List<Boolean> optional = layer.arguments().stream()
                            .map(argument -> argument.defaultValue().isPresent())
                            .toList();
                    assertThat(optional).isSorted();
                }));
    }

    @Test
    void findsLayersByName() {
        assertThat(Catalogue.find("Conv")).isPresent();
        assertThat(Catalogue.find("conv")).isEmpty();
        assertThat(Catalogue.nearest("conv")).contains("Conv");
        assertThat(Catalogue.nearest("Conv2d")).contains("Conv");
        assertThat(Catalogue.nearest("MaxPool2d")).contains("MaxPool");
        assertThat(Catalogue.nearest("Transformer")).isEmpty();
    }

    @Test
    void statesAreNamedAndInitialisedAsInPyTorch() {
        List<StateTensor> conv = Bench.layer("Conv", Shape.of(6, 8, 8), "out_channels", 4, "kernel", 5, "groups", 2)
                .state();
        double bound = 1 / Math.sqrt(3 * 25);
        assertThat(conv)
                .containsExactly(
                        StateTensor.uniform("weight", List.of(4, 3, 5, 5), bound),
                        StateTensor.uniform("bias", List.of(4), bound));
        assertThat(Bench.layer("Linear", Shape.of(16), "out_features", 3, "bias", false)
                        .state())
                .containsExactly(StateTensor.uniform("weight", List.of(3, 16), 0.25));
        assertThat(Bench.layer("BatchNorm", Shape.of(7, 2)).state())
                .extracting(StateTensor::name, StateTensor::low, StateTensor::high)
                .containsExactly(
                        tuple("weight", 1.0, 1.0),
                        tuple("bias", 0.0, 0.0),
                        tuple("running_mean", 0.0, 0.0),
                        tuple("running_var", 1.0, 1.0),
                        tuple("num_batches_tracked", 0.0, 0.0));
        assertThat(Bench.layer("BatchNorm", Shape.of(7), "affine", false).state())
                .hasSize(3);
    }

    @Test
    void windowsSayHowFarPositionsSee() {
        Shape image = Shape.of(3, 12, 12);
        assertThat(Bench.layer("Conv", image, "out_channels", 1, "kernel", 4, "padding", "same")
                        .windows())
                .containsExactly(new Window(4, 1, 1, 1), new Window(4, 1, 1, 1));
        assertThat(Bench.layer("MaxPool", image, "kernel", 3).windows())
                .containsExactly(new Window(3, 3, 0, 1), new Window(3, 3, 0, 1));
        assertThat(Bench.layer("AdaptiveAvgPool", image, "output_size", 4).windows())
                .containsExactly(new Window(3, 3, 0, 1), new Window(3, 3, 0, 1));
        assertThat(Bench.layer("GlobalAvgPool", image).windows()).isEmpty();
        assertThat(Bench.layer("Relu", image).windows()).isEmpty();
    }

    @Test
    void joinsFitOrDoNot() {
        Shape map = Shape.of(4, 3, 3);
        assertThat(Add.of(map, map)).isPresent();
        assertThat(Multiply.of(map, Shape.of(4, 1, 1)).orElseThrow().outputShape())
                .isEqualTo(map);
        assertThat(Multiply.of(Shape.of(4, 1, 1), map).orElseThrow().outputShape())
                .isEqualTo(map);
        assertThat(Add.of(map, Shape.of(4, 3, 1))).isEmpty();
        assertThat(Add.of(map, Shape.of(1, 1, 1))).isEmpty();
        assertThat(Add.of(Shape.of(4), Shape.of(5))).isEmpty();
        assertThat(Add.of(map, Shape.of(4))).isEmpty();
        assertThat(Concat.of(List.of(map, Shape.of(2, 3, 3))).orElseThrow().outputShape())
                .isEqualTo(Shape.of(6, 3, 3));
        assertThat(Concat.of(List.of(map, Shape.of(2, 3, 4)))).isEmpty();
    }

    /** ResNet-18 has 11,689,512 parameters and 1.814e9 multiply-accumulates, says torchvision. */
    @Test
    void countsAreTorchvisions() {
        Builder net = new Builder();
        Value x = net.input("image", 3, 224, 224);
        x = net.add("conv1", "Conv", x, "out_channels", 64, "kernel", 7, "stride", 2, "padding", 3, "bias", false);
        x = net.add("relu", "Relu", net.add("bn1", "BatchNorm", x));
        x = net.add("pool", "MaxPool", x, "kernel", 3, "stride", 2, "padding", 1);
        for (int stage = 0; stage < 4; stage++) {
            for (int block = 0; block < 2; block++) {
                x = block(net, "layer" + (stage + 1) + "." + block, x, 64 << stage, stage > 0 && block == 0 ? 2 : 1);
            }
        }
        assertThat(x.shape()).isEqualTo(Shape.of(512, 7, 7));
        x = net.add("flat", "Flatten", net.add("mean", "GlobalAvgPool", x));
        var network = net.build(net.add("fc", "Linear", x, "out_features", 1000));
        assertThat(network.state().stream()
                        .filter(tensor -> tensor.kind() == StateTensor.Kind.PARAMETER)
                        .mapToLong(StateTensor::elements)
                        .sum())
                .isEqualTo(11_689_512);
        assertThat(network.state()).hasSize(122);
        assertThat(network.graph().nodes().stream()
                        .mapToLong(CatalogueTest::multiplyAccumulates)
                        .sum())
                .isEqualTo(1_814_073_344);
    }

    private static long multiplyAccumulates(Node node) {
        return node.operator().multiplyAccumulates(node.inputs());
    }

    private static Value block(Builder net, String name, Value x, int channels, int stride) {
        Value y = conv(net, name + ".conv1", x, channels, 3, stride);
        y = net.add(name + ".relu1", "Relu", net.add(name + ".bn1", "BatchNorm", y));
        y = net.add(name + ".bn2", "BatchNorm", conv(net, name + ".conv2", y, channels, 3, 1));
        Value skip = x;
        if (stride != 1) {
            skip = net.add(
                    name + ".downsample.1", "BatchNorm", conv(net, name + ".downsample.0", x, channels, 1, stride));
        }
        Value sum = net.add(name + ".sum", Add.of(y.shape(), skip.shape()).orElseThrow(), y, skip);
        return net.add(name + ".relu2", "Relu", sum);
    }

    private static Value conv(Builder net, String name, Value x, int channels, int kernel, int stride) {
        return net.add(
                name,
                "Conv",
                x,
                "out_channels",
                channels,
                "kernel",
                kernel,
                "stride",
                stride,
                "padding",
                kernel / 2,
                "bias",
                false);
    }
}
