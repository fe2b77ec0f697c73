package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import java.util.HashMap;
import java.util.Map;

/** What all of one net's elaboration shares. */
final class Session {
    private final Settings settings;
    private final Problems problems;
    private final GraphBuilder graph = new GraphBuilder();
    private final Budget budget;
    private final Map<Declared, Datum> constants = new HashMap<>();
    private boolean assumes;
    private boolean extentsRead;

    Session(Settings settings, Budget.Shared shared, Problems problems) {
        this.budget = new Budget(shared);
        this.settings = settings;
        this.problems = problems;
    }

    Settings settings() {
        return settings;
    }

    /** Problems that belong to no instantiation. */
    Problems problems() {
        return problems;
    }

    GraphBuilder graph() {
        return graph;
    }

    Budget budget() {
        return budget;
    }

    /** An extent of a stream became a number: what depends on it would be another with another input. */
    void readsExtents() {
        extentsRead = true;
    }

    boolean hasReadExtents() {
        return extentsRead;
    }

    /** Constants evaluated so far. */
    Map<Declared, Datum> constants() {
        return constants;
    }

    /** A shape was taken for granted where the stream is unknown: what is built from here on is good for messages only. */
    void assume() {
        assumes = true;
    }

    boolean assumes() {
        return assumes;
    }
}
