package dev.convoke.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.FrontEnd;
import dev.convoke.compiler.FrontEndOptions;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.elaborate.Settings;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.emit.java.Tailoring;
import dev.convoke.compiler.emit.opencl.OpenClHost;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.limit.HostileTexts;
import dev.convoke.compiler.plan.Plan;
import dev.convoke.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever text stands where in a spec: it is rejected, or the generated code does what that of an innocent spec does. */
class HostileTextTest {
    private static final String INNOCENT = "innocent";

    /** Of texts that do not reach the code, of so many one is looked at in it. */
    private static final int OFTEN = 20;

    /** Places of a spec where text can stand; {@code @} is the text. */
    enum Slot {
        DOCUMENTATION("/// @"),
        LINE_COMMENT("// @"),
        BLOCK_COMMENT("/* @ */"),
        SUPPRESSION("// lint:allow(W501) @"),
        CONSTANT("const @ = 1"),
        CONSTANT_TEXT("const C = \"@\""),
        FUNCTION("fn @(v) = v"),
        BLOCK("block @ { return x -> Relu }"),
        MESSAGE("seq S(k) { require k == 2, \"@\" Relu }"),
        NET("", "@", "image", "p", "conv", "y", ""),
        INPUT("", "Net", "@", "p", "conv", "y", ""),
        PARAMETER("", "Net", "image", "@", "conv", "y", ""),
        LABEL("", "Net", "image", "p", "@", "y", ""),
        QUOTED_LABEL("", "Net", "image", "p", "\"@\"", "y", ""),
        OUTPUT("", "Net", "image", "p", "conv", "@", ""),
        STREAM("", "Net", "image", "p", "conv", "y", "@ = image -> Relu"),
        REQUIREMENT("", "Net", "image", "p", "conv", "y", "require image.c == 1, \"@\"");

        private final String before;
        private final String net;

        Slot(String before) {
            this(before, "Net", "image", "p", "conv", "y", "");
        }

        Slot(String before, String net, String input, String parameter, String label, String output, String statement) {
            this.before = before;
            this.net = """
                    net %s(%s = 2) {
                      input %s: [1, 4, 4]
                      %s
                      %s -> %s: Conv(2, 3) -> Relu -> output %s
                    }
                    """.formatted(net, parameter, input, statement, input, label, output);
        }

        /** Whether what stands there is in the generated code, in some form. */
        boolean reachesCode() {
            return switch (this) {
                case DOCUMENTATION, NET, INPUT, OUTPUT, LABEL, QUOTED_LABEL, STREAM -> true;
                default -> false;
            };
        }

        String with(String text) {
            return (before + "\n" + net).replace("@", text);
        }
    }

    @Test
    void thereAreManyTexts() {
        assertThat(HostileTexts.all()).hasSizeGreaterThan(400);
    }

    @ParameterizedTest
    @EnumSource(Slot.class)
    void inSpecs(Slot slot) {
        Map<String, String> innocent =
                code(check("net.cnn", slot.with(INNOCENT)).network().orElseThrow());
        // A text may make a comment of the statement that it stands in, or be a comment.
        Map<String, String> without =
                code(check("net.cnn", Slot.LINE_COMMENT.with("")).network().orElseThrow());
        int accepted = 0;
        List<String> texts = HostileTexts.all();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            Checked checked = Properties.ofChecking(slot.with(text));
            accepted += checked.network().isPresent() ? 1 : 0;
            if (checked.network().isPresent() && (slot.reachesCode() || i % OFTEN == 0)) {
                assertThat(code(checked.network().get()))
                        .as(slot + " with " + text)
                        .isIn(innocent, without);
            }
        }
        assertThat(accepted).isPositive();
    }

    /** The code of both targets, each word of it a {@code w}: names differ, what is done with them does not. */
    private static Map<String, String> code(Network network) {
        Map<String, String> code = new TreeMap<>();
        Plan plan = BackEnd.plan(network);
        List<GeneratedFile> files = new ArrayList<>(BackEnd.java(plan, "org.example", Tailoring.inference(8)));
        files.addAll(OpenClHost.emit(plan, "org.example.cl"));
        for (GeneratedFile file : files) {
            assertThat(file.path()).matches("org/example/(cl/)?[A-Za-z][A-Za-z0-9_]*\\.[a-z]+");
            assertThat(Properties.harmful(file.text())).isEmpty();
            String text = file.path().endsWith(".java") ? JavaCode.ofJava(file.text()) : JavaCode.ofC(file.text());
            int name = file.path().lastIndexOf('/') + 1;
            String own = file.path().substring(name);
            assertThat(own).startsWith(network.name());
            code.put(
                    file.path().substring(0, name)
                            + own.substring(network.name().length()),
                    // A class of the spec's name makes others of that name stand with their package.
                    text.replaceAll("import [^;]*;", "")
                            .replaceAll("\\w+", "w")
                            .replaceAll("\\s+", "")
                            .replaceAll("w(\\.w)+", "w"));
        }
        return code;
    }

    private static Checked check(String name, String text) {
        return FrontEnd.check(new SourceFile(name, text), FrontEndOptions.all());
    }

    /** Everything at once that is accepted, in one class: it has the members of an innocent one, no more and no less. */
    @Test
    void membersOfTheClass() {
        List<String> lines = HostileTexts.all().stream()
                .filter(each -> each.length() < 1000 && !each.contains("\0"))
                .map(each -> each.replaceAll("\\R", " "))
                .toList();
        String documentation = lines.stream().map(each -> "/// " + each + "\n").collect(Collectors.joining());
        String spec = Slot.NET.with("Net");
        assertThat(members(documentation.strip() + spec.stripLeading().indent(0).replaceFirst("^", "\n")))
                .isEqualTo(members(spec));
    }

    private static List<String> members(String spec) {
        Network network = check("net.cnn", spec).network().orElseThrow();
        Map<String, byte[]> classes = GeneratedJava.classes(network, "org.example");
        var loader = new ClassLoader(HostileTextTest.class.getClassLoader()) {
            Class<?> define(String name) {
                byte[] bytes = classes.get(name);
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        Class<?> net = loader.define("org.example.Net");
        List<String> members = new ArrayList<>(classes.keySet());
        Stream.of(net.getDeclaredFields(), net.getDeclaredMethods(), net.getDeclaredConstructors())
                .flatMap(Arrays::stream)
                .map(String::valueOf)
                .sorted()
                .forEach(members::add);
        return members;
    }

    @Test
    void inTheNameOfTheFile() {
        String spec = Slot.NET.with("Net");
        Map<String, String> innocent = code(check("net.cnn", spec).network().orElseThrow());
        List<String> texts = HostileTexts.all();
        for (int i = 0; i < texts.size(); i++) {
            String text = texts.get(i);
            if (i % 4 == 0) {
                assertThat(code(check(text, spec).network().orElseThrow()))
                        .as(text)
                        .isEqualTo(innocent);
            }
            String problem = TextRenderer.plain()
                    .render(check(text, "net Net { input a: [1] a -> Rleu -> output y }")
                            .diagnostics());
            assertThat(Properties.harmful(problem)).isEmpty();
        }
    }

    @Test
    void inTheNameOfThePackage() {
        for (String text : HostileTexts.all()) {
            for (String name : List.of(text, "org." + text, text + ".example")) {
                if (BackEnd.isPackageName(name) && !name.isEmpty()) {
                    assertThat(name).matches("[A-Za-z][A-Za-z0-9_]{0,63}(\\.[A-Za-z][A-Za-z0-9_]{0,63})*");
                }
            }
        }
        assertThat(BackEnd.isPackageName("org.example")).isTrue();
        assertThat(BackEnd.isPackageName("org.class")).isFalse();
        assertThat(BackEnd.isPackageName("org..example")).isFalse();
    }

    @Test
    void inSettings() {
        SourceFile file = new SourceFile("net.cnn", Slot.NET.with("Net").replace("-> Relu", "-> if p == 2 { Relu }"));
        for (String text : HostileTexts.all()) {
            for (Settings settings : List.of(
                    new Settings(Map.of("p", text), Map.of()),
                    new Settings(Map.of(text, "1"), Map.of()),
                    new Settings(Map.of("p", "\"" + text), Map.of()),
                    new Settings(Map.of("p", "[" + text), Map.of()),
                    new Settings(Map.of(), Map.of(text, List.of(1, 2, 3))))) {
                Checked checked = FrontEnd.check(file, FrontEndOptions.last().with(settings));
                assertThat(Properties.harmful(TextRenderer.plain().render(checked.diagnostics())))
                        .isEmpty();
            }
            Checked unknown = FrontEnd.check(
                    file, new FrontEndOptions(FrontEndOptions.Selection.ONE, Optional.of(text), Settings.NONE));
            assertThat(Properties.harmful(TextRenderer.plain().render(unknown.diagnostics())))
                    .isEmpty();
        }
    }

    /** Imports lead to the resolver as they are written, or are refused. */
    @Test
    void inPathsOfImports() {
        for (String text : HostileTexts.all()) {
            List<String> asked = new ArrayList<>();
            var session = new dev.convoke.compiler.FrontEndSession((path, importing) -> {
                asked.add(path);
                return new dev.convoke.compiler.source.ImportResolution.Missing(path);
            });
            var file = new SourceFile("net.cnn", "import \"" + text + ".cnn\"\n" + Slot.NET.with("Net"));
            Checked checked = session.check(file, FrontEndOptions.all());
            assertThat(checked.hasErrors()).as(text).isTrue();
            assertThat(Properties.harmful(TextRenderer.plain().render(checked.diagnostics())))
                    .isEmpty();
            assertThat(asked)
                    .allSatisfy(path -> assertThat(path)
                            .doesNotStartWith("/")
                            .doesNotContain("\\")
                            .doesNotContain(":")
                            .endsWith(".cnn"));
        }
    }
}
