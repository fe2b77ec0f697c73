package dev.convoke.conformance;

import dev.convoke.compiler.emit.GeneratedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources in memory. */
final class InMemory {
    /**
     * What javac made.
     *
     * @param classes the bytes of each class, by its binary name
     * @param warnings what it had to say
     */
    record Result(Map<String, byte[]> classes, List<Diagnostic<? extends JavaFileObject>> warnings) {
        ClassLoader loader() {
            return new ClassLoader(InMemory.class.getClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    byte[] bytes = classes.get(name);
                    if (bytes == null) {
                        throw new ClassNotFoundException(name);
                    }
                    return defineClass(name, bytes, 0, bytes.length);
                }
            };
        }
    }

    private InMemory() {}

    /**
     * Compiles files together.
     *
     * @throws AssertionError with all errors, if there are any
     */
    static Result compile(List<GeneratedFile> files, String... options) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        try (StandardJavaFileManager standard = javac.getStandardFileManager(diagnostics, null, null);
                JavaFileManager manager = new Output(standard, classes)) {
            boolean done = javac.getTask(
                            null,
                            manager,
                            diagnostics,
                            List.of(options),
                            null,
                            files.stream().map(Source::new).toList())
                    .call();
            if (!done) {
                throw new AssertionError(diagnostics.getDiagnostics().stream()
                        .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                        .limit(10)
                        .map(Object::toString)
                        .collect(Collectors.joining("\n")));
            }
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        classes.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
        return new Result(bytes, diagnostics.getDiagnostics());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(GeneratedFile file) {
            super(URI.create("memory:///" + file.path()), Kind.SOURCE);
            this.text = file.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        Output(StandardJavaFileManager standard, Map<String, ByteArrayOutputStream> classes) {
            super(standard);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
