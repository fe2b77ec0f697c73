package dev.convoke.cli;

import java.net.URI;
import java.nio.file.Path;

/** Files as URIs and annotations name them: relative to a folder if they lie below it. */
record FileUris(Path folder) {
    /** Relative to where the tool was started. */
    static FileUris here() {
        return new FileUris(Path.of("").toAbsolutePath().normalize());
    }

    /** The folder; ends in a slash. */
    String root() {
        String uri = folder.toUri().toASCIIString();
        return uri.endsWith("/") ? uri : uri + "/";
    }

    String of(String file) {
        Path path = folder.resolve(file).normalize();
        URI uri = path.toUri();
        return path.startsWith(folder) && !path.equals(folder)
                ? folder.toUri().relativize(uri).toASCIIString()
                : uri.toASCIIString();
    }

    /** A path with slashes, for those who take no URIs. */
    String name(String file) {
        Path path = folder.resolve(file).normalize();
        return (path.startsWith(folder) && !path.equals(folder) ? folder.relativize(path) : path)
                .toString()
                .replace('\\', '/');
    }
}
