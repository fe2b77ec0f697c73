package dev.convoke.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.javac.JavaCompilation;
import dev.convoke.runtime.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nets become classes: what they may be called, alone and beside others. */
class NetNamesTest {
    /** Of types and variables that generated code uses. */
    private static final List<String> NAMES = List.of(
            "Math",
            "Float",
            "String",
            "Override",
            "Class",
            "System",
            "Throwable",
            "List",
            "MethodHandles",
            "Model",
            "Twin",
            "Phase",
            "FloatMath",
            "IntVector",
            "Integer",
            "Randoms",
            "FloatVector",
            "lookup",
            "lanes",
            "twin");

    private static final String SMALL = """
            net %s {
              input image: [3]
              image -> fc: Linear(3) -> Softmax -> output y
            }
            """;

    /** Its stages are called as types of generated code, which it uses. */
    private static final String NET = """
            net %s {
              input image: [3, 7, 7]
              image -> Math: Conv(20, 3) -> Float: BatchNorm -> Relu -> Sigmoid -> Dropout(0.5) -> Flatten
                    -> FloatVector: Linear(3) -> Softmax -> output String
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Path spec = Path.of("");
    private Path sources = Path.of("");

    @BeforeEach
    void paths() {
        spec = folder.resolve("net.cnn");
        sources = folder.resolve("sources");
    }

    @Test
    void namesOfTypesAreNamesOfNets() throws IOException, ReflectiveOperationException {
        String all = NAMES.stream().map(SMALL::formatted).collect(Collectors.joining("", "", NET.formatted("Float16")));
        Files.writeString(spec, all);
        assertThat(generate("java", spec).err()).isEmpty();
        var loader = new GeneratedClasses(JavaCompilation.compile(generated(), List.of(runtime()), Optional.of(17)));
        for (String name : NAMES) {
            check(loader, name, 3);
        }
        check(loader, "Float16", 3 * 7 * 7);
    }

    private static void check(ClassLoader loader, String net, int elements) throws ReflectiveOperationException {
        Object model =
                loader.loadClass("p." + net).getMethod("initialise", long.class).invoke(null, 1L);
        float[] probabilities = ((Model) model).predict(new float[elements]);
        assertThat(probabilities[0] + probabilities[1] + probabilities[2])
                .as(net)
                .isBetween(0.999f, 1.001f);
    }

    private Map<String, String> generated() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(sources.resolve("p"))) {
            for (Path file : files.sorted().toList()) {
                texts.put(sources.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return texts;
    }

    private static Path runtime() {
        return Path.of(
                Model.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    @Test
    void wordsOfJavaAreNot() throws IOException {
        for (String word : List.of("class", "int", "record", "java")) {
            Files.writeString(spec, NET.formatted(word));
            generate("java", spec).failedWith("E172");
            assertThat(sources).doesNotExist();
        }
    }

    @Test
    void twoSpecsWithTheSameNet() throws IOException {
        Files.writeString(spec, NET.formatted("Tiny"));
        Path other = Files.writeString(folder.resolve("other.cnn"), NET.formatted("Tiny"));
        Tool tool = generate("opencl", spec, other).failedWith("E173");
        assertThat(tool.err()).contains("other.cnn:1:5", "net.cnn:1:5");
        assertThat(sources).doesNotExist();
    }

    @Test
    void oneSpecTwice() throws IOException {
        Files.writeString(spec, NET.formatted("Tiny"));
        assertThat(generate("java", spec, spec).status()).isZero();
    }

    private Tool generate(String target, Path... specs) {
        Stream<Object> words = Stream.of("generate", "-o", sources, "--package", "p", "--target", target);
        return Tool.run(Stream.concat(words, Stream.of(specs)).toArray());
    }
}
