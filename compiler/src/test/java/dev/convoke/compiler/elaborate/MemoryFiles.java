package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Specs by their path below a folder that nothing leads out of; those called {@code locked.cnn} cannot be read. */
public final class MemoryFiles implements ImportResolver {
    private final Map<String, SourceFile> files = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** All specs in a folder of the disk and those below it. */
    public static MemoryFiles of(Path folder) {
        MemoryFiles all = new MemoryFiles();
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file :
                    found.filter(each -> each.toString().endsWith(".cnn")).toList()) {
                all.with(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    public MemoryFiles with(String path, String text) {
        files.put(path, new SourceFile(path, text));
        return this;
    }

    SourceFile file(String path) {
        return Optional.ofNullable(files.get(path)).orElseThrow();
    }

    /** How often files were asked for. */
    List<String> asked() {
        return asked;
    }

    @Override
    public ImportResolution resolve(String path, SourceFile importing) {
        asked.add(path);
        String folder = importing.name().substring(0, importing.name().lastIndexOf('/') + 1);
        String name = Path.of(folder, path).normalize().toString().replace('\\', '/');
        if (name.startsWith("..")) {
            return new ImportResolution.Outside("the test's");
        }
        if (name.endsWith("locked.cnn")) {
            return new ImportResolution.Unreadable("permission denied");
        }
        if (name.equals(importing.name())) {
            return new ImportResolution.Found(importing);
        }
        return Optional.ofNullable(files.get(name))
                .<ImportResolution>map(ImportResolution.Found::new)
                .orElseGet(() -> new ImportResolution.Missing(name, List.copyOf(files.keySet())));
    }
}
