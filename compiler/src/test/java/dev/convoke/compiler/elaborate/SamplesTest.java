package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.StateTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples declare the parameters that PyTorch's weights files have, name by name. */
class SamplesTest {
    @ParameterizedTest
    @CsvSource({
        "tutorial/simple_cnn, goldens/SimpleCnn/weights.safetensors",
        "tutorial/my_cnn, goldens/MyCnn/weights.safetensors",
        "mnist/lenet5, goldens/LeNet5/weights.safetensors",
        "zoo/vgg_small, goldens/VggSmall/weights.safetensors",
        "zoo/resnet18, goldens/resnet18/weights.safetensors",
        "zoo/mobilenet_v2, goldens/mobilenet_v2/weights.safetensors",
        "zoo/squeezenet, goldens/squeezenet1_1/weights.safetensors",
        "zoo/caffe_lenet, data/real-models/caffe-lenet/model.safetensors",
        "zoo/mnist_burn, data/real-models/mnist-burn-safetensors/model.safetensors",
        "zoo/cifar_resnet20, data/real-models/cifar10-resnet20/model.safetensors",
    })
    void namesAndShapesAreThoseOfTheWeights(String sample, String weights) throws IOException {
        Network network = Specs.sample(sample);
        Path file = Path.of(System.getenv().getOrDefault("CONVOKE_SHARED", "../../shared"), weights);
        assumeTrue(Files.exists(file), () -> "no " + file + ": names are not compared with PyTorch's");

        Map<String, List<Integer>> declared = new TreeMap<>();
        network.state().forEach(each -> declared.put(each.name(), each.extents()));
        assertThat(declared).isEqualTo(SafetensorsHeader.shapes(file));
    }

    @Test
    void digitsAreClassified() {
        assertThat(Specs.sample("digits/digits").graph().outputs().get(0).extents())
                .containsExactly(10);
    }

    @Test
    void resnet18InNumbers() {
        Network network = Specs.sample("zoo/resnet18");

        assertThat(network.state().stream()
                        .filter(each -> each.kind() == StateTensor.Kind.PARAMETER)
                        .mapToLong(StateTensor::elements)
                        .sum())
                .isEqualTo(11_689_512);
        assertThat(network.graph().nodes().stream()
                        .mapToLong(each -> each.operator().multiplyAccumulates(each.inputs()))
                        .sum())
                .isEqualTo(1_814_073_344);
        assertThat(network.state()).hasSize(122);
    }

    @Test
    void stateIsInTheOrderOfPyTorch() {
        assertThat(Specs.names(Specs.sample("zoo/resnet18")).stream()
                        .filter(each -> each.startsWith("layer2.0") && each.endsWith("weight")))
                .containsExactly(
                        "layer2.0.conv1.weight",
                        "layer2.0.bn1.weight",
                        "layer2.0.conv2.weight",
                        "layer2.0.bn2.weight",
                        "layer2.0.downsample.0.weight",
                        "layer2.0.downsample.1.weight");
        assertThat(Specs.names(Specs.sample("zoo/resnet18")).subList(0, 6))
                .containsExactly(
                        "conv1.weight",
                        "bn1.weight",
                        "bn1.bias",
                        "bn1.running_mean",
                        "bn1.running_var",
                        "bn1.num_batches_tracked");
    }
}
