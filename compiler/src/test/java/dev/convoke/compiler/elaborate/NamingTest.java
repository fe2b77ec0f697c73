package dev.convoke.compiler.elaborate;

import static dev.convoke.compiler.elaborate.Specs.names;
import static dev.convoke.compiler.elaborate.Specs.net;
import static dev.convoke.compiler.elaborate.Specs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.graph.Network;
import org.junit.jupiter.api.Test;

/** The rules of names, one after the other. */
class NamingTest {
    @Test
    void labelsFromTheRootAndThenTheParametersOwnName() {
        assertThat(names(net("image -> stem: Stem(8) -> output y", STEM)))
                .containsExactly(
                        "stem.conv.weight",
                        "stem.bn.weight",
                        "stem.bn.bias",
                        "stem.bn.running_mean",
                        "stem.bn.running_var",
                        "stem.bn.num_batches_tracked");
    }

    @Test
    void childrenOfASeqAreNumberedWithThoseThatHaveNoParameters() {
        assertThat(
                        names(
                                net(
                                        "image -> f: seq { Conv(8, 3) -> Relu -> Conv(8, 3) -> Identity -> Dropout -> Conv(4, 3) } -> output y")))
                .containsExactly("f.0.weight", "f.0.bias", "f.2.weight", "f.2.bias", "f.5.weight", "f.5.bias");
    }

    @Test
    void aFalseIfTakesNoNumberAndChecksTakeNone() {
        String body = "image -> f: seq { if %s { Relu } -> Conv(8, 3) is [8, 30, 30] -> Conv(4, 3) } -> output y";
        assertThat(names(net(body.formatted("true")))).contains("f.1.weight", "f.2.weight");
        assertThat(names(net(body.formatted("false")))).contains("f.0.weight", "f.1.weight");
    }

    @Test
    void loopsAreNumberedOnAndOn() {
        assertThat(
                        names(
                                net(
                                        "image -> f: seq { for w in [8, 16] { for i in 0..2 { Conv(w, 3, bias=false) -> Relu } -> MaxPool(2) } } -> output y")))
                .containsExactly("f.0.weight", "f.2.weight", "f.5.weight", "f.7.weight");
    }

    @Test
    void aLabelInASeqStandsForTheNumberButItsPlaceCounts() {
        assertThat(
                        names(
                                net(
                                        "image -> f: seq { first: Conv(8, 3, bias=false) -> Relu -> Conv(8, 3, bias=false) } -> output y")))
                .containsExactly("f.first.weight", "f.2.weight");
    }

    /** As PyTorch lists a module's own parameters before those of its children. */
    @Test
    void whatBelongsToABlockItselfComesBeforeItsStages() {
        String block = """
                block Block {
                  y = x -> block: seq { Conv(x.c, 1, bias=false) -> Gelu } -> layer_scale: Scale(1e-6)
                  return x + y
                }
                """;
        Network network = net("image -> features: seq { Conv(8, 3, bias=false) -> Block -> Block } -> output y", block);
        assertThat(names(network))
                .containsExactly(
                        "features.0.weight",
                        "features.1.layer_scale",
                        "features.1.block.0.weight",
                        "features.2.layer_scale",
                        "features.2.block.0.weight");
        assertThat(network.graph().states()).extracting(each -> each.name()).isEqualTo(names(network));
        assertThat(results(network)).contains("features.1.layer_scale result");
        Network scale = net("image -> conv: Conv(8, 3, bias=false) -> gain: Scale -> output y");
        assertThat(names(scale)).containsExactly("gain", "conv.weight");
    }

    @Test
    void stagesWithoutParametersNeedNoLabel() {
        Network net = net(
                "image -> Relu -> Plain -> seq { Relu } -> Relu -> output y",
                "block Plain { return x -> Relu -> Tanh }");
        assertThat(names(net)).isEmpty();
        assertThat(results(net)).containsExactly("relu", "plain.relu", "plain.tanh", "seq.0", "relu2");
    }

    @Test
    void labelsMayContainExpressionsAndBeQuoted() {
        assertThat(
                        names(
                                net(
                                        "image -> for i in 1..3 { layer{i}: Conv(8, 3, bias=false) } -> \"0\": Conv(8, 3, bias=false) -> output y")))
                .containsExactly("layer1.weight", "layer2.weight", "0.weight");
    }

    @Test
    void aDeclaredSeqIsNumberedAndABlockIsLabelled() {
        assertThat(names(net(
                        "image -> layer: Twice(8) -> output y",
                        "seq Twice(c) { Stem(c) -> Stem(c) }",
                        "block Stem(c) { return x -> conv: Conv(c, 1, bias=false) }")))
                .containsExactly("layer.0.conv.weight", "layer.1.conv.weight");
    }

    @Test
    void sharedWeightsAreThereOnce() {
        Network net = Specs.network("""
                net Siamese {
                  input left: [1, 28, 28]
                  input right: [1, 28, 28]
                  a = left -> tower: Tower(4)
                  b = right -> use tower
                  return a - b -> Flatten -> fc: Linear(1)
                }
                seq Tower(c) { Conv(c, 3) -> Stem(c) -> last: Conv(c, 1) }
                """ + STEM);
        assertThat(names(net))
                .containsExactly(
                        "tower.0.weight",
                        "tower.0.bias",
                        "tower.1.conv.weight",
                        "tower.1.bn.weight",
                        "tower.1.bn.bias",
                        "tower.1.bn.running_mean",
                        "tower.1.bn.running_var",
                        "tower.1.bn.num_batches_tracked",
                        "tower.last.weight",
                        "tower.last.bias",
                        "fc.weight",
                        "fc.bias");
        assertThat(net.graph().nodes()).hasSize(13);
        assertThat(net.outputNames()).containsExactly("output");
    }

    @Test
    void labelsInSeqsAndAroundThemAreUsedAgain() {
        Network net = net("a = image -> tower: seq { conv: Conv(3, 3, padding=1, bias=false) -> Relu -> use conv }\n"
                + "b = a -> rest: seq { use tower -> inner: seq { use tower -> last: Conv(4, 1, bias=false) } }\n"
                + "b -> output y");
        assertThat(names(net)).containsExactly("tower.conv.weight", "rest.inner.last.weight");
        assertThat(net.graph().nodes()).hasSize(10);
    }

    @Test
    void blocksAreUsedAgainWithTheStreamsTheyTake() {
        Network net = net(
                "a = image -> Relu\nb = image -> join: Join(a)\nc = a -> use join\nb + c -> output y",
                "block Join(other: stream) { return concat(x, other) -> conv: Conv(3, 1, bias=false) }");
        assertThat(names(net)).containsExactly("join.conv.weight");
        assertThat(net.graph().nodes()).hasSize(6);
    }

    @Test
    void resultsAreNamedOnceEach() {
        Network net =
                net("a = image -> relu2: Relu -> Relu -> Relu -> Relu\nb = a + a + a\nb -> image: Relu -> output y");
        assertThat(results(net))
                .doesNotHaveDuplicates()
                .containsExactly("relu2", "relu", "relu3", "relu4", "add", "add2", "image2");
    }

    private static final String STEM =
            "block Stem(c) { return x -> conv: Conv(c, 3, bias=false) -> bn: BatchNorm -> Relu }\n";
}
