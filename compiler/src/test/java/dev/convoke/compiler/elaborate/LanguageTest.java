package dev.convoke.compiler.elaborate;

import static dev.convoke.compiler.elaborate.Specs.net;
import static dev.convoke.compiler.elaborate.Specs.network;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import java.util.List;
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
