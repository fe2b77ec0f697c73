package dev.convoke.runtime.problem;

import java.nio.file.Path;

/** A file is no well-formed safetensors file, or a tensor in it is not what is needed. */
public final class SafetensorsException extends ConvokeException {
    private final transient Path file;

    /** A failure of that kind in that file; {@code hint} may be empty. */
    public SafetensorsException(ProblemKind kind, Path file, String detail, String hint) {
        super(kind, file + ": " + detail, hint);
        this.file = file;
    }

    /** The file that is at fault. */
    public Path file() {
        return file;
    }
}
