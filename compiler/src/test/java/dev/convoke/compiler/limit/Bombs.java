package dev.convoke.compiler.limit;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.JsonRenderer;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.elaborate.MemoryFiles;
import dev.convoke.compiler.lint.LintSettings;
import dev.convoke.compiler.source.SourceFile;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Short texts that expand into something huge, and long ones that are all problems. The program checks and lints each of them, and prints a line with what
 * was found, how many megabytes it allocated, and how many milliseconds it took when warm.
 */
final class Bombs {
    private static final String NET = "net N {\n  input x0: [3, 32, 32]\n  ";

    private Bombs() {}

    /**
     * A bomb.
     *
     * @param codes of the problems that must be found, each once; none for what is large but no mistake
     */
    record Bomb(String name, String text, String codes) {}

    static List<Bomb> all() {
        List<Bomb> all = new ArrayList<>();
        all.addAll(expansions());
        all.addAll(values());
        all.addAll(extents());
        all.addAll(problems());
        all.addAll(findings());
        return all;
    }

    private static List<Bomb> expansions() {
        return List.of(
                bomb(
                        "twenty nested loops of a million rounds",
                        "x0 -> " + "for i in 0..1000000 { ".repeat(20) + "Relu" + " }".repeat(20) + " -> output y",
                        "E310"),
                bomb(
                        "a loop of 2^63 rounds that does nothing",
                        "x0 -> for i in 0..9223372036854775807 { if false { Relu } } -> output y",
                        "E311"),
                new Bomb(
                        "blocks that hold two of the next, forty deep",
                        "seq B0 { Relu }\n" + lines(40, i -> "seq B" + (i + 1) + " { B" + i + " -> B" + i + " }")
                                + net("x0 -> b: B40 -> output y"),
                        "E311"),
                new Bomb(
                        "functions that call the next twice, forty deep",
                        "fn f0(v) = v\n" + lines(40, i -> "fn f" + (i + 1) + "(v) = f" + i + "(v) + f" + i + "(v)")
                                + net("x0 -> a: Conv(f40(1), 3) -> output y"),
                        "E311"),
                new Bomb(
                        "a hundred nets of nine thousand layers",
                        "seq S { for i in 0..9000 { Relu } }\n"
                                + lines(100, i -> "net N" + i + " { input x: [1] x -> a: S -> output y }"),
                        "E310"),
                new Bomb(
                        "nine thousand nets, each made of the one before",
                        "net N0 { input x: [1] x -> output y }\n" + lines(9_000, i -> "net N" + (i + 1) + " = N" + i),
                        "E312"),
                new Bomb(
                        "a constant made of ten thousand others",
                        "const A0 = 1\n" + lines(9_900, i -> "const A" + (i + 1) + " = A" + i)
                                + net("x0 -> a: Conv(A9900, 3) -> output y"),
                        "E312"),
                new Bomb(
                        "labels of sixty characters, sixty deep",
                        "seq B0 { for i in 0..9000 { BatchNorm } }\n"
                                + lines(60, i -> "seq B" + (i + 1) + " { " + "l".repeat(60) + ": B" + i + " }")
                                + net("x0 -> b: B60 -> output y"),
                        "E317"),
                bomb(
                        "streams doubled by concat sixty times",
                        lines(60, i -> "x" + (i + 1) + " = concat(x" + i + ", x" + i + ")") + "x60 -> output y",
                        "E314"),
                bomb("a layer of 2^31 channels", "x0 -> a: Conv(2147483647, 3) -> output y", "E315"),
                bomb("a kernel of 2^63", "x0 -> a: Conv(1, 9223372036854775807) -> output y", "E165"),
                new Bomb(
                        "two files that import each other",
                        "import \"loop.cnn\"\n" + net("x0 -> output y"),
                        "E178 W504"));
    }

    private static List<Bomb> values() {
        String list = "a = [i for i in 0..9000]\n  ";
        return List.of(
                new Bomb(
                        "lists that hold the next twice, sixty deep",
                        "const C0 = [1, 1]\n" + lines(60, i -> "const C" + (i + 1) + " = [C" + i + ", C" + i + "]")
                                + net("x0 -> a: Conv(len(C60), 3) -> output y"),
                        "E317"),
                new Bomb(
                        "texts that hold the next twice, sixty deep",
                        "const C0 = \"ab\"\n" + lines(60, i -> "const C" + (i + 1) + " = \"{C" + i + "}{C" + i + "}\"")
                                + net("require C60 == \"\", \"{C60}\" x0 -> output y"),
                        "E317"),
                bomb("a list of a billion", "a = [[[0 for i in 0..99] for j in 0..99] for k in 0..99999]", "E155 E317"),
                bomb(
                        "a billion looked at, none taken",
                        "a = [i for i in 0..999999999 if i < 0] x0 -> output y",
                        "E311"),
                bomb("nine thousand sums of nine thousand", list + "b = [sum(a) for i in a] x0 -> output y", "E311"),
                bomb("a zip of four long lists", list + "b = [len(zip(a, a, a, a)) for i in a] x0 -> output y", "E317"),
                bomb("parts of a long list", list + "b = [len(a[0..9000]) for i in a] x0 -> output y", "E311"),
                bomb("long lists compared", list + "b = [0 for i in a if a == a] x0 -> output y", "E311"),
                new Bomb(
                        "a long list as an argument",
                        "fn f(v) = 1\n" + net(list + "b = [f(a) for i in 0..9900] x0 -> output y"),
                        "E311 W501"),
                new Bomb(
                        "long texts in a list",
                        "const T = \"" + "x".repeat(4000) + "\"\n"
                                + net("b = [\"{T}\" for i in 0..9000] x0 -> output y"),
                        "E311"),
                bomb("a power that no machine holds", "a = pow(3, 9223372036854775807) x0 -> output y", "E316"),
                bomb("an exponent that is a page long", "a = 1e" + "9".repeat(3000) + " x0 -> output y", "E303"));
    }

    /** One layer each, of as many channels or positions as there may be, or more. */
    private static List<Bomb> extents() {
        return List.of(
                layer(
                        "a hundred thousand channels times a scale of a million",
                        "[100000, 100, 100]",
                        "u: Upsample(scale_factor=1000000)",
                        "E314"),
                layer("a position repeated 2^31 - 1 times", "[1, 1]", "Upsample(scale_factor=2147483647)", ""),
                layer(
                        "a thousand positions repeated two million times",
                        "[1, 1000]",
                        "Upsample(scale_factor=2147483)",
                        ""),
                layer("two axes of twenty million", "[1, 1, 1]", "Upsample(scale_factor=20000000)", "E314"),
                layer("a billion positions brought together", "[1, 2000000000]", "Upsample(size=1999999999)", ""),
                layer("a mean of a billion features", "[1000000000]", "Normalize(0.5, 0.5)", ""),
                layer("a mean of a hundred million channels", "[100000000, 2, 2]", "Normalize(0.5, 0.5)", ""),
                layer("a slope of a billion channels", "[1000000000]", "p: PRelu", ""),
                layer("a factor of a billion channels", "[1000000000]", "s: Scale", ""),
                layer("groups of half a billion channels", "[500000000, 2]", "g: GroupNorm(250000000)", ""),
                layer("a billion channels shuffled", "[500000000, 2]", "ChannelShuffle(250000000)", ""),
                layer("a pool of a billion bins", "[1, 2000000000]", "AdaptiveAvgPool(1999999999)", ""),
                layer("the largest of a billion bins", "[1, 2000000000]", "AdaptiveMaxPool(1999999999)", ""),
                layer("a billion positions of padding", "[1, 1]", "Pad(1000000000)", ""),
                layer("a billion positions cropped", "[1, 2000000000]", "Crop(1)", ""),
                layer("half a billion channels taken", "[1000000000, 2]", "Slice(0, 500000000)", ""),
                layer(
                        "a billion groups of one channel",
                        "[500000000, 2]",
                        "c: Conv(500000000, 1, groups=500000000)",
                        ""),
                layer(
                        "a billion channels in blocks",
                        "[400000000, 2]",
                        "c: Conv(400000000, 1, groups=400000000, bias=false)",
                        ""),
                layer("a stride of a billion", "[1, 1]", "c: ConvTranspose(1, 1000000000, stride=1000000000)", "E315"));
    }

    private static Bomb layer(String name, String shape, String layer, String codes) {
        return new Bomb(name, "net N {\n  input x: " + shape + "\n  x -> " + layer + " -> output y\n}\n", codes);
    }

    private static List<Bomb> problems() {
        return List.of(
                new Bomb("half a million parentheses", "const A = " + "(".repeat(500_000), "E306"),
                new Bomb("a hundred parentheses", "const A = " + "(".repeat(100) + "1" + ")".repeat(100), "E302"),
                new Bomb("ten thousand indices", "const A = B" + "[0]".repeat(10_000), "E302"),
                new Bomb("half a million comments in one another", "/*".repeat(500_000), "E102"),
                new Bomb("a hundred thousand holes", "const A = \"" + "{1}".repeat(100_000) + "\"", "E306"),
                new Bomb("a hundred thousand broken holes", "const A = \"" + "{+}".repeat(100_000) + "\"", "E100 E305"),
                bomb("twenty thousand unknown layers on one line", "x0 " + "-> Foo ".repeat(19_000), "E140 E155 E305"),
                new Bomb(
                        "nine thousand unknown names among as many known ones",
                        lines(7_900, i -> "seq A" + i + "a".repeat(40) + " { A" + i + "b".repeat(40) + " }"),
                        "E140 E305"),
                new Bomb("ten thousand declarations of one name", "const A = 1\n".repeat(9_900), "E146 E305"),
                new Bomb(
                        "wrong numbers on one long line",
                        ("const A = 1_0" + " ".repeat(500)).repeat(2000),
                        "E118 E305"),
                new Bomb("semicolons and hashes", ";#\n".repeat(39_000), "E113 E115"),
                new Bomb("half surrogates", "\uD800".repeat(300_000), "E105 E305"),
                new Bomb(
                        "two hundred blocks, each made of all",
                        lines(
                                190,
                                i -> "seq A" + i + " { "
                                        + IntStream.range(0, 100)
                                                .mapToObj(j -> "A" + (i * 7 + j) % 190)
                                                .collect(Collectors.joining(" -> "))
                                        + " }"),
                        "E153 E305"),
                new Bomb(
                        "conditions of no value, each of them two",
                        "net N(u) { input image: [1, 8, 8] image -> a: A0(u) -> output y }\n"
                                + lines(
                                        60,
                                        i -> "block A" + i + "(u) { return x -> if u { a: A" + (i + 1)
                                                + "(u) } else { b: A" + (i + 1) + "(u) } }")
                                + "block A60(u) { require u return x -> Relu }",
                        "W518"),
                new Bomb(
                        "six hundred nets of no value",
                        lines(
                                600,
                                i -> "net N" + i
                                        + "(u) { input x: [1, 8, 8] x -> c: Conv(u, 3) -> MaxPool(9) -> output y }"),
                        "W518"),
                bomb(
                        "ten thousand arguments that nothing takes",
                        "x0 -> a: Conv(" + lines(9_900, i -> "q" + i + "=1,") + "1) -> output y",
                        "E143 E305"),
                bomb(
                        "a label used ten thousand times before it is there",
                        "x0 " + "-> use a ".repeat(9_900),
                        "E145 E155 E305"),
                bomb("a label given ten thousand times", "x0 " + "-> a: BatchNorm ".repeat(9_000), "E148 E155 E305"));
    }

    /** What lints have a lot to say of, or to look for. */
    private static List<Bomb> findings() {
        String allowed = "// lint:allow(W401) r\n";
        return List.of(
                new Bomb(
                        "ten thousand constants of wrong names",
                        lines(9_900, i -> "const a" + i + " = 1"),
                        "E305 W502"),
                bomb(
                        "seven thousand streams that nothing takes",
                        lines(7_000, i -> "aA" + i + " = x0") + "x0 -> output y",
                        "E305 W501"),
                new Bomb("comments that silence one line", allowed.repeat(20_000) + net("x0 -> output y"), "E305 W590"),
                new Bomb(
                        "comments that silence what is behind other comments",
                        allowed.repeat(20_000) + "/**/\n".repeat(60_000) + net("x0 -> output y"),
                        "E305 W590"),
                new Bomb(
                        "a comment that silences a hundred thousand lints",
                        "// lint:allow(" + "W401,".repeat(100_000) + "W401) x\n" + net("x0 -> output y"),
                        "E305 W590"),
                new Bomb(
                        "a comment that silences twenty thousand unknown lints",
                        "// lint:allow(" + "a,".repeat(20_000) + "W401) x\n" + net("x0 -> output y"),
                        "E305 W592"),
                new Bomb("comments of other tools", "// noqa\n".repeat(20_000) + net("x0 -> output y"), "E305 W593"),
                new Bomb(
                        "seqs that each have a comment",
                        lines(6_000, i -> "seq s" + i + " { Relu } // lint:allow(W501) x"),
                        "E305 W502"),
                bomb(
                        "nine thousand stages that do nothing",
                        "x0 " + "-> Identity // lint:allow(W401) x\n".repeat(9_000) + " -> output y",
                        "E305 W512"),
                bomb(
                        "three findings on one line",
                        "x0 " + "-> Relu -> Identity -> Dropout(0.5) ".repeat(2_000) + " -> output y",
                        "E305 W512"),
                bomb(
                        "wide windows between resizes of long periods",
                        "a = [i for i in 0..2000] x0 -> Slice(0, 1) -> Reshape([1, 1024]) -> Upsample(size=100000) -> for i in a { \"c{i}\": Conv(1, 600, padding=300) -> Upsample(size=100000 - i) } -> output y",
                        "W307"),
                bomb(
                        "resizes of four thousand positions each",
                        "x0 -> Slice(0, 1) -> Reshape([1, 1024]) -> for i in 0..4900 { Upsample(size=4096) -> Upsample(size=4001) } -> output y",
                        ""),
                bomb(
                        "resizes of sixty thousand positions each",
                        "x0 -> Slice(0, 1) -> Reshape([1, 1024]) -> for i in 0..4900 { Upsample(size=65536) -> Upsample(size=65001) } -> output y",
                        ""));
    }

    private static Bomb bomb(String name, String body, String codes) {
        return new Bomb(name, net(body), codes);
    }

    private static String net(String body) {
        return NET + body + "\n}\n";
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(i -> line.apply(i) + "\n").collect(Collectors.joining());
    }

    private static List<Diagnostic> check(Bomb bomb) {
        var file = new SourceFile("bomb.cnn", bomb.text());
        MemoryFiles files = new MemoryFiles().with("bomb.cnn", bomb.text()).with("loop.cnn", "import \"bomb.cnn\"\n");
        List<Diagnostic> problems = new FrontEndSession(files).lint(List.of(file), each -> LintSettings.DEFAULT);
        TextRenderer.plain().render(problems);
        new JsonRenderer().render(problems);
        return problems;
    }

    /** @param arguments how often each is checked; the fastest counts */
    public static void main(String[] arguments) {
        int rounds = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Bomb bomb : all()) {
            long best = Long.MAX_VALUE;
            long allocated = 0;
            String codes = "";
            for (int i = 0; i < rounds; i++) {
                long before = thread.getCurrentThreadAllocatedBytes();
                long start = thread.getCurrentThreadCpuTime();
                List<Diagnostic> problems = check(bomb);
                best = Math.min(best, thread.getCurrentThreadCpuTime() - start);
                allocated = thread.getCurrentThreadAllocatedBytes() - before;
                codes = problems.stream()
                        .map(each -> each.code().code())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" "));
            }
            System.out.printf(Locale.ROOT, "%s | %s | %d | %.0f%n", bomb.name(), codes, allocated >> 20, best / 1e6);
        }
    }
}
