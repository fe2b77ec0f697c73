package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.Span;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What all of one net's elaboration shares. */
final class Session {
    private final Settings settings;
    private final Problems problems;
    private final GraphBuilder graph = new GraphBuilder();
    private final Budget budget;
    private final Map<Declared, Datum> constants = new HashMap<>();
    private final WrongChecks wrongChecks = new WrongChecks();
    private final Set<Declared> entered = new LinkedHashSet<>();
    private final boolean open;
    private final Map<Span, Assignment> assignments = new HashMap<>();
    private boolean assumes;
    private boolean extentsRead;

    /** @param open whether values are unknown although nothing is wrong, so that nothing is built */
    Session(Settings settings, Budget.Shared shared, boolean open, Problems problems) {
        this.budget = new Budget(shared);
        this.settings = settings;
        this.open = open;
        this.problems = problems;
    }

    /**
     * Whether values are unknown although nothing is wrong: parameters of a net without a default, or those of a block that no net uses. What is known
     * is looked at, and nothing is built.
     */
    boolean isOpen() {
        return open;
    }

    /** The checks of shapes so far that do not hold. */
    WrongChecks wrongChecks() {
        return wrongChecks;
    }

    /** The declarations that were expanded: nets, blocks and seqs. */
    Set<Declared> entered() {
        return entered;
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

    /** Which argument of a call is for which parameter; found out once, as a call may be reached many times. */
    Assignment assignment(Span call, Supplier<Assignment> found) {
        Assignment known = assignments.get(call);
        if (known != null) {
            return known;
        }
        Assignment assignment = found.get();
        assignments.put(call, assignment);
        return assignment;
    }

    /** A shape was taken for granted where the stream is unknown: what is built from here on is good for messages only. */
    void assume() {
        assumes = true;
    }

    boolean assumes() {
        return assumes;
    }
}
