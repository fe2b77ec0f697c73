package dev.convoke.compiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

/** What the layout looks like. */
class FormatterTest {
    private static String formatted(String text) {
        return Formatter.format(new SourceFile("test.cnn", text)).text().orElseThrow();
    }

    @Test
    void arrowsAndShapesStandBelowEachOther() {
        assertThat(formatted("""
                net LeNet5(classes=10){input image:[1,28,28]
                image->conv1:Conv(6,5,padding=2)->Relu->MaxPool(2) is[6,14,14]
                ->conv2 : Conv(16,5)->Relu->MaxPool(2) is[16,5,5]
                ->Flatten is [400]
                ->fc1:Linear(120)->Relu
                ->fc2:Linear(84)->Relu
                ->output features}""")).isEqualTo("""
                net LeNet5(classes = 10) {
                  input image: [1, 28, 28]
                  image -> conv1: Conv(6, 5, padding=2) -> Relu -> MaxPool(2)      is [6, 14, 14]
                        -> conv2: Conv(16, 5)           -> Relu -> MaxPool(2)      is [16, 5, 5]
                        -> Flatten                                                 is [400]
                        -> fc1: Linear(120) -> Relu
                        -> fc2: Linear(84)  -> Relu
                        -> output features
                }
                """);
    }

    @Test
    void aLongChainIsCutBeforeStagesWithArguments() {
        assertThat(
                        formatted(
                                "block B(planes) { y = x -> conv1: Conv(planes, 3, padding=1, bias=false) -> bn1: BatchNorm"
                                        + " -> Relu -> conv2: Conv(planes, 3, padding=1, bias=false) -> bn2: BatchNorm return y }"))
                .isEqualTo("""
                block B(planes) {
                  y = x -> conv1: Conv(planes, 3, padding=1, bias=false) -> bn1: BatchNorm -> Relu
                        -> conv2: Conv(planes, 3, padding=1, bias=false) -> bn2: BatchNorm
                  return y
                }
                """);
    }

    @Test
    void conditionsStandBelowEachOther() {
        assertThat(formatted(
                        "block B(planes, stride) { return if stride != 1 or x.c != planes then x -> downsample: seq"
                                + " { Conv(planes, 1, stride=stride, bias=false) -> BatchNorm } else x }"))
                .isEqualTo("""
                block B(planes, stride) {
                  return if stride != 1 or x.c != planes
                         then x -> downsample: seq { Conv(planes, 1, stride=stride, bias=false) -> BatchNorm }
                         else x
                }
                """);
    }

    @Test
    void tablesHaveColumns() {
        assertThat(formatted("""
                const SMALL=[(3,16,"relu",2),
                (5,112.5,"hardswish",11)]
                const TWO = [1,2,]
                """)).isEqualTo("""
                const SMALL = [(3, 16, "relu", 2), (5, 112.5, "hardswish", 11)]

                const TWO = [
                  1,
                  2,
                ]
                """);
        String row = "(3, 16, \"relu\", 2), (5, 112.5, \"hardswish\", 11), ";
        assertThat(formatted("const LARGE = [(1, 1, \"one\", 1),\n" + row.repeat(3) + "(1, 1, \"two\", 1)]\n"))
                .startsWith("""
                const LARGE = [(1,     1, "one",        1),
                               (3,    16, "relu",       2),
                               (5, 112.5, "hardswish", 11),
                """);
    }

    @Test
    void commentsStayWhereTheyAre() {
        String text = """
                // a licence

                /// documented
                net A { // behind
                  input image: [1, 4, 4] /* of
                    two lines */

                  // above
                  image -> /* inner */ Flatten // at an arrow
                        // between
                        -> output y // lint:allow(W301) reason
                  // before the end
                }
                // at the end
                """;
        assertThat(formatted(text)).isEqualTo(text);
    }

    @Test
    void emptyFilesAndLineEnds() {
        assertThat(formatted("")).isEmpty();
        assertThat(formatted(" \n\n")).isEmpty();
        assertThat(formatted("\uFEFFconst A = 1\r\n\r\n\r\nconst B   = 2"))
                .isEqualTo("const A = 1\r\n\r\nconst B = 2\r\n");
    }

    @Test
    void textsWithProblemsAreNotFormatted() {
        Formatted formatted = Formatter.format(new SourceFile("test.cnn", "net A { image -> }"));
        assertThat(formatted.text()).isEmpty();
        assertThat(formatted.diagnostics()).isNotEmpty();
    }
}
