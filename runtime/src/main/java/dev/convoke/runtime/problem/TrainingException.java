package dev.convoke.runtime.problem;

/** A training run cannot start or cannot go on. */
public final class TrainingException extends ConvokeException {
    /** A failure of that kind; {@code hint} may be empty. */
    public TrainingException(ProblemKind kind, String detail, String hint) {
        super(kind, detail, hint);
    }
}
