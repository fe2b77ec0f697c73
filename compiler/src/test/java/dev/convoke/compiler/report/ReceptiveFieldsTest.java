package dev.convoke.compiler.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.convoke.compiler.elaborate.Specs;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Bench;
import dev.convoke.compiler.loop.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receptive fields against what the layers really read, found by moving one input position after the other. */
class ReceptiveFieldsTest {
    private static final int LENGTH = 96;

    /** Layers by name: channels in and out stay as they are, or are said. */
    private static final List<String> LAYERS = List.of(
            "Conv(2, 3, padding=1, bias=false)",
            "Conv(2, 4, stride=3, padding=2, bias=false)",
            "Conv(2, 3, dilation=3, padding=3, bias=false)",
            "Conv(2, 1, stride=2, bias=false)",
            "MaxPool(2)",
            "AvgPool(3, stride=2, padding=1)",
            "ConvTranspose(2, 2, stride=2, bias=false)",
            "ConvTranspose(2, 4, stride=2, padding=1, bias=false)",
            "ConvTranspose(2, 5, stride=3, padding=1, output_padding=1, bias=false)",
            "ConvTranspose(2, 3, stride=2, dilation=3, bias=false)",
            "ConvTranspose(2, 3, stride=4, dilation=2, bias=false)",
            "ConvTranspose(2, 1, stride=3, bias=false)",
            "Upsample(scale_factor=2)",
            "Upsample(scale_factor=1.5)",
            "Upsample(scale_factor=2, mode=\"linear\")",
            "Upsample(scale_factor=3, mode=\"linear\")",
            "Upsample(31, mode=\"linear\", align_corners=true)",
            "Upsample(37)",
            "Upsample(37, mode=\"nearest-exact\")",
            "AdaptiveAvgPool(21)",
            "AdaptiveMaxPool(30)",
            "Pad(3)",
            "Slice(start=1, step=2, dim=2)");

    /** One more layer, and what it keeps the channels with. */
    private static String layer(Random random, int number) {
        int choice = random.nextInt(LAYERS.size() + 2);
        return choice == LAYERS.size()
                ? "shuffled" + number + ": Conv(6, 1, bias=false) -> PixelShuffle(3)"
                : choice == LAYERS.size() + 1
                        ? "Upsample(38) -> PixelUnshuffle(2) -> mixed" + number + ": Conv(2, 1, bias=false)"
                        : LAYERS.get(choice).contains("Conv")
                                ? "a" + number + ": " + LAYERS.get(choice)
                                : LAYERS.get(choice);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void randomNets(int seed) {
        Random random = new Random(seed);
        int exact = 0;
        int fractions = 0;
        for (int round = 0; round < 10; round++) {
            StringBuilder body = new StringBuilder("image");
            int layers = 1 + random.nextInt(4);
            for (int i = 0; i < layers; i++) {
                body.append(" -> ").append(layer(random, i));
            }
            String spec = "net Random {\n  input image: [2, " + LENGTH + "]\n  " + body + " -> output y\n}\n";
            Network network = Specs.network(spec);
            exact += check(network, spec);
            fractions += new ReceptiveFields(network.graph())
                                    .strides(network.graph().outputs().get(0))
                                    .get(0)
                                    .elements()
                            > 1
                    ? 1
                    : 0;
        }
        assertThat(exact).as("positions compared far from borders").isGreaterThan(100);
        assertThat(fractions).as("nets of a stride that is no whole number").isPositive();
    }

    @Test
    void pathsOfOneStrideAndOfSeveral() {
        for (String other : List.of(
                "Conv(2, 5, padding=2, bias=false)",
                "Pad(5) -> Crop(%d) -> c: Conv(2, 5, bias=false)".formatted(LENGTH + 4),
                "MaxPool(2) -> c: ConvTranspose(2, 2, stride=2, bias=false)",
                "MaxPool(4) -> Upsample(scale_factor=4, mode=\"linear\")",
                "AdaptiveAvgPool(18) -> Upsample(" + LENGTH + ")",
                "AvgPool(5, stride=4) -> Upsample(" + LENGTH + ", mode=\"linear\")",
                "GlobalAvgPool -> Upsample(" + LENGTH + ")")) {
            String second = other.startsWith("Conv") ? "b: " + other : other;
            String spec = """
                    net Joined {
                      input image: [2, %d]
                      other = image -> %s
                      first = image -> a: Conv(2, 3, padding=1, bias=false)
                      first + other -> z: Conv(2, 3, stride=2, padding=1, bias=false) -> output y
                    }
                    """.formatted(LENGTH, second);
            int exact = check(Specs.network(spec), spec);
            assertThat(exact).as(spec).isGreaterThan(other.startsWith("Global") ? -1 : 10);
        }
    }

    /** Of each result: nothing is read that is not said, and far from the borders what is said is read. */
    private static int check(Network network, String spec) {
        Map<Value, double[]> values = run(network);
        ReceptiveFields fields = new ReceptiveFields(network.graph());
        int exact = 0;
        for (Node node : network.graph().nodes()) {
            Value value = node.output();
            Reach reach = fields.reaches(value).get(0);
            int elements = value.extents().get(1);
            long most = 0;
            for (int position = 0; position < elements; position++) {
                Sight.Span said = reach.at(position);
                Sight.Span read = read(values.get(value), value, position);
                String place = spec + value.name() + " at " + position + " sees " + said + ", reads " + read;
                assertThat(said.and(read)).as(place).isEqualTo(said);
                if (said.first() >= LENGTH / 3 && said.last() < LENGTH * 2 / 3) {
                    assertThat(read).as(place).isEqualTo(said);
                    exact++;
                }
                most = Math.max(most, said.extent());
            }
            assertThat(fields.extents(value)).as(spec + value.name()).containsExactly(most);
        }
        return exact;
    }

    /** The results of as many samples as there are positions: all zeros but for one position of the input. All weights are positive. */
    private static Map<Value, double[]> run(Network network) {
        Map<Value, double[]> values = new HashMap<>();
        Value image = network.graph().inputs().get(0);
        int channels = image.extents().get(0);
        double[] inputs = new double[LENGTH * channels * LENGTH];
        for (int sample = 0; sample < LENGTH; sample++) {
            for (int c = 0; c < channels; c++) {
                inputs[(sample * channels + c) * LENGTH + sample] = 1;
            }
        }
        values.put(image, inputs);
        for (Value state : network.graph().states()) {
            double[] weights = new double[Math.toIntExact(state.tensor().elements())];
            Arrays.fill(weights, 0.5);
            values.put(state, weights);
        }
        Bench.run(network.graph().nodes(), 0, Evaluator.inDouble(LENGTH), values);
        return values;
    }

    private static Sight.Span read(double[] results, Value value, int position) {
        int channels = value.extents().get(0);
        int elements = value.extents().get(1);
        List<Integer> samples = new ArrayList<>();
        for (int sample = 0; sample < LENGTH; sample++) {
            for (int c = 0; c < channels; c++) {
                if (results[(sample * channels + c) * elements + position] != 0) {
                    samples.add(sample);
                }
            }
        }
        return samples.isEmpty() ? Sight.Span.NOTHING : new Sight.Span(samples.get(0), samples.get(samples.size() - 1));
    }

    /** PyTorch's: the largest number of input positions that have a gradient of one output position, along one axis of the same layers. */
    @ParameterizedTest
    @CsvSource({
        "unet, down4.maxpool_conv.1.double_conv.3, 140, 16, 1",
        "unet, up1.up, 140, 8, 1",
        "unet, up1.conv.double_conv.3, 172, 8, 1",
        "unet, up2.up, 172, 4, 1",
        "unet, up2.conv.double_conv.3, 188, 4, 1",
        "unet, up3.conv.double_conv.3, 204, 2, 1",
        "unet, up4.up, 204, 1, 1",
        "unet, up4.conv.double_conv.3, 204, 1, 1",
        "dcgan, main.0, 4, 1, 1",
        "dcgan, main.3, 5, 1, 2",
        "dcgan, main.6, 6, 1, 4",
        "dcgan, main.12, 6, 1, 16",
        "espcn, conv4, 11, 1, 1",
        "espcn, pixelshuffle, 11, 1, 3",
    })
    void enlargingNetsOfTheZoo(String net, String path, long extent, long positions, long elements) {
        Network network = Specs.sample("zoo/" + net);
        ReceptiveFields fields = new ReceptiveFields(network.graph());
        Value value = network.graph().nodes().stream()
                .filter(node -> node.origin().path().equals(path))
                .map(Node::output)
                .findFirst()
                .orElseThrow();
        assertThat(fields.extents(value)).containsExactly(extent, extent);
        assertThat(fields.strides(value))
                .extracting(Stride::positions, Stride::elements)
                .containsOnly(tuple(positions, elements));
    }

    /** Beyond what is described, everything is taken to be seen. */
    @Test
    void whatRepeatsTooSeldomSeesAll() {
        for (String stages : List.of("Upsample(4999)", "Upsample(67) -> Upsample(67 * 71)")) {
            Network network =
                    Specs.network("net Seldom {\n  input signal: [1, 5]\n  signal -> " + stages + " -> output y\n}\n");
            ReceptiveFields fields = new ReceptiveFields(network.graph());
            Value value = network.graph().outputs().get(0);
            assertThat(fields.extents(value)).containsExactly(5L);
            assertThat(fields.strides(value)).containsExactly(new Stride(0, 1));
        }
    }
}
