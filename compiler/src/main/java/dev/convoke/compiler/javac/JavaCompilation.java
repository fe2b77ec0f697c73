package dev.convoke.compiler.javac;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Runs the JDK's compiler over generated sources. The Vector API's module is always added, so that the vector twins compile; it
 * is no part of what callers of the resulting classes must do, as only the twins refer to it.
 */
public final class JavaCompilation {
    private JavaCompilation() {}

    /**
     * Class files by binary name.
     *
     * @param sources text by path, {@code org/example/Net.java}
     * @param classPath where the runtime is
     * @param release the oldest Java version that must run the classes; none for this JVM's own
     * @throws IllegalStateException if there is no compiler, as in a JVM without the module {@code jdk.compiler}
     * @throws IllegalArgumentException if the sources do not compile, which is a fault of their generator
     */
    public static Map<String, byte[]> compile(
            Map<String, String> sources, Collection<Path> classPath, Optional<Integer> release) {
        JavaCompiler compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
                .orElseThrow(() -> new IllegalStateException("this Java has no compiler: run with a JDK, not a JRE"));
        var problems = new DiagnosticCollector<JavaFileObject>();
        try (var store =
                new ClassStore(compiler.getStandardFileManager(problems, Locale.ROOT, StandardCharsets.UTF_8))) {
            var units = sources.entrySet().stream()
                    .map(entry -> new JavaText(entry.getKey(), entry.getValue()))
                    .toList();
            var task = compiler.getTask(null, store, problems, options(classPath, release), null, units);
            if (!task.call()) {
                throw new IllegalArgumentException("generated source does not compile:\n" + text(problems));
            }
            return store.classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> options(Collection<Path> classPath, Optional<Integer> release) {
        var options = new ArrayList<>(List.of("-proc:none", "-nowarn", "-Xlint:none", "--add-modules"));
        options.add("jdk.incubator.vector");
        options.add("-classpath");
        options.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        release.ifPresent(version -> options.addAll(List.of("--release", version.toString())));
        return options;
    }

    private static String text(DiagnosticCollector<JavaFileObject> problems) {
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .limit(20)
                .map(problem -> problem.toString())
                .collect(Collectors.joining("\n"));
    }
}
