package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import java.util.HashMap;
import java.util.Map;

/** What all of one net's elaboration shares. */
final class Session {
    private final Declarations declarations;
    private final Settings settings;
    private final Problems problems;
    private final GraphBuilder graph = new GraphBuilder();
    private final Budget budget = new Budget();
    private final Map<String, Datum> constants = new HashMap<>();

    Session(Declarations declarations, Settings settings, Problems problems) {
        this.declarations = declarations;
        this.settings = settings;
        this.problems = problems;
    }

    Declarations declarations() {
        return declarations;
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

    /** Constants evaluated so far. */
    Map<String, Datum> constants() {
        return constants;
    }
}
