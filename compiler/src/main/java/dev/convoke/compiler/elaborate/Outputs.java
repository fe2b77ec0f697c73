package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The outputs of a net, in the order in which they are named. */
final class Outputs {
    private final Map<String, Output> byName = new LinkedHashMap<>();

    /** A stream that leaves the net; unknown after a problem. */
    record Output(Datum stream, Span span) {}

    /** Adds one; the one that has the name already, if there is one. */
    Optional<Output> add(String name, Datum stream, Span span) {
        return Optional.ofNullable(byName.putIfAbsent(name, new Output(stream, span)));
    }

    Map<String, Output> all() {
        return Collections.unmodifiableMap(byName);
    }
}
