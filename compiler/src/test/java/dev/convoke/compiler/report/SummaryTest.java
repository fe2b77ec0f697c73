package dev.convoke.compiler.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.elaborate.Specs;
import dev.convoke.compiler.graph.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Summaries.MemoryEstimate MEMORY = new Summaries.MemoryEstimate() {
        @Override
        public long inference(Network network) {
            return 4096;
        }

        @Override
        public long trainingPerSample(Network network) {
            return 65536;
        }
    };

    @Test
    void fitsInATerminal() {
        Summary summary = Summaries.of(Specs.sample("zoo/resnet18"), MEMORY);
        assertThat(width(SummaryTable.print(summary))).isGreaterThan(100);

        String narrow = SummaryTable.print(summary, 80);
        assertThat(width(narrow)).isLessThanOrEqualTo(80);
        assertThat(narrow)
                .contains("layer4.1.bn2", "Conv(64, ...", "parameters", "MACs")
                .doesNotContain("stride");

        assertThat(SummaryTable.print(summary, 1))
                .contains("layer4.1.bn2", "[512, 7, 7]")
                .doesNotContain("sees");
    }

    /** Of the table, which the rule below its header shows. */
    private static int width(String text) {
        return text.lines()
                .filter(line -> line.endsWith("---"))
                .findFirst()
                .orElseThrow()
                .length();
    }

    @Test
    void lenet5() {
        assertThat(SummaryTable.print(Summaries.of(Specs.sample("mnist/lenet5"), MEMORY)))
                .isEqualTo("""
                        LeNet5

                          name      layer                  output        parameters     MACs  sees  stride
                          --------------------------------------------------------------------------------
                          image     input                  [1, 28, 28]
                          conv1     Conv(6, 5, padding=2)  [6, 28, 28]          156  117,600     5       1
                          relu      Relu                   [6, 28, 28]                           5       1
                          maxpool   MaxPool(2)             [6, 14, 14]                           6       2
                          conv2     Conv(16, 5)            [16, 10, 10]       2,416  240,000    14       2
                          relu2     Relu                   [16, 10, 10]                         14       2
                          maxpool2  MaxPool(2)             [16, 5, 5]                           16       4
                          flatten   Flatten                [400]                                16       4
                          fc1       Linear(120)            [120]             48,120   48,000    32
                          relu3     Relu                   [120]                                32
                          fc2       Linear(84)             [84]              10,164   10,080    32
                          relu4     Relu                   [84]                                 32
                          fc3       Linear(10)             [10]                 850      840    32

                          parameters  61,706 in 10 tensors
                          MACs        416,520 for one sample
                          output      logits [10]
                          memory      241.0 KiB of parameters and buffers, 4,096 bytes of activations for inference, 64.0 KiB for each sample in training
                        """);
    }

    @Test
    void totalsOfResnet18() {
        Summary summary = Summaries.of(Specs.sample("zoo/resnet18"), MEMORY);

        assertThat(summary.parameters()).isEqualTo(11_689_512);
        assertThat(summary.multiplyAccumulates()).isEqualTo(1_814_073_344);
        assertThat(summary.tensors()).hasSize(122);
        assertThat(summary.layers().stream().mapToLong(Summary.Row::parameters).sum())
                .isEqualTo(11_689_512);
        assertThat(row(summary, "layer4.1.conv2").receptiveField()).containsExactly(435L, 435L);
        assertThat(row(summary, "layer4.1.conv2").stride()).containsExactly(new Stride(32, 1), new Stride(32, 1));
        assertThat(row(summary, "layer2.0.downsample.0").receptiveField()).containsExactly(43L, 43L);
        assertThat(summary.memory().parameters()).isEqualTo(4L * (11_689_512 + 9_600) + 20 * 8);
    }

    @Test
    void receptiveFieldsPerAxisAndThroughBranches() {
        Summary summary = Summaries.of(Specs.net("""
                          wide = image -> wide: Conv(4, (1, 7), padding=(0, 3))
                          tall = image -> tall: Conv(4, (5, 1), padding=(2, 0))
                          both = concat(wide, tall) -> MaxPool((2, 3), stride=(2, 3))
                          both -> dilated: Conv(4, 3, dilation=2) -> GlobalAvgPool -> output y
                        """), MEMORY);

        assertThat(row(summary, "wide").receptiveField()).containsExactly(1L, 7L);
        assertThat(row(summary, "tall").receptiveField()).containsExactly(5L, 1L);
        assertThat(row(summary, "concat").receptiveField()).containsExactly(5L, 7L);
        assertThat(row(summary, "maxpool").receptiveField()).containsExactly(6L, 9L);
        assertThat(row(summary, "maxpool").stride()).containsExactly(new Stride(2, 1), new Stride(3, 1));
        assertThat(row(summary, "dilated").receptiveField()).containsExactly(14L, 21L);
        assertThat(row(summary, "globalavgpool").stride()).containsExactly(new Stride(0, 1), new Stride(0, 1));
    }

    @Test
    void branchesThatLookAtDifferentPlacesSeeBoth() {
        Summary summary = Summaries.of(
                Specs.net(
                        "image -> left: Conv(4, 5) -> output a\nsmall = image -> Pad(2) -> right: Conv(4, 9)\nleft = image -> other: Conv(4, 5)\nleft + small -> output b"),
                MEMORY);

        assertThat(row(summary, "right").receptiveField()).isEqualTo(List.of(9L, 9L));
        assertThat(row(summary, "add").receptiveField()).isEqualTo(List.of(9L, 9L));
    }

    @Test
    void sharedWeightsAreCountedOnce() {
        Summary summary = Summaries.of(Specs.network("""
                        net Siamese {
                          input left: [1, 8, 8]
                          input right: [1, 8, 8]
                          a = left -> tower: Conv(4, 3)
                          b = right -> use tower
                          a - b -> output difference
                        }
                        """), MEMORY);

        assertThat(summary.layers()).extracting(Summary.Row::parameters).containsExactly(40L, 0L, 0L);
        assertThat(summary.parameters()).isEqualTo(40);
        assertThat(summary.inputs()).extracting(Summary.Port::name).containsExactly("left", "right");
    }

    private static Summary.Row row(Summary summary, String path) {
        return summary.layers().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
