package dev.convoke.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.convoke.compiler.BackEnd;
import dev.convoke.compiler.Checked;
import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.graph.Network;
import dev.convoke.compiler.javac.JavaCompilation;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a spec to classes. */
final class GeneratedJava {
    /** Larger nets only take longer. */
    private static final int MOST_NODES = 60;

    private GeneratedJava() {}

    /** Compiles the nets of a text, if it has any; returns how many. */
    static int check(String text) {
        Checked checked = Properties.ofChecking(text);
        int compiled = 0;
        for (Network network : checked.networks()) {
            if (network.graph().nodes().size() <= MOST_NODES) {
                classes(network, "org.example");
                compiled++;
            }
        }
        return compiled;
    }

    /** Class files by name. */
    static Map<String, byte[]> classes(Network network, String packageName) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (GeneratedFile file : BackEnd.java(network, packageName)) {
            sources.put(file.path(), file.text());
        }
        Map<String, byte[]> classes = JavaCompilation.compile(sources, classPath(), Optional.of(17));
        assertThat(classes).isNotEmpty();
        return classes;
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
