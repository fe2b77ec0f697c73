package dev.convoke.maven;

import dev.convoke.compiler.emit.GeneratedFile;
import dev.convoke.compiler.javac.JavaCompilation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compiles the vector kernels of a net, which the project's own compiler would take only with an option. */
final class VectorKernels {
    private static final int BASELINE = 17;

    private VectorKernels() {}

    /** Class files by path. The other sources are compiled along, as the kernels refer to them, and dropped. */
    static Map<String, byte[]> compile(List<GeneratedFile> sources, List<Path> classPath) {
        Map<String, String> texts = new LinkedHashMap<>();
        sources.forEach(source -> texts.put(source.path(), source.text()));
        Set<String> kernels = sources.stream()
                .filter(GeneratedFile::needsVectorModule)
                .map(source -> source.path().replaceAll("\\.java$", ""))
                .collect(Collectors.toSet());
        Map<String, byte[]> files = new LinkedHashMap<>();
        JavaCompilation.compile(texts, classPath, Optional.of(BASELINE)).forEach((name, bytes) -> {
            String path = name.replace('.', '/');
            String outermost = path.contains("$") ? path.substring(0, path.indexOf('$')) : path;
            if (kernels.contains(outermost)) {
                files.put(path + ".class", bytes);
            }
        });
        return files;
    }
}
