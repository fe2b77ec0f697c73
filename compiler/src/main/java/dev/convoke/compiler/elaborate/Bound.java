package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call with their values.
 *
 * @param assignment the parameters that they are given to
 * @param values one for each argument, in their order
 * @param written the call as it stands in the spec, but with the values of its arguments: {@code Conv(64, 3,
 *     padding=1)}
 */
record Bound(Assignment assignment, List<Datum> values, String written) {
    Bound {
        values = List.copyOf(values);
    }

    /** The name alone: nothing is given. */
    static Bound nothing(String name) {
        return new Bound(new Assignment(name, List.of(), Map.of(), true, Expansion.Places.NONE), List.of(), name);
    }

    /**
     * One argument.
     *
     * @param span with its name, {@code padding=1}
     * @param valueSpan without it
     */
    record Given(Datum value, Span span, Span valueSpan) {}

    /** Whether all that is required was given and nothing was wrong. */
    boolean complete() {
        return assignment.complete();
    }

    Optional<Given> find(String parameter) {
        return Optional.ofNullable(assignment.given().get(parameter)).map(this::given);
    }

    private Given given(int at) {
        var argument = assignment.arguments().get(at);
        return new Given(values.get(at), argument.span(), argument.value().span());
    }

    /** Where each argument stands. */
    Expansion.Places places() {
        return assignment.places();
    }
}
