package dev.convoke.compiler.elaborate;

import static dev.convoke.compiler.elaborate.Specs.net;
import static dev.convoke.compiler.elaborate.Specs.network;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the constructs of the language mean. */
class LanguageTest {
    @Test
    void arithmeticIsExact() {
        assertThat(extents("fc: Linear(ceil(5 * 1.4))")).containsExactly(7);
        assertThat(extents("fc: Linear(7 / 2 * 2)")).containsExactly(7);
        assertThat(extents("fc: Linear(1 + 2 * 3 - 8 / 4)")).containsExactly(5);
        assertThat(extents("fc: Linear(-3 + 10)")).containsExactly(7);
        assertThat(extents("fc: Linear(max(3, 9, 4) - min(2, 5) + abs(-1))")).containsExactly(8);
        assertThat(extents("fc: Linear(sqrt(49) * log2(8) + floor(2.5) + round(2.5))"))
                .containsExactly(25);
    }

    @Test
    void functionsAndConstants() {
        String[] declarations = {
            "const WIDTH = 8 * SCALE",
            "const SCALE = 2",
            "fn nearest(v, by) = max(by, floor((v + by / 2) / by) * by)",
            "fn divisible(v, by = 8) = if nearest(v, by) < 0.9 * v then nearest(v, by) + by else nearest(v, by)"
        };
        assertThat(extents("fc: Linear(WIDTH)", declarations)).containsExactly(16);
        assertThat(extents("fc: Linear(divisible(32 * 1.4))", declarations)).containsExactly(48);
        assertThat(extents("fc: Linear(divisible(by=4, v=18))", declarations)).containsExactly(20);
    }

    @Test
    void elementsAndPartsOfLists() {
        String[] lists = {"const WIDTHS = [24, 48, 96]", "const STAGES = [(1, [16, 8]), (2, [4])]"};
        assertThat(extents("fc: Linear(WIDTHS[1] + WIDTHS[-1])", lists)).containsExactly(144);
        assertThat(extents("fc: Linear(STAGES[0][1][1])", lists)).containsExactly(8);
        assertThat(extents("fc: Linear(len(WIDTHS) + sum(WIDTHS[0..2]) + len(WIDTHS[3..3]))", lists))
                .containsExactly(75);
        assertThat(extents("fc: Linear(max(WIDTHS) - min(WIDTHS) + image.shape[1])", lists))
                .containsExactly(104);
    }

    @Test
    void listsOfOtherLists() {
        assertThat(extents("fc: Linear(sum([2 * v for v in [1, 2, 3] if v != 2]))"))
                .containsExactly(8);
        assertThat(extents("fc: Linear(sum([a * b for (a, b) in zip([1, 2], (3, 4))]) + len([i for i in 0..5]))"))
                .containsExactly(16);
        assertThat(extents("fc: Linear(sum([sum([i * j for j in 0..3]) for i in 0..4]))"))
                .containsExactly(18);
    }

    /** RegNet X 400MF as its paper has it: widths grow linearly, are rounded to powers of 2.54 and to multiples of 8. */
    @Test
    void widthsOfRegNet() {
        Network net = net(
                "widths = [width(i) for i in 0..22]\n"
                        + "starts = [i for i in 0..22 if i == 0 or widths[i] != widths[i - (if i == 0 then 0 else 1)]]\n"
                        + "image -> for s in starts { conv{s}: Conv(widths[s], 1) } -> output y",
                "fn width(i) = round(24 * pow(2.54, power(i)) / 8) * 8",
                "fn power(i) = round(log2((24 + 24.48 * i) / 24) / log2(2.54))");
        assertThat(Specs.names(net))
                .contains("conv0.weight", "conv1.weight", "conv3.weight", "conv10.weight")
                .hasSize(8);
        assertThat(net.graph().nodes())
                .extracting(node -> node.output().extents().get(0))
                .containsExactly(24, 64, 152, 392);
    }

    @Test
    void powersAreExactWhereTheyFit() {
        assertThat(extents("fc: Linear(pow(2, 10) + pow(1.5, 2) * 4 + pow(4, -1) * 4 + pow(4, 0.5) + pow(-1, 3))"))
                .containsExactly(1024 + 9 + 1 + 2 - 1);
        assertThat(extents("fc: Linear(round(pow(1.0123456789, 9) * 1000))")).containsExactly(1117);
    }

    @Test
    void netsMadeOfOtherNets() {
        String text = """
                /// Any number of layers.
                net Plain(layers, width = WIDTH, classes = 10) {
                  input image: [1, 8, 8]
                  image -> for i in 0..len(layers) { conv{i}: Conv(layers[i] * width, 3, padding=1) }
                        -> Flatten -> fc: Linear(classes) -> output logits
                }
                const WIDTH = 2
                /// Three of them.
                net Three = Plain([1, 2, COUNT])
                net Wide = Three(width=COUNT + 1, classes=7)
                const COUNT = 3
                """;
        Network three = network(text, FrontEndOptions.net("Three"));
        Network wide = network(text);

        assertThat(three.name()).isEqualTo("Three");
        assertThat(three.documentation()).isEqualTo("Three of them.");
        assertThat(wide.documentation()).isEqualTo("Any number of layers.");
        assertThat(three.graph().nodes().get(2).output().extents()).containsExactly(6, 8, 8);
        assertThat(wide.graph().nodes().get(2).output().extents()).containsExactly(12, 8, 8);
        assertThat(wide.graph().outputs().get(0).extents()).containsExactly(7);
        assertThat(Specs.names(wide)).isEqualTo(Specs.names(three));

        Network set = network(
                text,
                FrontEndOptions.net("Wide").with(new Settings(Map.of("classes", "5", "layers", "[1, 1]"), Map.of())));
        assertThat(set.graph().outputs().get(0).extents()).containsExactly(5);
        assertThat(Specs.names(set))
                .containsExactly("conv0.weight", "conv0.bias", "conv1.weight", "conv1.bias", "fc.weight", "fc.bias");
    }

    @Test
    void conditionsAreEvaluatedFromTheLeft() {
        assertThat(extents("fc: Linear(if false and 1 / 0 == 1 then 1 else 2)")).containsExactly(2);
        assertThat(extents("fc: Linear(if true or 1 / 0 == 1 then 1 else 2)")).containsExactly(1);
        assertThat(extents("fc: Linear(if not (1 != 1) then 1 else 2)")).containsExactly(1);
        assertThat(extents("fc: Linear(if 0.5 == 1 / 2 and \"same\" != 1 then 1 else 2)"))
                .containsExactly(1);
        assertThat(extents("fc: Linear(if image.shape == [3, 32, 32] then 1 else 2)"))
                .containsExactly(1);
    }

    @Test
    void joinsAreShownAsTheyStandInTheSpec() {
        Network net = net("y = (image + image) * (image -  image) + (image) -> Relu -> output z");
        assertThat(net.graph().nodes())
                .extracting(node -> node.origin().text())
                .containsExactly(
                        "image + image",
                        "image - image",
                        "(image + image) * (image - image)",
                        "(image + image) * (image - image) + (image)",
                        "Relu");
    }

    @Test
    void loopsOverRangesListsAndTuples() {
        Network net = net(
                "image -> for (c, k, _) in [(4, 3, 9), (8, 5, 9)] { conv{c}: Conv(c, k) -> for i in 0..c / 4 { Relu } } -> output y");
        assertThat(net.graph().nodes())
                .extracting(node -> node.operator().kind())
                .containsExactly("Conv", "Relu", "Conv", "Relu", "Relu");
        assertThat(net("image -> for i in 3..3 { Relu } -> for i in 5..3 { Relu } -> Tanh -> output y")
                        .graph()
                        .nodes())
                .hasSize(1);
    }

    @Test
    void namesWithinBraces() {
        Network net =
                net("image -> for i in 1..3 { w = 4 * i  require w < 9, \"{w}\"  conv{i}: Conv(w, 3) } -> output y");
        assertThat(net.graph().outputs().get(0).extents()).containsExactly(8, 28, 28);
        assertThat(Specs.names(net)).contains("conv2.weight");
    }

    @Test
    void residualBlocksProjectWhereTheShapeChanges() {
        Network net = net("image -> a: Block(3) -> b: Block(8, 2) -> output y", """
                block Block(c, stride = 1) {
                  y = x -> conv: Conv(c, 3, stride=stride, padding=1)
                  skip = if stride != 1 or x.c != c then x -> project: Conv(c, 1, stride=stride) else x
                  return y + skip -> Relu
                }
                """);
        assertThat(Specs.names(net)).contains("b.project.weight").doesNotContain("a.project.weight");
        assertThat(net.graph().outputs().get(0).extents()).containsExactly(8, 16, 16);
    }

    @Test
    void gatesAreRepeatedOverThePositions() {
        Network net =
                net("gate = image -> GlobalAvgPool -> Sigmoid\nimage * gate -> output a\ngate * image -> output b");
        assertThat(net.graph().outputs()).allMatch(each -> each.extents().equals(List.of(3, 32, 32)));
    }

    @Test
    void largestAndMeanOfStreams() {
        Network net =
                net("a = image -> Relu\nb = image -> Tanh\nmaximum(a, b, image) -> output y\nmean(a, b) -> output z");
        assertThat(net.graph().nodes())
                .extracting(node -> node.operator().kind() + node.inputs().size())
                .containsExactly("Relu1", "Tanh1", "maximum3", "mean2");
    }

    @Test
    void inputsOfBytes() {
        Network net = network(
                "net Bytes { input image: u8[3, 4, 4]  input scale: [3, 1, 1]  image * scale -> Normalize(0.5, 0.5) -> output y }");
        assertThat(net.byteInputs()).containsExactly("image");
        assertThat(net.graph().inputs()).extracting(Value::extents).containsExactly(List.of(3, 4, 4), List.of(3, 1, 1));
    }

    @Test
    void blocksOfSeveralStreams() {
        Network net = net(
                "down = image -> conv1: Conv(8, 3, padding=1)\nup = down -> up: Join(image, 4)\nup -> output y",
                "block Join(skip: stream, c, k = 1) { return concat(x, skip) -> conv: Conv(c, k) }");
        assertThat(net.graph().outputs().get(0).extents()).containsExactly(4, 32, 32);
        assertThat(net.graph().nodes().get(1).output().extents()).containsExactly(11, 32, 32);
    }

    @Test
    void severalInputsAndOutputs() {
        Network net = network("""
                /// Two heads.
                net Heads {
                  input left: [1, 8, 8]
                  input right: [1, 8, 8]
                  both = concat(left, right) -> conv: Conv(4, 3) -> output features
                  both -> Flatten -> fc: Linear(2) -> output logits -> Softmax -> output probabilities
                }
                """);
        assertThat(net.outputNames()).containsExactly("features", "logits", "probabilities");
        assertThat(net.graph().inputs()).extracting(each -> each.name()).containsExactly("left", "right");
        assertThat(net.documentation()).isEqualTo("Two heads.");
    }

    @Test
    void originsShowTheValuesOfArguments() {
        Network net = net(
                "image -> b: B(2) -> output y",
                "block B(n, k = 3) { return x -> conv: Conv(4 * n, k, padding=(k - 1) / 2, bias=false) }");
        Node node = net.graph().nodes().get(0);
        assertThat(node.origin().path()).isEqualTo("b.conv");
        assertThat(node.origin().text()).isEqualTo("Conv(8, 3, padding=1, bias=false)");
        assertThat(node.origin().span().text()).isEqualTo("Conv(4 * n, k, padding=(k - 1) / 2, bias=false)");
    }

    @Test
    void ownDeclarationsComeBeforeLayers() {
        Network net = net("image -> Relu -> output y", "block Relu { return x -> Tanh }");
        assertThat(net.graph().nodes())
                .extracting(each -> each.operator().kind())
                .containsExactly("Tanh");
    }

    @Test
    void tenThousandLayersAreAllowed() {
        assertThat(net("image -> for i in 0..10000 { Relu } -> output y")
                        .graph()
                        .nodes())
                .hasSize(10_000);
    }

    private static List<Integer> extents(String stage, String... declarations) {
        return net("image -> Flatten -> " + stage + " -> output y", declarations)
                .graph()
                .outputs()
                .get(0)
                .extents();
    }
}
