package dev.convoke.runtime.problem;

import java.nio.file.Path;

/** A checkpoint cannot be resumed from. */
public final class CheckpointException extends ConvokeException {
    private final transient Path file;

    /** A failure of that kind in that file; {@code hint} may be empty. */
    public CheckpointException(ProblemKind kind, Path file, String detail, String hint) {
        super(kind, file + ": " + detail, hint);
        this.file = file;
    }

    /** The file that is at fault. */
    public Path file() {
        return file;
    }
}
