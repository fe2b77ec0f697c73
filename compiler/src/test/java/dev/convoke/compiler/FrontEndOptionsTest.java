package dev.convoke.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.Settings;
import dev.convoke.compiler.elaborate.Specs;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontEndOptionsTest {
    private static final String TWO_NETS = """
            net Small(classes = 10, wide = false) {
              input image: [3, 8, 8]
              image -> if wide { conv: Conv(8, 3) } -> Flatten -> fc: Linear(classes) -> output logits
            }
            net Large(classes) {
              input image: [3, 16, 16]
              image -> Flatten -> fc: Linear(classes) -> output logits
            }
            """;

    @Test
    void theLastNetUnlessAnotherIsAskedFor() {
        Network small = Specs.network(TWO_NETS, FrontEndOptions.net("Small"));
        assertThat(small.name()).isEqualTo("Small");

        Network large = Specs.network(TWO_NETS, FrontEndOptions.last().with(settings("classes", "7")));
        assertThat(large.name()).isEqualTo("Large");
        assertThat(large.graph().outputs().get(0).extents()).containsExactly(7);
    }

    @Test
    void allNetsButThoseThatNeedSettings() {
        Checked checked = FrontEnd.check(source(TWO_NETS), FrontEndOptions.all());

        assertThat(checked.diagnostics()).isEmpty();
        assertThat(checked.networks()).extracting(Network::name).containsExactly("Small");
    }

    /** A value that is missing hides nothing that is wrong whatever it is. */
    @Test
    void whatIsMissingHidesNothing() {
        String text = TWO_NETS.replace("image -> Flatten -> fc: Linear", "image -> MaxPool(40) -> Flatten -> Linear");

        assertThat(codes(FrontEnd.check(source(text), FrontEndOptions.net("Large"))))
                .containsExactly("E160", "E210", "E149");
        assertThat(codes(FrontEnd.check(source(text), FrontEndOptions.all()))).containsExactly("E210", "E149");
    }

    private static List<String> codes(Checked checked) {
        return checked.diagnostics().stream().map(each -> each.code().code()).toList();
    }

    @Test
    void settingsAreNumbersAndTruths() {
        Network net = Specs.network(
                TWO_NETS,
                FrontEndOptions.net("Small")
                        .with(new Settings(
                                Map.of("wide", "true", "classes", "3"), Map.of("image", List.of(1, 10, 10)))));

        assertThat(Specs.names(net)).containsExactly("conv.weight", "conv.bias", "fc.weight", "fc.bias");
        assertThat(net.graph().inputs().get(0).extents()).containsExactly(1, 10, 10);
        assertThat(net.graph().outputs().get(0).extents()).containsExactly(3);
    }

    @Test
    void problemsSayWhatWasSet() {
        Settings settings = new Settings(Map.of("classes", "1/2"), Map.of("image", List.of(3, 10, 10)));
        Checked checked =
                FrontEnd.check(source(TWO_NETS), FrontEndOptions.net("Small").with(settings));

        assertThat(checked.diagnostics())
                .singleElement()
                .satisfies(problem -> assertThat(problem.notes())
                        .singleElement()
                        .asString()
                        .startsWith("while building Small with classes=1/2, image=[3, 10, 10] at "));
    }

    @Test
    void listsTuplesAndTextsCanBeSet() {
        String text = """
                const SIX = 6
                net Any(layers, kernel = 3, padding = 0) {
                  input image: [1, 16, 16]
                  image -> for (c, n) in layers { for i in 0..n { conv{c}_{i}: Conv(c, kernel, padding=padding) } } -> output y
                }
                net Some = Any(padding=1)
                """;
        Network net = Specs.network(
                text,
                FrontEndOptions.net("Any")
                        .with(new Settings(
                                Map.of("layers", "[(4, 1), (SIX, 2)]", "kernel", "(3, 5)", "padding", "\"same\""),
                                Map.of())));
        assertThat(net.graph().nodes())
                .extracting(node -> node.output().extents())
                .containsExactly(List.of(4, 16, 16), List.of(6, 16, 16), List.of(6, 16, 16));
        assertThat(Specs.network(
                                text,
                                FrontEndOptions.last()
                                        .with(new Settings(
                                                Map.of("layers", "[(2, 1)]"), Map.of("image", List.of(1, 4, 4)))))
                        .graph()
                        .outputs()
                        .get(0)
                        .extents())
                .containsExactly(2, 4, 4);
        assertThat(codes(text, "Any", settings("layers", "[(4, 1)"))).containsExactly(DiagnosticCode.UNCLOSED_BRACKET);
        assertThat(codes(text, "Any", settings("layers", "[(4, unknown)]")))
                .containsExactly(DiagnosticCode.UNKNOWN_NAME);
        assertThat(codes(text, "Any", settings("layers", "[(4, 1, 2)]"))).containsExactly(DiagnosticCode.WRONG_LENGTH);
        assertThat(codes(text, "Some", settings("pading", "1")))
                .containsExactly(DiagnosticCode.MISSING_ARGUMENT, DiagnosticCode.UNKNOWN_SETTING);
    }

    private static List<DiagnosticCode> codes(String text, String net, Settings settings) {
        return FrontEnd.check(source(text), FrontEndOptions.net(net).with(settings)).diagnostics().stream()
                .map(Diagnostic::code)
                .toList();
    }

    @Test
    void whatCannotBeSet() {
        assertThat(codes(FrontEndOptions.net("Smal"))).containsExactly(DiagnosticCode.UNKNOWN_NET);
        assertThat(codes(FrontEndOptions.last())).containsExactly(DiagnosticCode.MISSING_ARGUMENT);
        assertThat(codes(FrontEndOptions.net("Small").with(settings("clases", "3"))))
                .containsExactly(DiagnosticCode.UNKNOWN_SETTING);
        assertThat(codes(FrontEndOptions.net("Small")
                        .with(new Settings(Map.of(), Map.of("picture", List.of(3, 8, 8))))))
                .containsExactly(DiagnosticCode.UNKNOWN_SETTING);
        assertThat(codes(FrontEndOptions.net("Small").with(settings("classes", "many"))))
                .containsExactly(DiagnosticCode.WRONG_TYPE);
        assertThat(codes(FrontEndOptions.net("Small").with(new Settings(Map.of(), Map.of("image", List.of(3, 0, 8))))))
                .containsExactly(DiagnosticCode.INVALID_INPUT);
        assertThat(codes(FrontEndOptions.net("Small")
                        .with(new Settings(Map.of(), Map.of("image", List.of(70000, 70000))))))
                .containsExactly(DiagnosticCode.STREAM_TOO_LARGE);
        assertThat(codes(FrontEndOptions.net("Small")
                        .with(new Settings(Map.of(), Map.of("image", List.of(1, 1, 1, 1, 1, 1, 1, 1, 1))))))
                .containsExactly(DiagnosticCode.RANK_TOO_HIGH);
    }

    private static Settings settings(String name, String value) {
        return new Settings(Map.of(name, value), Map.of());
    }

    private static List<DiagnosticCode> codes(FrontEndOptions options) {
        return FrontEnd.check(source(TWO_NETS), options).diagnostics().stream()
                .map(Diagnostic::code)
                .toList();
    }

    private static SourceFile source(String text) {
        return new SourceFile("two.cnn", text);
    }
}
