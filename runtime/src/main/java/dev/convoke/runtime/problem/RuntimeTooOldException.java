package dev.convoke.runtime.problem;

/** A generated class needs a newer runtime than the one it meets. */
public final class RuntimeTooOldException extends ConvokeException {
    /** {@code net} was generated for contract version {@code needed}; this runtime understands up to {@code supported}. */
    public RuntimeTooOldException(String net, int needed, int supported) {
        super(
                ProblemKind.RUNTIME_TOO_OLD,
                net + " was generated for version " + needed
                        + " of the contract between generated code and convoke-runtime; this convoke-runtime understands versions up to "
                        + supported,
                "use the same version of convoke-runtime as of the convoke-maven-plugin that generated the class");
    }
}
