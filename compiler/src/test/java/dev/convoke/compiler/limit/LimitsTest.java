package dev.convoke.compiler.limit;

import static dev.convoke.compiler.diagnostic.DiagnosticCode.OUT_OF_RANGE;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.OVERFLOW;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.RANK_TOO_HIGH;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.STREAM_TOO_LARGE;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.TOO_DEEP;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.TOO_MANY_LAYERS;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.TOO_MANY_PARAMETERS;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.TOO_MANY_PROBLEMS;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.TOO_MUCH_WORK;
import static dev.convoke.compiler.diagnostic.DiagnosticCode.VALUE_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each limit on what a spec expands to: one below it, at it and one above it. Those of the syntax are in {@code ParserLimitsTest}. */
class LimitsTest {
    @Test
    void layersOfANet() {
        assertThat(codes(net("x0 -> for i in 0..9999 { Relu } -> output y"))).isEmpty();
        assertThat(codes(net("x0 -> for i in 0..10000 { Relu } -> output y"))).isEmpty();
        assertThat(codes(net("x0 -> for i in 0..10001 { Relu } -> output y"))).containsExactly(TOO_MANY_LAYERS);
    }

    @Test
    void layersOfAFile() {
        assertThat(codes(threeNets(6_666, 6_666, 6_667))).isEmpty();
        assertThat(codes(threeNets(6_666, 6_667, 6_667))).isEmpty();
        assertThat(codes(threeNets(6_667, 6_667, 6_667))).containsExactly(TOO_MANY_LAYERS);
    }

    private static String threeNets(int... layers) {
        return IntStream.range(0, layers.length)
                .mapToObj(i ->
                        "net N" + i + " { input a: [3] a -> for i in 0.." + layers[i] + " { Relu } -> output y }\n")
                .collect(Collectors.joining());
    }

    @Test
    void workForANet() {
        // A round takes 5 steps, the comparison and its operands 3.
        assertThat(codes(net("a = [0 for i in 0..24990 if i < 0] x0 -> output y")))
                .isEmpty();
        assertThat(codes(net("a = [0 for i in 0..25000 if i < 0] x0 -> output y")))
                .containsExactly(TOO_MUCH_WORK);
    }

    @Test
    void workForAFile() {
        String work = "b = [0 for i in 0..20000 if i < 0]";
        String net = "net N%d { input a: [3] %s a -> output y }\n";
        assertThat(codes(IntStream.range(0, 3)
                        .mapToObj(i -> net.formatted(i, work))
                        .collect(Collectors.joining())))
                .isEmpty();
        assertThat(codes(IntStream.range(0, 4)
                        .mapToObj(i -> net.formatted(i, work))
                        .collect(Collectors.joining())))
                .containsExactly(TOO_MUCH_WORK);
    }

    @Test
    void blocksWithinOneAnother() {
        assertThat(codes(nestedSeqs(62))).isEmpty();
        assertThat(codes(nestedSeqs(63))).isEmpty();
        assertThat(codes(nestedSeqs(64))).containsExactly(TOO_DEEP);
    }

    private static String nestedSeqs(int depth) {
        String seqs = IntStream.range(1, depth)
                .mapToObj(i -> "seq S" + i + " { S" + (i - 1) + " }\n")
                .collect(Collectors.joining());
        return "seq S0 { Relu }\n" + seqs + net("x0 -> S" + (depth - 1) + " -> output y");
    }

    @Test
    void netsMadeOfOneAnother() {
        assertThat(codes(variants(63))).isEmpty();
        assertThat(codes(variants(64))).isEmpty();
        assertThat(codes(variants(65))).containsExactly(TOO_DEEP);
        assertThat(codes(variants(70))).containsExactly(TOO_DEEP);
    }

    private static String variants(int depth) {
        return "net N0 { input a: [1] a -> output y }\n"
                + IntStream.rangeClosed(1, depth)
                        .mapToObj(i -> "net N" + i + " = N" + (i - 1) + "\n")
                        .collect(Collectors.joining());
    }

    @Test
    void importsOfOneAnother() {
        assertThat(importing(63)).isEmpty();
        assertThat(importing(64)).isEmpty();
        assertThat(importing(65)).containsExactly(TOO_DEEP);
    }

    private static List<DiagnosticCode> importing(int count) {
        MemoryFiles files = new MemoryFiles();
        for (int i = 1; i < count; i++) {
            boolean last = i == count - 1;
            files.with("f" + i + ".cnn", (last ? "" : "import \"f" + (i + 1) + ".cnn\"\n") + "const C" + i + " = 1\n");
        }
        return codes("import \"f1.cnn\"\n" + net("x0 -> output y"), files);
    }

    @Test
    void rank() {
        assertThat(codes("net N { input a: [1, 1, 1, 1, 1, 1, 1] a -> output y }"))
                .isEmpty();
        assertThat(codes("net N { input a: [1, 1, 1, 1, 1, 1, 1, 1] a -> output y }"))
                .isEmpty();
        assertThat(codes("net N { input a: [1, 1, 1, 1, 1, 1, 1, 1, 1] a -> output y }"))
                .containsExactly(RANK_TOO_HIGH);
    }

    @Test
    void dimension() {
        assertThat(codes("net N { input a: [2147483646] a -> output y }")).isEmpty();
        assertThat(codes("net N { input a: [2147483647] a -> output y }")).isEmpty();
        assertThat(codes("net N { input a: [2147483648] a -> output y }")).isNotEmpty();
        assertThat(codes("net N { input a: [1, 1, 1] a -> c: Conv(2147483647, 1, bias=false) -> output y }"))
                .containsExactly(TOO_MANY_PARAMETERS);
        assertThat(codes("net N { input a: [1, 1, 1] a -> c: Conv(2147483648, 1) -> output y }"))
                .containsExactly(OUT_OF_RANGE);
    }

    @Test
    void elementsOfAStream() {
        assertThat(codes("net N { input a: [2, 1073741823] a -> output y }")).isEmpty();
        assertThat(codes("net N { input a: [1, 2147483647] a -> output y }")).isEmpty();
        assertThat(codes("net N { input a: [2, 1073741824] a -> output y }")).containsExactly(STREAM_TOO_LARGE);
        assertThat(codes("net N { input a: [2147483647, 2147483647, 2147483647] a -> output y }"))
                .containsExactly(STREAM_TOO_LARGE);
    }

    @Test
    void parameters() {
        assertThat(codes("net N { input a: [1] a -> l: Linear(999999999, bias=false) -> output y }"))
                .isEmpty();
        assertThat(codes("net N { input a: [1] a -> l: Linear(1000000000, bias=false) -> output y }"))
                .isEmpty();
        assertThat(codes("net N { input a: [1] a -> l: Linear(1000000001, bias=false) -> output y }"))
                .containsExactly(TOO_MANY_PARAMETERS);
        assertThat(codes("net N { input a: [100000] a -> l: Linear(10000, bias=false) -> m: Linear(1) -> output y }"))
                .containsExactly(TOO_MANY_PARAMETERS);
    }

    @Test
    void elementsOfAList() {
        assertThat(codes(net("a = [i for i in 0..9999] x0 -> output y"))).isEmpty();
        assertThat(codes(net("a = [i for i in 0..10000] x0 -> output y"))).isEmpty();
        assertThat(codes(net("a = [i for i in 0..10001] x0 -> output y"))).containsExactly(VALUE_TOO_LARGE);
        String list = "a = [i for i in 0..3333] ";
        assertThat(codes(net(list + "b = zip(a, a) x0 -> output y"))).isEmpty();
        assertThat(codes(net(list + "b = zip(a, a, a) x0 -> output y"))).containsExactly(VALUE_TOO_LARGE);
    }

    @Test
    void charactersOfAText() {
        String text = "const T = \"" + "x".repeat(4095) + "\"\n";
        assertThat(codes(text + net("a = \"{T}\" x0 -> output y"))).isEmpty();
        assertThat(codes(text + net("a = \"{T}y\" x0 -> output y"))).isEmpty();
        assertThat(codes(text + net("a = \"{T}yy\" x0 -> output y"))).containsExactly(VALUE_TOO_LARGE);
    }

    @Test
    void charactersOfAPath() {
        // "top", seven labels of 64, one that varies and "0", with dots between them.
        assertThat(codes(path(38))).isEmpty();
        assertThat(codes(path(39))).isEmpty();
        assertThat(codes(path(40))).containsExactly(VALUE_TOO_LARGE);
    }

    private static String path(int last) {
        String label = "l".repeat(64);
        return "seq S0 { BatchNorm }\nseq S1 { %s: S0 }\n".formatted("l".repeat(last))
                + IntStream.rangeClosed(2, 8)
                        .mapToObj(i -> "seq S%d { %s: S%d }\n".formatted(i, label, i - 1))
                        .collect(Collectors.joining())
                + "net N { input a: [3, 4, 4] a -> top: S8 -> output y }";
    }

    @Test
    void numbers() {
        assertThat(codes(net("a = 9223372036854775806 + 1 x0 -> output y"))).isEmpty();
        assertThat(codes(net("a = 9223372036854775807 + 1 x0 -> output y"))).containsExactly(OVERFLOW);
        assertThat(codes(net("a = -9223372036854775807 - 1 x0 -> output y"))).isEmpty();
        assertThat(codes(net("a = -9223372036854775807 - 2 x0 -> output y"))).containsExactly(OVERFLOW);
        assertThat(codes(net("a = -(-9223372036854775807 - 1) x0 -> output y"))).containsExactly(OVERFLOW);
        assertThat(codes(net("a = abs(-9223372036854775807 - 1) x0 -> output y")))
                .containsExactly(OVERFLOW);
    }

    @Test
    void problemsOfAFile() {
        assertThat(codes(net("x0" + " -> Foo".repeat(99) + " -> output y"))).hasSize(99);
        assertThat(codes(net("x0" + " -> Foo".repeat(101) + " -> output y")))
                .hasSize(101)
                .endsWith(TOO_MANY_PROBLEMS);
        assertThat(codes("const A = 1\n".repeat(100) + net("x0 -> output y"))).hasSize(99);
        assertThat(codes("const A = 1\n".repeat(102) + net("x0 -> output y")))
                .hasSize(101)
                .endsWith(TOO_MANY_PROBLEMS);
    }

    private static String net(String body) {
        return "net N { input x0: [3, 32, 32]\n" + body + " }";
    }

    private static List<DiagnosticCode> codes(String text) {
        return FrontEnd.check(new SourceFile("limit.cnn", text), FrontEndOptions.all()).diagnostics().stream()
                .map(Diagnostic::code)
                .toList();
    }

    private static List<DiagnosticCode> codes(String text, ImportResolver files) {
        return new FrontEndSession(files)
                .check(new SourceFile("limit.cnn", text), FrontEndOptions.all()).diagnostics().stream()
                        .map(Diagnostic::code)
                        .toList();
    }
}
