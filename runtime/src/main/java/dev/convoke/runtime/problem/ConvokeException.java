package dev.convoke.runtime.problem;

import java.util.Objects;

/**
 * A failure that a file, an array or a setting from outside caused, as opposed to a fault of the library. The message says what
 * was expected and what was found; {@link #hint()} says the way out.
 */
public abstract sealed class ConvokeException extends RuntimeException
        permits CheckpointException,
                DataException,
                FileException,
                InputException,
                RuntimeTooOldException,
                SafetensorsException,
                TrainingException,
                WeightsException {
    private final ProblemKind kind;
    private final String detail;
    private final String hint;

    ConvokeException(ProblemKind kind, String detail, String hint) {
        super(hint.isEmpty() ? detail : detail + System.lineSeparator() + "help: " + hint);
        this.kind = Objects.requireNonNull(kind);
        this.detail = detail;
        this.hint = hint;
    }

    /** Which fault it is. */
    public final ProblemKind kind() {
        return kind;
    }

    /** What was expected and what was found, without the way out. */
    public final String detail() {
        return detail;
    }

    /** The way out; empty where there is none to tell. */
    public final String hint() {
        return hint;
    }
}
