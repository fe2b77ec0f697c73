package dev.convoke.compiler.plan;

import dev.convoke.compiler.graph.Network;

/** What a network needs does not fit into the array that it is to lie in. */
public final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The longest array that every Java can make. */
    public static final int LONGEST = Integer.MAX_VALUE - 8;

    /** What lies in an array of its own. */
    public enum Part {
        PREPARED_WEIGHTS,
        INFERENCE,
        TRAINING
    }

    private final transient Network network;
    private final Part part;
    private final long floats;

    TooLongException(Network network, Part part, long floats) {
        super(network.name() + ", " + part + ": " + floats + " floats");
        this.network = network;
        this.part = part;
        this.floats = floats;
    }

    public Network network() {
        return network;
    }

    public Part part() {
        return part;
    }

    /** The length that the array would have, or a position that it would have to have. */
    public long floats() {
        return floats;
    }
}
