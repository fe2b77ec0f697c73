package dev.convoke.compiler.plan;

/** The four programs of a network; the names are those of the runtime's phases. */
public enum Phase {
    /** Once after loading: what depends on the state alone. */
    PREPARE,
    /** Evaluation mode. */
    INFERENCE,
    /** Training mode, forward. */
    FORWARD,
    /** Training mode, backward. */
    BACKWARD
}
