package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Expression;
import java.util.List;
import java.util.Optional;

/** Comparisons of values: equality of any two but streams, order of numbers. */
final class Comparisons {
    private Comparisons() {}

    static Datum compare(Datum left, Expression.Comparison comparison, Datum right, Frame frame) {
        if (left.isUnknown() || right.isUnknown()) {
            return Datum.UNKNOWN;
        }
        boolean streams = left.asFlow().isPresent() || right.asFlow().isPresent();
        boolean numbers = left.asNumber().isPresent() && right.asNumber().isPresent();
        Optional<Boolean> result = switch (comparison.operator()) {
            case EQUAL -> streams ? Optional.empty() : Optional.of(same(left, right));
            case UNEQUAL -> streams ? Optional.empty() : Optional.of(!same(left, right));
            case LESS -> numbers ? Optional.of(order(left, right) < 0) : Optional.empty();
            case LESS_OR_EQUAL -> numbers ? Optional.of(order(left, right) <= 0) : Optional.empty();
            case GREATER -> numbers ? Optional.of(order(left, right) > 0) : Optional.empty();
            case GREATER_OR_EQUAL -> numbers ? Optional.of(order(left, right) >= 0) : Optional.empty();
        };
        if (result.isEmpty()) {
            frame.problems().add(ValueProblems.notComparable(comparison, left, right));
        }
        return result.<Datum>map(Datum.Truth::new).orElse(Datum.UNKNOWN);
    }

    private static int order(Datum left, Datum right) {
        return left.asNumber()
                .orElseThrow()
                .value()
                .compareTo(right.asNumber().orElseThrow().value());
    }

    /** Numbers by their value, lists and tuples by their elements; values of two kinds are never the same. */
    private static boolean same(Datum left, Datum right) {
        Optional<Datum.Number> a = left.asNumber();
        Optional<Datum.Number> b = right.asNumber();
        if (a.isPresent() && b.isPresent()) {
            return a.get().value().equals(b.get().value());
        }
        Optional<List<Datum>> s = left.asElements();
        Optional<List<Datum>> t = right.asElements();
        if (s.isPresent() && t.isPresent()) {
            if (s.get().size() != t.get().size()) {
                return false;
            }
            for (int i = 0; i < s.get().size(); i++) {
                if (!same(s.get().get(i), t.get().get(i))) {
                    return false;
                }
            }
            return true;
        }
        return left.equals(right);
    }
}
