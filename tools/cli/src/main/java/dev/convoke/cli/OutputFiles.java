package dev.convoke.cli;

import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** Text files that are there whole or not at all. */
final class OutputFiles {
    private OutputFiles() {}

    /** Fails now if writing would fail later, when hours of work hang on it. */
    static void requireWritable(Path file) {
        Path folder = folder(file);
        if (!Files.isDirectory(folder)) {
            throw FileException.writing(file, new NoSuchFileException(folder.toString()));
        }
        if (Files.isDirectory(file)) {
            throw FileException.writing(file, new IOException("it is a folder"));
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw FileException.writing(file, new IOException("it is not a regular file"));
        }
        if (!Files.isWritable(folder)) {
            throw FileException.writing(file, new java.nio.file.AccessDeniedException(folder.toString()));
        }
    }

    /** Writes to a temporary file beside it, forces it to disk and renames it. */
    static void write(Path given, String text) {
        Path file = given;
        try {
            if (Files.exists(given)) {
                // What a link points to is replaced, not the link; a device or a pipe cannot be replaced.
                file = given.toRealPath();
                if (!Files.isRegularFile(file)) {
                    throw new IOException("it is not a regular file");
                }
            }
            // Not createTempFile, whose files only their owner may read.
            Path temporary = folder(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                Files.writeString(temporary, text, StandardCharsets.UTF_8);
                try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    /** As {@link #write}; makes the folders that are not there. */
    static void writeWithFolders(Path file, String text) {
        Path folder = folder(file);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FileException.writing(folder, e);
        }
        write(file, text);
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is no file");
    }
}
