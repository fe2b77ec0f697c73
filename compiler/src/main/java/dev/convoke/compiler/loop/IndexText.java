package dev.convoke.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Indices and guards as people write them: {@code oh * 2 + kh - 1}, {@code oh * 2 + kh <= 28}. Quotients round toward negative
 * infinity and remainders are not negative.
 */
final class IndexText {
    private static final AtomText ATOMS = new AtomText();

    private IndexText() {}

    static String of(Index index) {
        List<String> added = new ArrayList<>();
        List<String> subtracted = new ArrayList<>();
        for (Index.Term term : index.terms()) {
            (term.coefficient() > 0 ? added : subtracted).add(product(term.atom(), Math.abs(term.coefficient())));
        }
        if (index.constant() < 0) {
            subtracted.add(Long.toString(-index.constant()));
        } else if (index.constant() > 0 || index.isConstant()) {
            added.add(Long.toString(index.constant()));
        }
        String minus = String.join(" - ", subtracted);
        if (added.isEmpty()) {
            return "-" + minus;
        }
        String plus = String.join(" + ", added);
        return subtracted.isEmpty() ? plus : plus + " - " + minus;
    }

    static String of(Guard guard) {
        return guard.nonNegative().stream().map(IndexText::condition).collect(Collectors.joining(" && "));
    }

    /** {@code index >= 0}, with what is subtracted on the other side. */
    private static String condition(Index index) {
        List<Index.Term> added = new ArrayList<>();
        List<Index.Term> subtracted = new ArrayList<>();
        for (Index.Term term : index.terms()) {
            if (term.coefficient() > 0) {
                added.add(term);
            } else {
                subtracted.add(new Index.Term(-term.coefficient(), term.atom()));
            }
        }
        return added.isEmpty()
                ? of(new Index(0, subtracted)) + " <= " + index.constant()
                : of(new Index(0, added)) + " >= " + of(new Index(-index.constant(), subtracted));
    }

    private static String product(Atom atom, long coefficient) {
        return coefficient == 1 ? atom.match(ATOMS) : factor(atom) + " * " + coefficient;
    }

    /** An atom that something may be multiplied by on its right or left. */
    private static String factor(Atom atom) {
        return atom.match(new AtomText() {
            @Override
            public String quotient(Atom.Quotient quotient) {
                return "(" + super.quotient(quotient) + ")";
            }

            @Override
            public String remainder(Atom.Remainder remainder) {
                return "(" + super.remainder(remainder) + ")";
            }
        });
    }

    /** An index that something may be divided by on its right: in parentheses if it is more than a name. */
    private static String dividend(Index index) {
        String text = of(index);
        return text.contains(" ") ? "(" + text + ")" : text;
    }

    private static class AtomText implements Atom.Cases<String> {
        @Override
        public String variable(Atom.Variable variable) {
            return variable.name();
        }

        @Override
        public String product(Atom.Product product) {
            return factor(product.left()) + " * " + factor(product.right());
        }

        @Override
        public String quotient(Atom.Quotient quotient) {
            return dividend(quotient.of()) + " / " + quotient.by();
        }

        @Override
        public String remainder(Atom.Remainder remainder) {
            return dividend(remainder.of()) + " % " + remainder.by();
        }

        @Override
        public String minimum(Atom.Minimum minimum) {
            return "min(" + of(minimum.left()) + ", " + of(minimum.right()) + ")";
        }

        @Override
        public String maximum(Atom.Maximum maximum) {
            return "max(" + of(maximum.left()) + ", " + of(maximum.right()) + ")";
        }
    }
}
