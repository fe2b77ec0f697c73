package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.runtime.data.Cifar10;
import dev.convoke.runtime.data.Dataset;
import dev.convoke.runtime.data.Mnist;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code predict} with networks that others have trained: their recorded outputs, and the accuracies that they published. */
class RealModelsTest {
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final int CLASSES = 10;

    @TempDir
    private Path folder = Path.of("");

    /** The recorded files call input and output other names than the specs do. */
    @ParameterizedTest
    @CsvSource({
        "caffe-lenet, caffe_lenet, probabilities, prob",
        "mnist-burn-safetensors, mnist_burn, log_probabilities, output",
        "cifar10-resnet20, cifar_resnet20, logits, output"
    })
    void recordedOutputs(String model, String spec, String output, String recorded) {
        Path golden = Tool.shared("data/real-models/" + model + "/golden.safetensors");
        float[] found = predict(model, spec, golden, output);
        try (SafetensorsFile truth = SafetensorsFile.open(golden)) {
            Compare.largest(model, found, truth.floats(recorded), 2e-5);
        }
    }

    @Test
    void caffeLeNet() {
        // The Caffe example scales bytes by 1/256.
        Dataset mnist = Mnist.test(Tool.shared("data/mnist")).normalised(new float[] {0}, new float[] {256f / 255f});
        assertThat(right("caffe-lenet", "caffe_lenet", mnist, "probabilities")).isEqualTo(9914);
    }

    @Test
    void mnistBurn() {
        Dataset mnist = Mnist.test(Tool.shared("data/mnist")).normalised(new float[] {0.1307f}, new float[] {0.3081f});
        assertThat(right("mnist-burn-safetensors", "mnist_burn", mnist, "log_probabilities"))
                .isEqualTo(9917);
    }

    @Test
    void cifarResNet20() {
        Path file = Tool.shared("data/cifar-10/data_batch_1-first4000.bin.gz");
        Dataset cifar = Cifar10.read(List.of(file)).normalised(MEAN, DEVIATION);
        assertThat(right("cifar10-resnet20", "cifar_resnet20", cifar, "logits")).isEqualTo(3992);
    }

    /** How many samples of a whole data set get their class. */
    private int right(String model, String spec, Dataset data, String output) {
        int elements = data.elements();
        float[] images = new float[data.size() * elements];
        for (int i = 0; i < data.size(); i++) {
            data.copySample(i, images, i * elements);
        }
        Path input = folder.resolve("images.safetensors");
        List<Integer> shape = data.shape();
        new SafetensorsWriter()
                .floats(
                        "image",
                        List.of((long) data.size(), (long) shape.get(0), (long) shape.get(1), (long) shape.get(2)),
                        images,
                        0)
                .write(input);
        float[] scores = predict(model, spec, input, output);
        int right = 0;
        for (int i = 0; i < data.size(); i++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = scores[i * CLASSES + c] > scores[i * CLASSES + best] ? c : best;
            }
            right += best == data.label(i) ? 1 : 0;
        }
        System.out.println(model + ": " + right + " of " + data.size());
        return right;
    }

    private float[] predict(String model, String spec, Path input, String output) {
        Path result = folder.resolve("out.safetensors");
        Path weights = Tool.shared("data/real-models/" + model + "/model.safetensors");
        Tool tool = Tool.run(
                "predict",
                Tool.sample("zoo/src/main/cnn/" + spec + ".cnn"),
                "--weights",
                weights,
                "--input",
                input,
                "--output",
                result,
                "--numerics",
                "exact");
        assertThat(tool.status()).as(tool.err()).isZero();
        try (SafetensorsFile found = SafetensorsFile.open(result)) {
            assertThat(tool.out())
                    .contains(
                            "written to " + result,
                            output + "  " + found.tensor(output).shape());
            return found.floats(output);
        }
    }
}
