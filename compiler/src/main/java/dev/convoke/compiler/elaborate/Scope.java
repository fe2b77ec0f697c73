package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names that can be used at a place, innermost first. */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Binding> bindings = new HashMap<>();
    private Optional<String> counter = Optional.empty();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    static Scope empty() {
        return new Scope(Optional.empty());
    }

    Scope inner() {
        return new Scope(Optional.of(this));
    }

    /** In a round of a {@code for}, with the first name that each round gives anew. */
    Scope round(Optional<String> name) {
        Scope round = inner();
        round.counter = name;
        return round;
    }

    /** The name that the innermost {@code for} gives anew in each round. */
    Optional<String> round() {
        return counter.or(() -> outer.flatMap(Scope::round));
    }

    /** What a name stands for and where it was given. */
    record Binding(Datum value, Span span) {}

    void define(String name, Datum value, Span span) {
        bindings.put(name, new Binding(value, span));
    }

    Optional<Binding> find(String name) {
        Binding here = bindings.get(name);
        return here != null ? Optional.of(here) : outer.flatMap(scope -> scope.find(name));
    }
}
