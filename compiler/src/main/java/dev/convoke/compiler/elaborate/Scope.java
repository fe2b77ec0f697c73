package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names that can be used at a place, innermost first. */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Binding> bindings = new HashMap<>();
    private Optional<Round> round = Optional.empty();

    private Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    static Scope empty() {
        return new Scope(Optional.empty());
    }

    Scope inner() {
        return new Scope(Optional.of(this));
    }

    /**
     * What tells the rounds of a {@code for} from each other.
     *
     * @param name the first name that each round gives anew
     * @param distinct whether it is surely another whole number in each round
     */
    record Round(Optional<Identifier> name, boolean distinct) {}

    /** In a round of a {@code for}. */
    Scope round(Round loop) {
        Scope inside = inner();
        inside.round = Optional.of(loop);
        return inside;
    }

    /** The name that the innermost {@code for} with one gives anew in each round. */
    Optional<String> round() {
        return round.flatMap(Round::name).map(Identifier::text).or(() -> outer.flatMap(Scope::round));
    }

    /** The loops around, the outermost first. */
    List<Round> rounds() {
        List<Round> all = new ArrayList<>(outer.map(Scope::rounds).orElse(List.of()));
        round.ifPresent(all::add);
        return all;
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
