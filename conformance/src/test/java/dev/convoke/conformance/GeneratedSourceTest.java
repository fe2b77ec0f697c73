package dev.convoke.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;

/** The text of generated sources, and what javac makes of it. */
class GeneratedSourceTest {
    /** HotSpot compiles no method of 8,000 bytes or more. */
    private static final int MOST_BYTES = 7_999;

    /** Those that their builds compile, and of the zoo's families one each that differs from the others in its layers. */
    private static final Map<String, String> SAMPLES = Map.of(
            "digits/src/main/cnn/digits.cnn", "Digits",
            "mnist/src/main/cnn/lenet5.cnn", "LeNet5",
            "tutorial/src/main/cnn/simple_cnn.cnn", "SimpleCnn",
            "zoo/src/main/cnn/vgg_small.cnn", "VggSmall",
            "zoo/src/main/cnn/resnet18.cnn", "ResNet18",
            "zoo/src/main/cnn/mobilenet_v3.cnn", "MobileNetV3Small",
            "zoo/src/main/cnn/shufflenet_v2.cnn", "ShuffleNetV2_x0_5",
            "zoo/src/main/cnn/m5.cnn", "M5",
            "zoo/src/main/cnn/unet.cnn", "UNet",
            "zoo/src/main/cnn/dcgan.cnn", "DcganGenerator");

    private static List<Network> samples() {
        List<Network> networks = new ArrayList<>();
        new TreeMap<>(SAMPLES)
                .forEach((file, net) ->
                        networks.add(Subject.sample(Path.of("../samples", file), FrontEndOptions.net(net))));
        return networks;
    }

    /** Deep, wide at its joins, and with everything that can be fused. */
    private static Network deep() {
        String body = IntStream.range(0, 120)
                .mapToObj(i ->
                        "  v%d = v%d -> c%d: Conv(%d, 3, padding=1, bias=false) -> b%d: BatchNorm -> LeakyRelu(0.1)%n"
                                .formatted(i + 1, i, i, i % 3 == 2 ? 48 : 32, i))
                .collect(Collectors.joining());
        return Subject.network("net Deep {\n  input v0: [3, 16, 16]\n" + body
                + "  w = v3 + v6 + v9 + v12 -> Relu6 -> Tanh\n"
                + "  concat(v120, v119, w) -> f: Conv(10, 16) -> Flatten -> LogSoftmax -> output y\n}\n");
    }

    @Test
    void methodsAreSmallEnoughForTheJit() throws IOException {
        List<Network> networks = new ArrayList<>(samples());
        networks.add(deep());
        List<Compiled> all = Compiled.all(networks.stream().map(Subject::of).toList());
        for (Compiled net : all) {
            net.classes().forEach((name, bytes) -> {
                Map<String, Integer> sizes = MethodSizes.of(bytes);
                assertThat(sizes).as(name).isNotEmpty();
                sizes.forEach((method, size) ->
                        assertThat(size).as("%s: %s.%s", net, name, method).isLessThanOrEqualTo(MOST_BYTES));
            });
        }
    }

    @Test
    void sourcesAreTheSameEveryTime() throws IOException {
        Path file = Path.of("../samples/zoo/src/main/cnn/cifar_resnet20.cnn");
        List<GeneratedFile> once = BackEnd.java(Subject.network(Files.readString(file)), "p");
        List<GeneratedFile> again = BackEnd.java(Subject.network(Files.readString(file)), "p");
        assertThat(again).isEqualTo(once);
        assertThat(once)
                .allSatisfy(each -> assertThat(each.text())
                        .doesNotContain("\r")
                        .doesNotContainPattern("20[0-9][0-9]-[01][0-9]-[0-3][0-9]")
                        .doesNotContainPattern("[0-2][0-9]:[0-5][0-9]:[0-5][0-9]")
                        .endsWith("}\n"));
    }

    /** What is written into a comment of a spec stands in a comment of the class, whatever it is. */
    @Test
    void textOfSpecsStaysInComments() {
        String hostile =
                "*/ class Evil {} /* \\u002a/ class Evil {} // \u202e $T $L {@code } <script> @see \ud83d\ude00";
        String spec = "/// " + hostile
                + "\nnet Documented {\n  input x: [3]\n  x -> new: Linear(2) -> int: Relu -> output class\n}\n";
        InMemory.Result result = InMemory.compile(
                BackEnd.java(Subject.network(spec), "p"),
                "-proc:none",
                "-nowarn",
                "--add-modules",
                "jdk.incubator.vector");
        assertThat(result.classes().keySet()).isNotEmpty().allMatch(name -> name.startsWith("p.Documented"));
    }

    /** Users compile them with warnings as errors. The vector module itself warns, so that is left to those without it. */
    @Test
    void javacHasNothingToSay() {
        List<GeneratedFile> files = new ArrayList<>();
        List<Network> networks = Subject.networks("nets.cnn");
        for (int i = 0; i < networks.size(); i++) {
            BackEnd.java(networks.get(i), "net" + i).stream()
                    .filter(file -> !file.needsVectorModule())
                    .forEach(files::add);
        }
        List<String> warnings =
                InMemory.compile(files, "-Xlint:all", "-Xlint:-options", "-proc:none").warnings().stream()
                        .filter(each -> each.getKind() != Diagnostic.Kind.NOTE)
                        .map(Object::toString)
                        .toList();
        assertThat(warnings).isEmpty();
    }
}
