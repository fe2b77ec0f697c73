package dev.convoke.runtime.generated;

/** The four programs that a generated network consists of; each is a sequence of steps, each step one kernel. */
public enum Phase {
    /** Once after loading: {@link Frame#state} to {@link Frame#prepared} (fold batch norm, pack weights). */
    PREPARE,
    /** {@link Frame#inputs}, {@link Frame#state} and {@link Frame#prepared} to {@link Frame#outputs}, evaluation mode. */
    INFERENCE,
    /** {@link Frame#inputs} and {@link Frame#state} to {@link Frame#outputs}, training mode; running statistics in the state move. */
    FORWARD,
    /** {@link Frame#outputGradients} to {@link Frame#gradients} and, where asked for, {@link Frame#inputGradients}. */
    BACKWARD
}
