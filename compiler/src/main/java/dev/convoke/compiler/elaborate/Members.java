package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.syntax.Expression;
import java.util.List;
import java.util.OptionalInt;

/** The properties of streams: {@code x.c}, {@code x.shape}. */
final class Members {
    /** All of them, for messages. */
    static final List<String> NAMES = List.of("c", "d", "h", "w", "l", "shape");

    private Members() {}

    static Datum find(Datum owner, Expression.Member member, Frame frame) {
        String name = member.name().text();
        if (owner.isUnknown() || !NAMES.contains(name)) {
            return Datum.UNKNOWN;
        }
        if (owner.asFlow().isEmpty()) {
            frame.problems().add(ValueProblems.noMembers(member, owner));
            return Datum.UNKNOWN;
        }
        Shape shape = owner.asFlow().get().shape();
        if (!name.equals("c") || shape.rank() < 2) {
            frame.session().readsExtents();
        }
        if (name.equals("shape")) {
            return new Datum.ListOf(shape.extents().stream()
                    .<Datum>map(extent -> Datum.Number.of(extent))
                    .toList());
        }
        OptionalInt axis = axis(name, shape.rank());
        if (axis.isEmpty()) {
            frame.problems().add(ValueProblems.noSuchAxis(member, shape));
            return Datum.UNKNOWN;
        }
        return Datum.Number.of(shape.extent(axis.getAsInt()));
    }

    /** What the axes of a stream are called, by its rank. */
    static List<String> axes(int rank) {
        return switch (rank) {
            case 2 -> List.of("c", "l");
            case 3 -> List.of("c", "h", "w");
            case 4 -> List.of("c", "d", "h", "w");
            default -> List.of("c");
        };
    }

    private static OptionalInt axis(String name, int rank) {
        int axis = axes(rank).indexOf(name);
        return axis < 0 ? OptionalInt.empty() : OptionalInt.of(axis);
    }
}
