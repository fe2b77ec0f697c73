package dev.convoke.compiler.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.differentiate.Differentiate;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.source.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The specs in the reference of layers and on the pages of their problems. */
class ExamplesTest {
    private static final Pattern SPEC = Pattern.compile("```(?:cnn)?\n(.*?)```", Pattern.DOTALL);

    private static Checked check(String name, String text) {
        return FrontEnd.check(new SourceFile(name + ".cnn", text), FrontEndOptions.last());
    }

    @TestFactory
    Stream<DynamicTest> examplesOfLayersHaveNoProblems() {
        return Catalogue.LAYERS.stream()
                .map(layer -> DynamicTest.dynamicTest(layer.name(), () -> {
                    Checked checked = check(layer.name(), layer.example());
                    assertThat(checked.diagnostics()).isEmpty();
                    var network = checked.network().orElseThrow();
                    assertThat(network.graph().nodes())
                            .anySatisfy(
                                    node -> assertThat(node.operator().kind()).isEqualTo(layer.name()));
                    assertThat(Differentiate.of(network).gradients())
                            .hasSize(network.graph().inputs().size()
                                    + (int) network.graph().states().stream()
                                            .filter(state -> state.kind() == Value.Kind.PARAMETER)
                                            .count());
                }));
    }

    @TestFactory
    Stream<DynamicTest> pagesOfShapeProblemsShowThem() {
        return Arrays.stream(DiagnosticCode.values())
                .filter(code -> code.code().matches("E2[12]."))
                .map(code -> DynamicTest.dynamicTest(code.code(), () -> {
                    Matcher specs = SPEC.matcher(code.page());
                    assertThat(specs.find()).isTrue();
                    List<Diagnostic> problems = check("bad", specs.group(1)).diagnostics();
                    assertThat(problems).extracting(Diagnostic::code).containsExactly(code);
                    assertThat(specs.find()).isTrue();
                    assertThat(check("good", specs.group(1)).diagnostics()).isEmpty();
                }));
    }
}
