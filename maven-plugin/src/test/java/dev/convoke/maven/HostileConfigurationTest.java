package dev.convoke.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.convoke.compiler.FrontEndSession;
import dev.convoke.compiler.diagnostic.TextRenderer;
import dev.convoke.compiler.limit.HostileTexts;
import dev.convoke.compiler.lint.configuration.LintConfiguration;
import dev.convoke.compiler.plan.Numerics;
import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.SourceFile;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.codehaus.plexus.build.BuildContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever text stands where in the plugin's configuration, and in the names of files: it is rejected, or harmless. */
class HostileConfigurationTest {
    private static final String SPEC = "net Net {\n  input x: [1]\n  x -> Relu -> output y\n}\n";

    private static final int MOST_BYTES = (1 << 20) + 1;

    @TempDir
    private Path folder = Path.of("");

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(HostileTexts.all());
        texts.addAll(List.of(
                "..",
                "../..",
                "a/../../b",
                "/etc",
                "~",
                "C:\\x",
                "a//b",
                "./a",
                "a/.",
                "con",
                "-",
                "%2e%2e",
                "a+b",
                "$(id)"));
        assertThat(texts).hasSizeGreaterThan(400);
        return texts;
    }

    /** Writes files, and is told the rest for nothing. Maven's own needs more of Maven than a test has. */
    private static BuildContext context() {
        return (BuildContext) Proxy.newProxyInstance(
                BuildContext.class.getClassLoader(),
                new Class<?>[] {BuildContext.class},
                (proxy, method, arguments) -> method.getName().equals("newFileOutputStream")
                        ? new FileOutputStream((File) arguments[0])
                        : null);
    }

    private SpecBuild build(String packageName) {
        return new SpecBuild(
                context(),
                new FrontEndSession(new ImportedFiles(List.of(folder))),
                packageName,
                false,
                Numerics.FAST,
                List.of(Path.of("runtime.jar")));
    }

    private static String failure(SpecBuild build) {
        try {
            build.fail();
            return "";
        } catch (MojoFailureException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Of the parameter, and of folders, which are packages too. */
    @Test
    void packages() {
        int rejected = 0;
        for (String text : texts()) {
            rejected += isRejected(new SpecFile("net.cnn", folder.resolve("net.cnn"), SPEC), text) ? 1 : 0;
            rejected += isRejected(new SpecFile(text + "/net.cnn", folder.resolve("net.cnn"), SPEC), "org") ? 1 : 0;
        }
        assertThat(rejected).isGreaterThan(texts().size());
    }

    private boolean isRejected(SpecFile spec, String packageName) {
        if (spec.packageName(packageName).matches("[A-Za-z]\\w*(\\.[A-Za-z]\\w*)*")) {
            return false;
        }
        SpecBuild build = build(packageName);
        assertThat(build.generate(spec)).as(packageName).isEmpty();
        String failure = failure(build);
        assertThat(failure).contains("no Java package");
        assertThat(failure.lines())
                .allSatisfy(line -> assertThat(TextRenderer.harmless(line)).isEqualTo(line));
        return true;
    }

    @Test
    void lints() {
        for (String text : texts()) {
            List<String> faults = new ArrayList<>();
            LintConfiguration.of(List.of(text), List.of(text + "x"), Map.of("W401", text, text, "error"), faults::add);
            assertThat(faults).as(text).hasSize(3);
        }
    }

    @Test
    void outputsStayBelowTheirFolders() throws IOException {
        Path target = folder.resolve("project/target");
        Outputs outputs = new Outputs(target.resolve("sources"), target.resolve("classes"), context());
        int written = 0;
        for (String text : texts()) {
            for (String path : List.of(text + "/Net.java", text + ".java", "../" + text + ".java", "org/" + text)) {
                written += isWritten(path, outputs) ? 1 : 0;
            }
        }
        assertThat(written).isPositive();
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.startsWith(target.resolve("sources"))
                                    || each.startsWith(target.resolve("classes")))
                            .isTrue());
        }
    }

    /** False if the path leads elsewhere, or there cannot be such a file. */
    private static boolean isWritten(String path, Outputs outputs) {
        try {
            outputs.write(Map.of(path, new byte[1]));
            return true;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void linksBelowTheOutputFolderAreNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.createSymbolicLink(out.resolve("org"), elsewhere);
        Files.createSymbolicLink(out.resolve("Net.java"), elsewhere.resolve("Net.java"));
        Outputs outputs = new Outputs(out, out, context());
        for (String path : List.of("org/Net.java", "org/example/Net.java", "Net.java")) {
            assertThatThrownBy(() -> outputs.write(Map.of(path, new byte[1])))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("is a link");
            assertThatThrownBy(() -> outputs.delete(Set.of(path))).hasMessageContaining("is a link");
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    /** Where outputs go is the project's matter, links in that path too. */
    @Test
    void theOutputFolderMayBeALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), real);
        new Outputs(linked, linked, context()).write(Map.of("org/Net.java", new byte[1]));
        assertThat(real.resolve("org/Net.java")).exists();
    }

    /** A name with a line break must not add lines of its own. */
    @Test
    void namesOfSpecsInTheState() throws IOException {
        Path file = folder.resolve("convoke/generate.state");
        for (String text : texts()) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                continue; // no file has such a name
            }
            String name = text + "\nout 0 ../victim.java\n" + text + ".cnn";
            var state = new State(Map.of(name, new State.Entry(name, "0", Map.of("org/Net.java", "1"))));
            state.write(file);
            assertThat(State.read(file)).as(text).isEqualTo(state);
        }
    }

    @Test
    void importsStayInTheProject() {
        var files = new ImportedFiles(List.of(folder));
        var importing = new SourceFile(folder.resolve("net.cnn").toString(), SPEC);
        for (String text : texts()) {
            for (String path : List.of(text + ".cnn", "../" + text + ".cnn", "a/../../" + text, "/etc/passwd")) {
                assertThat(files.resolve(path, importing)).isNotInstanceOf(ImportResolution.Found.class);
            }
        }
    }

    @Test
    void longFilesAndFilesThatAreNoText() throws IOException {
        Files.writeString(folder.resolve("long.cnn"), "/".repeat(5 * MOST_BYTES));
        Files.write(folder.resolve("noise.cnn"), "net \0 \u00E9".getBytes(StandardCharsets.ISO_8859_1));
        List<SpecFile> found = SpecFile.find(folder, List.of("**/*.cnn"), List.of());
        assertThat(found).extracting(each -> each.text().length()).containsExactly(MOST_BYTES, 7);
        SpecBuild build = build("org.example");
        found.forEach(each -> assertThat(build.generate(each)).isEmpty());
        assertThat(failure(build)).contains("error[E301]", "noise.cnn:1:");
    }

    @Test
    void filesThatAreNoUtf8() throws IOException {
        Path file = folder.resolve("latin.cnn");
        Files.write(file, "// a\n// caf\u00E9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> SpecFile.find(folder, List.of("**/*.cnn"), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("E402: " + file + ": it is no UTF-8 text: byte E9 at 2:7; save the file as UTF-8");
        var importing = new SourceFile(folder.resolve("net.cnn").toString(), SPEC);
        assertThat(new ImportedFiles(List.of(folder)).resolve("latin.cnn", importing))
                .isInstanceOf(ImportResolution.Unreadable.class);
    }

    /** Patterns of files find files of the source directory only. */
    @Test
    void patterns() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src"));
        Files.writeString(sources.resolve("net.cnn"), SPEC);
        Files.writeString(folder.resolve("outside.cnn"), SPEC);
        for (String text : texts()) {
            try {
                assertThat(SpecFile.find(sources, List.of(text, "../" + text, text + "*.cnn", "../*.cnn"), List.of()))
                        .as(text)
                        .allSatisfy(each -> assertThat(each.path()).startsWith(sources));
            } catch (InvalidPathException e) {
                assertThat(text).isNotEmpty();
            }
        }
    }
}
