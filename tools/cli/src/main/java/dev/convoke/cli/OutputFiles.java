package dev.convoke.cli;

import dev.convoke.runtime.file.AtomicFile;
import dev.convoke.runtime.problem.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

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
            throw FileException.writing(file, new AccessDeniedException(folder.toString()));
        }
    }

    /** Writes a file as a whole, or leaves the old one. */
    static void write(Path file, String text) {
        try {
            AtomicFile.write(file, channel -> {
                var bytes = StandardCharsets.UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            });
        } catch (IOException e) {
            throw FileException.writing(file, e);
        }
    }

    /** As {@link #write}; makes the folders that are not there. */
    static void writeWithFolders(Path file, String text) throws DataProblem {
        Path folder = folder(file);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataProblem(
                    DataCode.FILE_UNWRITABLE,
                    folder + ": the folder cannot be made: " + obstacle(folder),
                    "choose another one; nothing was written there");
        }
        write(file, text);
    }

    /** What is in the way is the last that there is on the way. */
    private static String obstacle(Path folder) {
        Path last = folder;
        while (!Files.exists(last)) {
            last = folder(last);
        }
        if (!Files.isDirectory(last)) {
            return last + " is no folder";
        }
        return Files.isWritable(last) ? last + " takes no folders" : "you may not write to " + last;
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), () -> file + " is no file");
    }
}
