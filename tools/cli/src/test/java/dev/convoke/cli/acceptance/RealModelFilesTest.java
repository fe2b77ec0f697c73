package dev.convoke.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code predict} with networks that others have trained, on their own files and on a whole data set. */
class RealModelFilesTest {
    @TempDir
    private Path folder = Path.of("");

    /** The recorded files call input and output other names than the specs do. */
    @ParameterizedTest
    @CsvSource({
        "caffe-lenet, caffe_lenet, probabilities, prob",
        "mnist-burn-safetensors, mnist_burn, log_probabilities, output",
        "cifar10-resnet20, cifar_resnet20, logits, output"
    })
    void recordedFilesAreTakenAsTheyAre(String model, String spec, String output, String recorded) {
        Path golden = Started.shared("data/real-models/" + model + "/golden.safetensors");
        float[] found = predict(model, spec, golden, output);
        try (SafetensorsFile truth = SafetensorsFile.open(golden)) {
            Started.compare(model, found, truth.floats(recorded), 2e-5);
        }
    }

    @Test
    void burnsNetReadsMnist() {
        Dataset mnist = Mnist.test(Started.shared("data/mnist"));
        Dataset normalised = mnist.normalised(new float[] {0.1307f}, new float[] {0.3081f});
        assertThat(right("mnist-burn-safetensors", "mnist_burn", normalised, "log_probabilities"))
                .isEqualTo(9917);
    }

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
            for (int c = 1; c < 10; c++) {
                best = scores[i * 10 + c] > scores[i * 10 + best] ? c : best;
            }
            right += best == data.label(i) ? 1 : 0;
        }
        System.out.println(model + ": " + right + " of " + data.size());
        return right;
    }

    private float[] predict(String model, String spec, Path input, String output) {
        Path result = folder.resolve("out.safetensors");
        Path weights = Started.shared("data/real-models/" + model + "/model.safetensors");
        Started.run(
                        "predict",
                        Started.sample("zoo/src/main/cnn/" + spec + ".cnn"),
                        "--weights",
                        weights,
                        "--input",
                        input,
                        "--output",
                        result,
                        "--numerics",
                        "exact")
                .succeeded();
        try (SafetensorsFile found = SafetensorsFile.open(result)) {
            return found.floats(output);
        }
    }
}
