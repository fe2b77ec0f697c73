package dev.convoke.runtime.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that at any moment, a crash included, either the old or the whole new one is there. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Fills a channel. */
    public interface Body {
        void write(FileChannel channel) throws IOException;
    }

    /**
     * Runs {@code body} on a temporary file beside {@code file}, forces it to disk, and renames it over {@code file}.
     *
     * @throws IOException if that fails, or {@code file} is no regular file; then no part of a new file is left, and an old one is
     *     untouched
     */
    public static void write(Path file, Body body) throws IOException {
        // What a link points to is replaced, not the link.
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new IOException("is a directory");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new IOException("is not a regular file, and only such a file can be replaced as a whole");
        }
        Path folder = target.getParent();
        Path name = target.getFileName();
        if (folder == null || name == null) {
            throw new IOException("is no file name");
        }
        // Not Files.createTempFile: its file is readable by the owner only, and rename would keep that.
        Path temporary = folder.resolve(
                "." + name + "." + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        boolean done = false;
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                body.write(channel);
                channel.force(true);
            }
            move(temporary, target);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(temporary);
            }
        }
        forceFolder(folder);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the rename itself durable where the system allows opening a folder (Windows does not). */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file is complete; only the moment at which the rename reaches the disk is the system's choice.
        }
    }
}
