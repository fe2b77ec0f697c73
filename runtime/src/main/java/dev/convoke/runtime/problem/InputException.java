package dev.convoke.runtime.problem;

/** A caller's array or batch does not fit the network. */
public final class InputException extends ConvokeException {
    /** A failure of that kind; {@code hint} may be empty. */
    public InputException(ProblemKind kind, String detail, String hint) {
        super(kind, detail, hint);
    }
}
