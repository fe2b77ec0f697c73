package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call, by the names of the parameters they are given to.
 *
 * @param written the call as it stands in the spec, but with the values of its arguments: {@code Conv(64, 3,
 *     padding=1)}
 * @param complete whether all that is required was given and nothing was wrong
 */
record Bound(Map<String, Given> given, String written, boolean complete) {
    Bound {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /**
     * One argument.
     *
     * @param span with its name, {@code padding=1}
     * @param valueSpan without it
     */
    record Given(Datum value, Span span, Span valueSpan) {}

    Optional<Given> find(String parameter) {
        return Optional.ofNullable(given.get(parameter));
    }

    /** Where each argument stands. */
    Map<String, Expansion.Given> places() {
        Map<String, Expansion.Given> places = new LinkedHashMap<>();
        given.forEach((name, each) -> places.put(name, new Expansion.Given(each.span(), each.valueSpan())));
        return places;
    }
}
