package dev.convoke.compiler.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.elaborate.Specs;
import dev.convoke.compiler.graph.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final String NET = """
            net Net {
              input image: [3, 16, 16]
              image -> stem: Conv(8, 3, padding=1) -> bn: BatchNorm -> Relu
                    -> layer1: Stage(8) -> layer2: Stage(16) -> GlobalAvgPool -> Flatten
                    -> fc: Linear(10)
                    -> output logits
            }
            seq Stage(c) { for i in 0..2 { Conv(c, 3, padding=1, bias=false) -> BatchNorm -> Relu } }
            """;

    private static Comparison after(String... replacements) {
        String changed = NET;
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(changed).contains(replacements[i]);
            changed = changed.replace(replacements[i], replacements[i + 1]);
        }
        return Comparison.of(Specs.network(NET), Specs.network(changed));
    }

    private static List<String> lines(Comparison comparison) {
        return comparison.changes().stream().map(ComparisonText::line).toList();
    }

    @Test
    void theSame() {
        Network net = Specs.network(NET);
        assertThat(Comparison.of(net, net)).isEqualTo(new Comparison(true, List.of()));
    }

    @Test
    void aWidenedHead() {
        Comparison comparison = after("Linear(10)", "Linear(1000)");
        assertThat(comparison.compatible()).isFalse();
        assertThat(lines(comparison))
                .containsExactly(
                        "output logits [10] -> [1000]", "fc.weight [10, 16] -> [1000, 16]", "fc.bias [10] -> [1000]");
    }

    @Test
    void aRenamedStageIsOneLine() {
        Comparison comparison = after("layer2:", "block2:", "fc:", "head:");
        assertThat(comparison.compatible()).isFalse();
        assertThat(lines(comparison))
                .containsExactly(
                        "layer2 is called block2 now, its shapes are the same (12 tensors): did you mean `layer2`?",
                        "fc is called head now, its shapes are the same (2 tensors): did you mean `fc`?");
    }

    @Test
    void aHeadThatIsRenamedAndWidened() {
        assertThat(lines(after("fc: Linear(10)", "head: Linear(20)")))
                .containsExactly(
                        "output logits [10] -> [20]",
                        "fc seems to be called head now, with other shapes (2 tensors): did you mean `fc`?",
                        "fc.weight [10, 16] -> head.weight [20, 16]",
                        "fc.bias [10] -> head.bias [20]");
    }

    @Test
    void theSameShapesAreFoundBeforeThoseAlike() {
        // `stem` has become narrower and has another name, `fc` another name only.
        assertThat(lines(after("stem: Conv(8, 3", "tail: Conv(8, 5", "fc:", "tail2:")))
                .contains("fc is called tail2 now, its shapes are the same (2 tensors): did you mean `fc`?")
                .contains("stem is gone (2 tensors)", "tail is new (2 tensors)");
    }

    @Test
    void layersOfOtherTensorsAreNotAlike() {
        assertThat(lines(after("fc: Linear(10)", "head: Linear(20, bias=false)")))
                .containsExactly("output logits [10] -> [20]", "fc is gone (2 tensors)", "head is new");
        assertThat(lines(after("bn: BatchNorm", "norm: BatchNorm(affine=false)")))
                .contains("bn is gone (5 tensors)", "norm is new (3 tensors)");
    }

    @Test
    void layersWithoutParametersAreNoMatterForWeights() {
        Comparison activation = after("-> Relu\n", "-> Tanh\n");
        assertThat(activation.compatible()).isTrue();
        assertThat(lines(activation)).hasSize(1).first().asString().startsWith("Relu -> Tanh at ");
        Comparison everywhere = after("-> BatchNorm -> Relu }", "-> BatchNorm -> Sigmoid }");
        assertThat(everywhere.compatible()).isTrue();
        assertThat(lines(everywhere))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Relu -> Sigmoid in 4 places, first at layer1.");
        assertThat(lines(after("GlobalAvgPool -> Flatten", "GlobalAvgPool -> Dropout -> Flatten")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Dropout is new at ");
    }

    @Test
    void anotherStrideComputesSomethingElse() {
        Comparison comparison = after("stem: Conv(8, 3, padding=1)", "stem: Conv(8, 3, padding=1, stride=2)");
        assertThat(comparison.compatible()).isTrue();
        assertThat(lines(comparison))
                .containsExactly("Conv(8, 3, padding=1) -> Conv(8, 3, padding=1, stride=2) at stem");
    }

    @Test
    void inputsAndOutputs() {
        Comparison comparison = after("[3, 16, 16]", "[3, 20, 20]", "output logits", "output scores");
        assertThat(comparison.compatible()).isTrue();
        assertThat(lines(comparison))
                .containsExactly(
                        "input image [3, 16, 16] -> [3, 20, 20]",
                        "output logits [10] is gone",
                        "output scores [10] is new");
    }

    @Test
    void bytesInsteadOfFloats() {
        assertThat(lines(after("[3, 16, 16]", "u8[3, 16, 16]")))
                .containsExactly("input image [3, 16, 16] -> u8[3, 16, 16]");
    }

    @Test
    void anInsertedLayerInASeq() {
        Comparison comparison = after("for i in 0..2 {", "Identity -> for i in 0..2 {");
        assertThat(comparison.compatible()).isFalse();
        assertThat(ComparisonText.of(comparison)).contains("for weights:", "not compatible");
    }
}
