package dev.convoke.runtime.problem;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file cannot be found, read or written. */
public final class FileException extends ConvokeException {
    private final transient Path file;

    private FileException(ProblemKind kind, Path file, String detail, String hint, IOException cause) {
        super(kind, file + ": " + detail, hint);
        this.file = file;
        initCause(cause);
    }

    /** A failure to read {@code file}. */
    public static FileException reading(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return new FileException(
                    ProblemKind.FILE_NOT_FOUND,
                    file,
                    "no such file",
                    "check the path; it is taken from " + folder(),
                    cause);
        }
        if (Files.isDirectory(file)) {
            return new FileException(
                    ProblemKind.FILE_UNREADABLE, file, "is a directory, not a file", "name a file in it", cause);
        }
        return new FileException(
                ProblemKind.FILE_UNREADABLE,
                file,
                "cannot be read: " + reason(cause),
                cause instanceof CharacterCodingException
                        ? "save the file as UTF-8"
                        : "check that you may read the file and that the disk is well",
                cause);
    }

    /** A failure to write {@code file}; the old file, if there was one, is untouched. */
    public static FileException writing(Path file, IOException cause) {
        return new FileException(
                ProblemKind.FILE_UNWRITABLE,
                file,
                "cannot be written: " + reason(cause) + "; an older file of that name is untouched",
                "check that the folder exists, that you may write there and that the disk is not full",
                cause);
    }

    /** The file that is at fault. */
    public Path file() {
        return file;
    }

    private static String folder() {
        return Path.of("").toAbsolutePath().toString();
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "the folder does not exist";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
