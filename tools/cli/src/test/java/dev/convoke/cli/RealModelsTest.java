package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.graph.Network;
import dev.convoke.runtime.Model;
import dev.convoke.runtime.Parameters;
import dev.convoke.runtime.data.Cifar10;
import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.data.Mnist;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.training.CrossEntropy;
import dev.convoke.runtime.training.Evaluation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks that others have trained reach the accuracies that they published, and give their outputs. */
class RealModelsTest {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    private static Model load(String spec, Path weights) {
        Network network = FrontEnd.check(
                        new SpecFiles().read(Tool.sample("zoo/src/main/cnn/" + spec)), FrontEndOptions.last())
                .network()
                .orElseThrow();
        CompiledNet net = CompiledNet.of(network, false);
        return net.model(Parameters.load(net.description(), weights), 2);
    }

    private static void check(String spec, String name, String output, Dataset data, double accuracy) {
        Path folder = Tool.shared("data/real-models/" + name);
        try (Model net = load(spec, folder.resolve("model.safetensors"));
                SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"))) {
            float[] truth = golden.floats(output);
            float[] found = new float[truth.length];
            net.predict(
                    golden.floats("input"),
                    found,
                    golden.tensor("input").shape().get(0).intValue());
            Compare.largest(name, found, truth, 2e-5);
            double share = Evaluation.of(net.description(), net::predict, data, CrossEntropy.mean())
                    .accuracy()
                    .orElseThrow();
            assertThat(Math.round(share * 10_000)).as(name).isEqualTo(Math.round(accuracy * 10_000));
        }
    }

    @Test
    void caffeLeNet() {
        Dataset mnist = Mnist.test(Tool.shared("data/mnist"));
        // The Caffe example scales bytes by 1/256.
        Dataset scaled = mnist.normalised(new float[] {0}, new float[] {256f / 255f});
        check("caffe_lenet.cnn", "caffe-lenet", "prob", scaled, 0.9914);
    }

    @Test
    void mnistBurn() {
        Dataset mnist = Mnist.test(Tool.shared("data/mnist"));
        Dataset normalised = mnist.normalised(new float[] {0.1307f}, new float[] {0.3081f});
        check("mnist_burn.cnn", "mnist-burn-safetensors", "output", normalised, 0.9917);
    }

    @Test
    void cifarResNet20() {
        Path file = Tool.shared("data/cifar-10/data_batch_1-first4000.bin.gz");
        Dataset cifar = Cifar10.read(List.of(file)).normalised(MEAN, DEVIATION);
        check("cifar_resnet20.cnn", "cifar10-resnet20", "output", cifar, 0.998);
    }
}
