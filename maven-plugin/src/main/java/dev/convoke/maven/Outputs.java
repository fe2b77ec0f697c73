package dev.convoke.maven;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.codehaus.plexus.build.BuildContext;

/** The folders that the plugin writes to. Sources and classes never have the same path, so one path names either. */
final class Outputs {
    private final Path sources;
    private final Path classes;
    private final BuildContext context;

    Outputs(Path sources, Path classes, BuildContext context) {
        this.sources = sources.normalize();
        this.classes = classes.normalize();
        this.context = context;
    }

    /** Whether a file is there with that content. */
    boolean holds(String path, String digest) {
        Path file = locate(path);
        try {
            return Files.isRegularFile(file)
                    && Digests.of(Files.readAllBytes(file)).equals(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what differs from what is there; returns the digests by path. */
    Map<String, String> write(Map<String, byte[]> files) {
        Map<String, String> digests = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(locate(file.getKey()), file.getValue());
                digests.put(file.getKey(), Digests.of(file.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digests;
    }

    private void write(Path file, byte[] content) throws IOException {
        if (Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Files.createDirectories(folder(file));
        try (var out = context.newFileOutputStream(file.toFile())) {
            out.write(content);
        }
    }

    /** Deletes files and the folders that this leaves empty; returns how many files there were. */
    int delete(Set<String> paths) throws IOException {
        int deleted = 0;
        for (String path : paths) {
            Path file = locate(path);
            if (Files.deleteIfExists(file)) {
                deleted++;
                context.refresh(file.toFile());
                deleteEmpty(folder(file));
            }
        }
        return deleted;
    }

    private void deleteEmpty(Path folder) throws IOException {
        if (folder.equals(sources) || folder.equals(classes)) {
            return;
        }
        try (var entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
        deleteEmpty(folder(folder));
    }

    /** What a file below one of the two folders lies in. */
    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private Path locate(String path) {
        Path root = path.endsWith(".java") ? sources : classes;
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw new IllegalArgumentException(path + " leads out of " + root);
        }
        // The root may be a link, which is the project's matter. One below it would lead elsewhere what is written and
        // deleted.
        for (Path each = file; !each.equals(root); each = folder(each)) {
            if (Files.isSymbolicLink(each)) {
                throw new UncheckedIOException(new IOException(each
                        + " is a link, and lies where the plugin writes: remove it, or set another output directory"));
            }
        }
        return file;
    }
}
