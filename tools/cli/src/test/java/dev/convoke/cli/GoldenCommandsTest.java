package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against recorded results of PyTorch in double precision. */
class GoldenCommandsTest {
    private static final Map<String, String> SPECS = Map.of(
            "SimpleCnn", "tutorial/src/main/cnn/simple_cnn.cnn",
            "MyCnn", "tutorial/src/main/cnn/my_cnn.cnn",
            "LeNet5", "mnist/src/main/cnn/lenet5.cnn",
            "VggSmall", "zoo/src/main/cnn/vgg_small.cnn",
            "resnet18", "zoo/src/main/cnn/resnet18.cnn",
            "mobilenet_v2", "zoo/src/main/cnn/mobilenet_v2.cnn",
            "squeezenet1_1", "zoo/src/main/cnn/squeezenet.cnn");

    /** How PyTorch's optimisers of the recorded runs are asked for. */
    private static final Map<String, List<String>> OPTIMISERS = Map.of(
            "sgd", List.of("--lr", "0.01"),
            "sgd-nesterov-decay", List.of("--lr", "0.005", "--momentum", "0.9", "--nesterov", "--weight-decay", "5e-4"),
            "adam", List.of("--optimizer", "adam", "--lr", "1e-3"),
            "adamw", List.of("--optimizer", "adamw", "--lr", "1e-3", "--weight-decay", "0.05"),
            "rmsprop", List.of("--optimizer", "rmsprop", "--lr", "1e-4", "--momentum", "0.9"));

    @TempDir
    private Path folder = Path.of("");

    private static Path spec(String net) {
        return Tool.sample(SPECS.getOrDefault(net, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "SimpleCnn, exact, 2e-5", "SimpleCnn, fast, 2e-4", "MyCnn, exact, 2e-5", "LeNet5, exact, 2e-5",
        "VggSmall, exact, 2e-5", "VggSmall, fast, 2e-4", "resnet18, exact, 2e-5", "resnet18, fast, 2e-4",
        "mobilenet_v2, exact, 2e-5", "mobilenet_v2, fast, 2e-4", "squeezenet1_1, exact, 2e-5",
                "squeezenet1_1, fast, 2e-4"
    })
    void predictEqualsPyTorch(String net, String numerics, double tolerance) {
        Path golden = Tool.shared("goldens/" + net);
        Path result = folder.resolve("out.safetensors");
        Tool.run(
                        "predict",
                        spec(net),
                        "--weights",
                        golden.resolve("weights.safetensors"),
                        "--input",
                        golden.resolve("inference.safetensors"),
                        "--output",
                        result,
                        "--numerics",
                        numerics,
                        "--json")
                .json();
        compareLogits(result, golden, tolerance);
    }

    private static void compareLogits(Path result, Path golden, double tolerance) {
        try (SafetensorsFile found = SafetensorsFile.open(result);
                SafetensorsFile truth = SafetensorsFile.open(golden.resolve("inference.safetensors"))) {
            assertThat(found.tensor("logits").shape())
                    .isEqualTo(truth.tensor("logits").shape());
            Compare.largest("logits", found.floats("logits"), truth.floats("logits_from_float64"), tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SimpleCnn", "MyCnn", "LeNet5", "VggSmall"})
    void gradientsEqualPyTorch(String net) {
        Path golden = Tool.shared("goldens/" + net);
        Path truths = golden.resolve("gradients.safetensors");
        Path result = folder.resolve("gradients.safetensors");
        JsonNode document = Tool.run(
                        "gradients",
                        spec(net),
                        "--weights",
                        golden.resolve("weights.safetensors"),
                        "--input",
                        truths,
                        "--output",
                        result,
                        "--json")
                .json();
        try (SafetensorsFile found = SafetensorsFile.open(result);
                SafetensorsFile truth = SafetensorsFile.open(truths)) {
            double loss = truth.floats("loss")[0];
            assertThat(document.get("loss").asDouble()).isCloseTo(loss, within(1e-4 * loss));
            List<String> names = truth.tensors().keySet().stream()
                    .filter(name -> name.startsWith("grad.") || name.startsWith("after."))
                    .toList();
            assertThat(found.tensors().keySet()).containsAll(names);
            names.forEach(name -> Compare.norm(name, found.floats(name), truth.floats(name), 1e-4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "LeNet5, sgd", "LeNet5, sgd-nesterov-decay", "LeNet5, adam", "LeNet5, adamw", "LeNet5, rmsprop",
        "MyCnn, sgd", "MyCnn, sgd-nesterov-decay", "MyCnn, adam", "MyCnn, adamw", "MyCnn, rmsprop"
    })
    void trainingFollowsPyTorch(String net, String optimiser) {
        Path golden = Tool.shared("goldens/" + net);
        Path run = golden.resolve("training-" + optimiser + ".safetensors");
        Path result = folder.resolve("trained.safetensors");
        var arguments = new java.util.ArrayList<Object>(List.of(
                "train",
                spec(net),
                "--weights",
                golden.resolve("weights.safetensors"),
                "--data",
                "tensors:" + run,
                "--epochs",
                "1",
                "--batch",
                "8",
                "--log-steps",
                "--output",
                result,
                "--json"));
        arguments.addAll(OPTIMISERS.getOrDefault(optimiser, List.of()));
        JsonNode steps = Tool.run(arguments.toArray()).json().get("steps");
        try (SafetensorsFile found = SafetensorsFile.open(result);
                SafetensorsFile truth = SafetensorsFile.open(run)) {
            float[] losses = truth.floats("losses");
            assertThat(steps).hasSize(losses.length);
            for (int i = 0; i < losses.length; i++) {
                assertThat(steps.get(i).asDouble()).as("step %d", i).isCloseTo(losses[i], within(1e-4 * losses[i]));
            }
            found.tensors().keySet().stream()
                    .filter(name -> truth.tensors().containsKey("final." + name))
                    .forEach(name -> Compare.norm(name, found.floats(name), truth.floats("final." + name), 1e-4));
        }
    }

    @Test
    void summaryOfResNet18IsPyTorchs() {
        JsonNode summary = Tool.run("summary", spec("resnet18"), "--json").json();
        assertThat(summary.get("parameters").asLong()).isEqualTo(11_689_512);
        assertThat(summary.get("macs").asDouble() / 1e9).isCloseTo(1.814, within(0.0005));
        assertThat(summary.get("tensors")).hasSize(122);
        try (SafetensorsFile weights = SafetensorsFile.open(Tool.shared("goldens/resnet18/weights.safetensors"))) {
            weights.tensors().forEach((name, tensor) -> {
                assertThat(summary.get("tensors").has(name)).as(name).isTrue();
                List<Long> shape = new java.util.ArrayList<>();
                summary.get("tensors").get(name).forEach(extent -> shape.add(extent.asLong()));
                assertThat(shape).as(name).isEqualTo(tensor.shape());
            });
        }
    }
}
