package dev.convoke.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Makes a jar of parts of others. */
final class JarWriter implements AutoCloseable {
    private final JarOutputStream out;

    JarWriter(Path jar) throws IOException {
        this.out = new JarOutputStream(Files.newOutputStream(jar));
    }

    void add(String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
    }

    /** Files whose names begin so, of the jar or folder that a class lies in. */
    void addFrom(Class<?> type, String... beginnings) throws IOException {
        Path from = location(type);
        if (Files.isDirectory(from)) {
            for (Path file : files(from)) {
                String name = from.relativize(file).toString().replace('\\', '/');
                if (begins(name, beginnings)) {
                    add(name, Files.readAllBytes(file));
                }
            }
            return;
        }
        try (var jar = new JarFile(from.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (!entry.isDirectory() && begins(entry.getName(), beginnings)) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream in = jar.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }
    }

    private static boolean begins(String name, String... beginnings) {
        return Arrays.stream(beginnings).anyMatch(name::startsWith);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    /** The jar or folder that a class lies in. */
    static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
