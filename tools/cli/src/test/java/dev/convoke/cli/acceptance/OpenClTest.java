package dev.convoke.cli.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.convoke.opencl.OpenClDevice;
import dev.convoke.opencl.OpenClException;
import dev.convoke.opencl.OpenClNet;
import dev.convoke.runtime.safetensors.SafetensorsFile;
import dev.convoke.runtime.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The OpenCL target: what it writes compiles and runs, what it predicts is right, and where it cannot run it says so. */
class OpenClTest {
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private Path folder = Path.of("");

    private static OpenClDevice device() {
        try {
            return OpenClDevice.open();
        } catch (OpenClException e) {
            System.out.println("skipped: " + e.getMessage());
            return Assumptions.abort(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"MyCnn, tutorial/src/main/cnn/my_cnn.cnn", "resnet18, zoo/src/main/cnn/resnet18.cnn"})
    void predictEqualsPyTorch(String net, String spec) {
        Path golden = Started.shared("goldens/" + net);
        device().close();
        Path result = folder.resolve("out.safetensors");
        Started.run(
                        "predict",
                        Started.sample(spec),
                        "--weights",
                        golden.resolve("weights.safetensors"),
                        "--input",
                        golden.resolve("inference.safetensors"),
                        "--output",
                        result,
                        "--target",
                        "opencl")
                .succeeded();
        try (SafetensorsFile found = SafetensorsFile.open(result);
                SafetensorsFile truth = SafetensorsFile.open(golden.resolve("inference.safetensors"))) {
            Started.compare(net, found.floats("logits"), truth.floats("logits_from_float64"), TOLERANCE);
        }
    }

    @ParameterizedTest
    @CsvSource({"LeNet5, mnist/src/main/cnn/lenet5.cnn", "VggSmall, zoo/src/main/cnn/vgg_small.cnn"})
    void theGeneratedHostClassRuns(String net, String spec) throws IOException, ReflectiveOperationException {
        Path golden = Started.shared("goldens/" + net);
        Path sources = folder.resolve("sources");
        Started.run("generate", Started.sample(spec), "-o", sources, "--package", "org.example", "--target", "opencl")
                .succeeded();
        Path program = sources.resolve("org/example/" + net + ".cl");
        Path host = sources.resolve("org/example/" + net + "OpenCl.java");
        compile(host);
        try (OpenClDevice device = device();
                OpenClNet loaded = load(net + "OpenCl", device, golden.resolve("weights.safetensors"), program);
                SafetensorsFile truth = SafetensorsFile.open(golden.resolve("inference.safetensors"))) {
            int batch = truth.tensor("image").shape().get(0).intValue();
            float[][] images = {truth.floats("image")};
            float[][] logits = {new float[batch * 10]};
            loaded.predict(images, logits, batch);
            Started.compare(net, logits[0], truth.floats("logits_from_float64"), TOLERANCE);
            // One sample alone takes other kernels, and memory that is there already.
            float[][] first = {new float[10]};
            loaded.predict(new float[][] {Arrays.copyOf(images[0], images[0].length / batch)}, first, 1);
            float[] truths = Arrays.copyOf(truth.floats("logits_from_float64"), 10);
            Started.compare(net + ", one sample", first[0], truths, TOLERANCE);
            assertThatThrownBy(() -> loaded.predict(images, first, batch))
                    .hasMessage("the output logits has %d floats for a batch of %d, not 10", batch * 10, batch);
        }
    }

    private void compile(Path source) {
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-Xlint:all",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        Started.classPath(),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).isZero();
    }

    private OpenClNet load(String name, OpenClDevice device, Path weights, Path program)
            throws IOException, ReflectiveOperationException {
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            Class<?> type = loader.loadClass("org.example." + name);
            // Not a resource yet: the text says what to do.
            assertThatThrownBy(() -> type.getMethod("load", OpenClDevice.class, Path.class)
                            .invoke(null, device, weights))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageContaining("pack it as a resource");
            Files.copy(program, folder.resolve("org/example").resolve(program.getFileName()));
            ((OpenClNet) type.getMethod("load", OpenClDevice.class, Path.class).invoke(null, device, weights)).close();
            return (OpenClNet) type.getMethod("load", OpenClDevice.class, Path.class, Path.class)
                    .invoke(null, device, weights, program);
        }
    }

    @Test
    void benchTimesIt() throws IOException {
        device().close();
        Started run = Started.run(
                        "bench",
                        Started.sample("tutorial/src/main/cnn/simple_cnn.cnn"),
                        "--target",
                        "opencl",
                        "--seconds",
                        "0.1",
                        "--json")
                .succeeded();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/target").asText()).isEqualTo("opencl");
        assertThat(json.at("/device").asText()).isNotEmpty();
        assertThat(json.at("/batch").asInt()).isOne();
        assertThat(json.at("/iterations").asLong()).isPositive();
        assertThat(json.at("/minNanos").asLong())
                .isPositive()
                .isLessThanOrEqualTo(json.at("/medianNanos").asLong());
        assertThat(json.at("/gflops").asDouble())
                .isCloseTo(
                        2.0
                                * json.at("/macs").asLong()
                                / json.at("/medianNanos").asLong(),
                        within(1e-9));
        // What only Java has.
        assertThat(json.has("threads") || json.has("lanes") || json.has("fmaLimitGflops"))
                .isFalse();
    }

    @Test
    void withoutADriverItSaysWhatToInstall() throws IOException {
        device().close();
        Path spec = Files.writeString(
                folder.resolve("tiny.cnn"),
                "net Tiny {\n  input image: [1, 2, 2]\n  image -> Flatten -> fc: Linear(2) -> output logits\n}\n");
        Path weights = folder.resolve("weights.safetensors");
        Path input = folder.resolve("input.safetensors");
        new SafetensorsWriter()
                .floats("fc.weight", List.of(2L, 4L), new float[8], 0)
                .floats("fc.bias", List.of(2L), new float[2], 0)
                .write(weights);
        new SafetensorsWriter()
                .floats("image", List.of(1L, 1L, 2L, 2L), new float[4], 0)
                .write(input);
        Path output = folder.resolve("output.safetensors");
        // The loader looks for drivers there.
        Started without = Started.run(
                Map.of("OCL_ICD_VENDORS", folder.toString()),
                List.of(),
                "predict",
                spec,
                "--weights",
                weights,
                "--input",
                input,
                "--output",
                output,
                "--target",
                "opencl");
        assertThat(without.failedWith("E416").err()).contains("apt-get install pocl-opencl-icd", "--target java");
        assertThat(output).doesNotExist();
    }
}
