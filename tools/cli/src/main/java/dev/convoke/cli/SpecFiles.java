package dev.convoke.cli;

import dev.convoke.compiler.source.ImportResolution;
import dev.convoke.compiler.source.ImportResolver;
import dev.convoke.compiler.source.SourceFile;
import dev.convoke.compiler.source.Utf8;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads specs from disk, each once: a file that is given and imported too keeps the name by which it was given. */
final class SpecFiles implements ImportResolver {
    /** The compiler refuses longer files; what follows is not even read. */
    private static final int MOST_BYTES = (1 << 20) + 1;

    /** Files of a folder that are looked at for one that may have been meant. */
    private static final int MOST_NEIGHBOURS = 1000;

    private final Map<Path, SourceFile> byRealPath = new HashMap<>();
    private final Map<Path, String> changed;

    /** Files as they are. */
    SpecFiles() {
        this(Map.of());
    }

    /** @param changed texts that some files are taken to have, by their {@linkplain #real real paths} */
    SpecFiles(Map<Path, String> changed) {
        this.changed = Map.copyOf(changed);
    }

    /** What tells a file from others, whatever it is called. */
    static Path real(String name) {
        Path file = Path.of(name);
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize(); // such a file will not be read
        }
    }

    /** A file that the user names. */
    SourceFile read(Path file) {
        try {
            return read(file, file.toString());
        } catch (IOException e) {
            throw FileException.reading(file, e);
        }
    }

    /** Files that the user names, each once. */
    List<SourceFile> readAll(List<Path> files) {
        return files.stream().map(this::read).distinct().toList();
    }

    private SourceFile read(Path file, String name) throws IOException {
        Path real = file.toRealPath();
        Optional<SourceFile> known = Optional.ofNullable(byRealPath.get(real));
        if (known.isPresent()) {
            return known.get();
        }
        try (var in = Files.newInputStream(real)) {
            String text = Utf8.decode(in.readNBytes(MOST_BYTES), MOST_BYTES - 1);
            var source = new SourceFile(name, changed.getOrDefault(real, text));
            byRealPath.put(real, source);
            return source;
        }
    }

    @Override
    public ImportResolution resolve(String path, SourceFile importing) {
        Path file;
        try {
            file = Path.of(importing.name()).resolveSibling(path).normalize();
        } catch (InvalidPathException e) {
            return new ImportResolution.Missing(path);
        }
        try {
            return new ImportResolution.Found(read(file, file.toString()));
        } catch (NoSuchFileException e) {
            return new ImportResolution.Missing(file.toString(), neighbours(path, file));
        } catch (IOException e) {
            return new ImportResolution.Unreadable(
                    Files.isDirectory(file)
                            ? file + " is a folder"
                            : String.valueOf(FileException.reading(file, e).getMessage()));
        }
    }

    /** The specs beside a file that is not there, written as the import would be. */
    private static List<String> neighbours(String path, Path missing) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        Path parent = Optional.ofNullable(missing.toAbsolutePath().getParent()).orElse(missing);
        try (Stream<Path> files = Files.list(parent)) {
            return files.limit(MOST_NEIGHBOURS)
                    .map(each -> String.valueOf(each.getFileName()))
                    .filter(each -> each.endsWith(".cnn"))
                    .map(folder::concat)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of(); // without the folder there is nothing to suggest
        }
    }
}
