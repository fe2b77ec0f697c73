package dev.convoke.compiler.elaborate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.graph.Node;
import dev.convoke.compiler.source.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nets over several files. */
class SeveralFilesTest {
    private static final String BLOCKS = """
            const WIDTH = 8
            fn wide(n) = n * WIDTH
            block ConvBn(c) { return x -> conv: Conv(wide(c), 3) -> Helper -> bn: BatchNorm }
            block Helper { return x -> Relu }
            net Tiny { input image: [1, 8, 8]  image -> Flatten -> output y }
            """;

    @Test
    void everyDeclarationIsSeenAndSeesItsOwnFile() {
        var files = new MemoryFiles().with("lib/blocks.cnn", BLOCKS).with("main.cnn", """
                import "lib/blocks.cnn"
                fn mine(n) = wide(n) + WIDTH
                net Main { input image: [3, 16, 16]  image -> stem: ConvBn(1) -> conv: Conv(mine(1), 1) -> output y }
                """);

        Checked checked = check(files, "main.cnn");

        assertThat(checked.diagnostics()).isEmpty();
        assertThat(checked.networks()).extracting(Network::name).containsExactly("Main");
        assertThat(Specs.names(checked.network().orElseThrow()))
                .contains("stem.conv.weight", "stem.bn.running_mean", "conv.weight");
        assertThat(checked.network().orElseThrow().graph().outputs().get(0).extents())
                .containsExactly(16, 14, 14);
    }

    @Test
    void placesAreInTheFileThatHasThem() {
        var files = new MemoryFiles()
                .with("lib/blocks.cnn", BLOCKS)
                .with(
                        "main.cnn",
                        "import \"lib/blocks.cnn\"\nnet Main { input image: [3, 16, 16]  image -> stem: ConvBn(1) -> Tanh -> output y }");

        Network net = check(files, "main.cnn").network().orElseThrow();

        List<Node> nodes = net.graph().nodes();
        assertThat(nodes)
                .extracting(node -> node.origin().line(net.span().file()))
                .containsExactly("blocks.cnn line 3", "blocks.cnn line 4", "blocks.cnn line 3", "line 2");
    }

    /** Two files may both have a helper of one name, as long as nobody sees both. */
    @Test
    void namesAreThoseOfTheFileThatAPieceStandsIn() {
        var files = new MemoryFiles()
                .with("a.cnn", "import \"a-helper.cnn\"\nblock A { return x -> c: Helper(2) }")
                .with("a-helper.cnn", "seq Helper(c) { Conv(SIZE * c, 1) }\nconst SIZE = 3")
                .with("b.cnn", "block B { return x -> c: Part(2) }\nseq Part(c) { Conv(SIZE * c, 1) }\nconst SIZE = 5")
                .with("main.cnn", """
                        import "a.cnn"
                        import "b.cnn"
                        seq Helper { Relu }
                        net Main { input image: [3, 4, 4]  image -> a: A -> b: B -> Helper -> output y }
                        """);

        Checked checked = check(files, "main.cnn");

        assertThat(checked.diagnostics()).isEmpty();
        assertThat(checked.network().orElseThrow().graph().nodes())
                .extracting(node -> node.output().extents().get(0))
                .containsExactly(6, 10, 10);
    }

    @Test
    void aFileIsReadOnceHoweverManyImportIt() {
        var files = new MemoryFiles()
                .with("base.cnn", "const N = 2 +")
                .with("one.cnn", "import \"base.cnn\"\n" + net("One"))
                .with("two.cnn", "import \"base.cnn\"\nimport \"one.cnn\"\n" + net("Two"));
        var session = new FrontEndSession(files);

        List<Diagnostic> one =
                session.check(files.file("one.cnn"), FrontEndOptions.all()).diagnostics();
        List<Diagnostic> two =
                session.check(files.file("two.cnn"), FrontEndOptions.all()).diagnostics();

        assertThat(one).hasSize(1);
        assertThat(one.get(0).place().file().name()).isEqualTo("base.cnn");
        assertThat(two).isEqualTo(one);
        assertThat(files.asked()).containsExactly("base.cnn", "base.cnn", "one.cnn");
        assertThat(session.sources(files.file("two.cnn")))
                .extracting(SourceFile::name)
                .containsExactly("two.cnn", "base.cnn", "one.cnn");
    }

    @Test
    void aFileForOthersNeedsNoNet() {
        var files = new MemoryFiles().with("blocks.cnn", "block B { return x -> Relu }");

        assertThat(check(files, "blocks.cnn").diagnostics()).isEmpty();
        assertThat(codes(FrontEnd.check(files.file("blocks.cnn"), FrontEndOptions.last())))
                .containsExactly(DiagnosticCode.NO_NET);
    }

    @Test
    void onlyNetsOfTheFileItselfAreCompiled() {
        var files = new MemoryFiles()
                .with("other.cnn", net("Other"))
                .with("main.cnn", "import \"other.cnn\"\n" + net("Main"));
        var session = new FrontEndSession(files);

        assertThat(session.check(files.file("main.cnn"), FrontEndOptions.all()).networks())
                .extracting(Network::name)
                .containsExactly("Main");
        assertThat(codes(session.check(files.file("main.cnn"), FrontEndOptions.net("Other"))))
                .containsExactly(DiagnosticCode.UNKNOWN_NET);
    }

    @Test
    void aNetMadeOfAnImportedOne() {
        var files = new MemoryFiles()
                .with("family.cnn", """
                        net Family(layers, extra = few) { input image: [1, 8, 8]
                          image -> for c in layers { conv{c}: Helper(c) } -> output y }
                        seq Helper(c) { Conv(c, few) }
                        const few = 3
                        """)
                .with(
                        "main.cnn",
                        "import \"family.cnn\"\nconst few = [4, 5]\nnet Small = Family(few)\nnet Smaller = Family(layers=[few[0]])");

        assertThat(codes(check(files, "main.cnn"))).containsExactly(DiagnosticCode.IMPORT_CLASH);
        files.with("main.cnn", files.file("main.cnn").text().replace("few", "many"));
        Checked checked = check(files, "main.cnn");
        assertThat(checked.diagnostics()).isEmpty();
        assertThat(checked.networks()).extracting(Network::name).containsExactly("Small", "Smaller");
        assertThat(Specs.names(checked.networks().get(0))).contains("conv4.0.weight", "conv5.0.weight");
        assertThat(codes(check(files, "family.cnn"))).isEmpty();
    }

    @Test
    void sixtyFourFilesDeepAndNoMore() {
        assertThat(check(chain(63), "f0.cnn").diagnostics()).isEmpty();
        assertThat(codes(check(chain(64), "f0.cnn"))).containsExactly(DiagnosticCode.TOO_DEEP);
        assertThat(codes(check(chain(500), "f0.cnn"))).containsExactly(DiagnosticCode.TOO_DEEP);
    }

    @Test
    void noClassHasTheNameOfAPackage() {
        var files = new MemoryFiles()
                .with("vision.cnn", net("vision"))
                .with("vision/heads/head.cnn", net("Head"))
                .with("audio.cnn", net("Audio") + "\n" + net("blocks"))
                .with(
                        "blocks/blocks.cnn",
                        "block Body { return x -> Relu }\nnet Open(c) { input image: [1, 8, 8]  image -> Relu -> output y }");
        var session = new FrontEndSession(files);
        List<Diagnostic> problems = session.checkPackages(Map.of(
                "org", List.of(files.file("vision.cnn"), files.file("audio.cnn")),
                "org.vision.heads", List.of(files.file("vision/heads/head.cnn")),
                "org.blocks", List.of(files.file("blocks/blocks.cnn"))));

        assertThat(TextRenderer.plain().render(problems)).isEqualTo("""
                error[E173]: the net `vision` would have a class `org.vision`, which is a package, too
                 --> vision.cnn:1:5
                  |
                1 | net vision { input image: [1, 8, 8]  image -> Flatten -> output y }
                  |     ^^^^^^ becomes this class
                 ::: vision/heads/head.cnn:1:5
                  |
                1 | net Head { input image: [1, 8, 8]  image -> Flatten -> output y }
                  |     ---- its class lies in the package `org.vision`
                  = Java has no class and package of one name
                help: name the net otherwise, for instance `VisionNet`, or the folder of the other specs
                """);
    }

    @Test
    void textsWithoutFilesImportNothing() {
        SourceFile text = new SourceFile("text.cnn", "import \"blocks.cnn\"\n" + net("Main"));

        assertThat(codes(FrontEnd.check(text, FrontEndOptions.all()))).containsExactly(DiagnosticCode.IMPORT_NOT_FOUND);
    }

    private static MemoryFiles chain(int length) {
        var files = new MemoryFiles();
        IntStream.range(0, length)
                .forEach(i -> files.with("f" + i + ".cnn", "import \"f" + (i + 1) + ".cnn\"\n" + net("Net" + i)));
        return files.with("f" + length + ".cnn", net("Last"));
    }

    private static String net(String name) {
        return "net " + name + " { input image: [1, 8, 8]  image -> Flatten -> output y }";
    }

    private static Checked check(MemoryFiles files, String name) {
        return new FrontEndSession(files).check(files.file(name), FrontEndOptions.all());
    }

    private static List<DiagnosticCode> codes(Checked checked) {
        return checked.diagnostics().stream().map(Diagnostic::code).toList();
    }
}
