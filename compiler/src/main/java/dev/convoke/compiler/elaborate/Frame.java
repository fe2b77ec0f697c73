package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The surroundings in which a piece of a spec is elaborated.
 *
 * @param session what the whole net shares
 * @param scope the names in sight
 * @param place the instantiation that the piece belongs to
 * @param container where stages get their names; none within functions and constants, which have no stages
 * @param problems where problems go, with the instantiations that led here
 */
record Frame(Session session, Scope scope, Place place, Optional<Container> container, Problems problems) {

    /**
     * An instantiation.
     *
     * @param active the declarations being instantiated, outermost first; the last is the one that the piece stands in
     * @param input what {@code x} is, if it is known
     * @param header the declaration, for "the block's input (line 14)"
     * @param outputs where the net's outputs go; none outside the net's own text
     */
    record Place(List<Declared> active, Optional<Flow> input, Span header, Optional<Outputs> outputs) {
        Place {
            active = List.copyOf(active);
        }

        Place within(Declared declared, Optional<Flow> newInput, Span newHeader) {
            List<Declared> longer = new ArrayList<>(active);
            longer.add(declared);
            return new Place(longer, newInput, newHeader, Optional.empty());
        }

        int depth() {
            return active.size();
        }
    }

    /** The declarations in sight. */
    Declarations declarations() {
        return place.active().get(place.active().size() - 1).home();
    }

    Frame in(Scope newScope) {
        return new Frame(session, newScope, place, container, problems);
    }

    Frame in(Container newContainer) {
        return new Frame(session, scope, place, Optional.of(newContainer), problems);
    }

    Frame reportingTo(Problems newProblems) {
        return new Frame(session, scope, place, container, newProblems);
    }

    /** The path of what is being built, empty for the net itself. */
    String path() {
        return container.map(Container::path).orElse("");
    }
}
