package dev.convoke.runtime.problem;

/** A data set cannot be read or does not fit. */
public final class DataException extends ConvokeException {
    private final String source;

    /** A failure of that kind in {@code source}, a path or a description of where the data came from. */
    public DataException(ProblemKind kind, String source, String detail, String hint) {
        super(kind, source + ": " + detail, hint);
        this.source = source;
    }

    /** The file, folder or collection that is at fault. */
    public String source() {
        return source;
    }
}
