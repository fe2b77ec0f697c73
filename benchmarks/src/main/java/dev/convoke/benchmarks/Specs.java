package dev.convoke.benchmarks;

import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The samples' specs, which lie in one folder of the class path. */
final class Specs implements ImportResolver {
    private final Map<String, SourceFile> files = new HashMap<>();

    SourceFile read(String name) {
        return files.computeIfAbsent(name, Specs::load);
    }

    private static SourceFile load(String name) {
        try (InputStream file = Objects.requireNonNull(Specs.class.getResourceAsStream("/specs/" + name), name)) {
            return new SourceFile(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ImportResolution resolve(String path, SourceFile importing) {
        return new ImportResolution.Found(read(path));
    }
}
