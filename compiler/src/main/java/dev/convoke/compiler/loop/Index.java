package dev.convoke.compiler.loop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Integer arithmetic on loop variables, always in normal form: a constant plus terms {@code coefficient * atom}, sorted, none
 * twice, none with coefficient 0. Equal values therefore have equal representations, which is what common subexpressions and
 * kernel families are found by.
 *
 * <p>Every variable knows its range, so that quotients and remainders that arise from splitting loops vanish as they are built:
 * {@code (16 * cb + cl) / 16} is {@code cb} where {@code cl} is in 0..15.
 */
public record Index(long constant, List<Term> terms) {
    /** {@code coefficient * atom}. */
    public record Term(long coefficient, Atom atom) {
        @Override
        public String toString() {
            return coefficient == 1 ? atom.toString() : atom + " * " + coefficient;
        }
    }

    public Index {
        terms = List.copyOf(terms);
    }

    public static final Index ZERO = new Index(0, List.of());
    public static final Index ONE = new Index(1, List.of());

    public static Index of(long constant) {
        return new Index(constant, List.of());
    }

    public static Index of(Atom atom) {
        return new Index(0, List.of(new Term(1, atom)));
    }

    public boolean isConstant() {
        return terms.isEmpty();
    }

    public boolean isConstant(long value) {
        return terms.isEmpty() && constant == value;
    }

    public Index plus(Index other) {
        if (other.isConstant()) {
            return plus(other.constant);
        }
        if (isConstant()) {
            return other.plus(constant);
        }
        List<Term> sum = new ArrayList<>(terms);
        for (Term term : other.terms) {
            addTerm(sum, term);
        }
        sum.sort(ORDER);
        return new Index(Math.addExact(constant, other.constant), sum);
    }

    public Index plus(long value) {
        return value == 0 ? this : new Index(Math.addExact(constant, value), terms);
    }

    public Index minus(Index other) {
        return plus(other.times(-1));
    }

    public Index minus(long value) {
        return plus(-value);
    }

    public Index times(long factor) {
        if (factor == 0) {
            return ZERO;
        }
        if (factor == 1) {
            return this;
        }
        return new Index(
                Math.multiplyExact(constant, factor),
                terms.stream()
                        .map(t -> new Term(Math.multiplyExact(t.coefficient, factor), t.atom))
                        .toList());
    }

    /** The product of two indices; at least one factor of every product must be a constant or a single variable. */
    public Index times(Index other) {
        if (other.isConstant()) {
            return times(other.constant);
        }
        if (isConstant()) {
            return other.times(constant);
        }
        Index product = ZERO;
        for (Term left : terms) {
            for (Term right : other.terms) {
                Atom atom = Atom.Product.of(left.atom, right.atom);
                product = product.plus(
                        new Index(0, List.of(new Term(Math.multiplyExact(left.coefficient, right.coefficient), atom))));
            }
        }
        return product.plus(times0(constant, other.terms))
                .plus(times0(other.constant, terms))
                .plus(constant * other.constant);
    }

    private static Index times0(long factor, List<Term> terms) {
        return new Index(0, terms).times(factor);
    }

    /** The quotient rounded toward negative infinity. */
    public Index floorDivide(long divisor) {
        if (divisor == 1) {
            return this;
        }
        Split split = split(divisor);
        if (split.rest.isConstant(0)) {
            return split.multiples;
        }
        Range range = split.rest.range();
        if (range.low() >= 0 && range.high() < divisor) {
            return split.multiples;
        }
        if (split.rest.isConstant()) {
            return split.multiples.plus(Math.floorDiv(split.rest.constant, divisor));
        }
        long common = commonFactor(split.rest, divisor);
        if (common > 1) {
            return split.multiples.plus(split.rest.split(common).multiples.floorDivide(divisor / common));
        }
        return split.multiples.plus(of(new Atom.Quotient(split.rest, divisor)));
    }

    /**
     * The largest factor of a divisor by which an index can be divided first: what its multiples leave is in 0..factor-1, so that
     * {@code (16 * a + b) / 32} is {@code a / 2} where {@code b} is in 0..15. 1 if there is none.
     */
    private static long commonFactor(Index index, long divisor) {
        long best = 1;
        for (Term term : index.terms) {
            long factor = gcd(Math.abs(term.coefficient), divisor);
            if (factor > best) {
                Range rest = index.split(factor).rest.range();
                if (rest.low() >= 0 && rest.high() < factor) {
                    best = factor;
                }
            }
        }
        return best;
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** The remainder in 0..divisor-1. */
    public Index modulo(long divisor) {
        if (divisor == 1) {
            return ZERO;
        }
        Index rest = split(divisor).rest;
        Range range = rest.range();
        if (range.low() >= 0 && range.high() < divisor) {
            return rest;
        }
        if (rest.isConstant()) {
            return of(Math.floorMod(rest.constant, divisor));
        }
        long common = commonFactor(rest, divisor);
        if (common > 1) {
            Split parts = rest.split(common);
            return parts.multiples.modulo(divisor / common).times(common).plus(parts.rest);
        }
        return of(new Atom.Remainder(rest, divisor));
    }

    /** Splits into {@code divisor * multiples + rest}, the rest's constant in 0..divisor-1. */
    private Split split(long divisor) {
        List<Term> multiples = new ArrayList<>();
        List<Term> rest = new ArrayList<>();
        for (Term term : terms) {
            if (term.coefficient % divisor == 0) {
                multiples.add(new Term(term.coefficient / divisor, term.atom));
            } else {
                rest.add(term);
            }
        }
        return new Split(
                new Index(Math.floorDiv(constant, divisor), multiples),
                new Index(Math.floorMod(constant, divisor), rest));
    }

    private record Split(Index multiples, Index rest) {}

    public Index min(Index other) {
        Range difference = minus(other).range();
        if (difference.high() <= 0) {
            return this;
        }
        return difference.low() >= 0 ? other : of(new Atom.Minimum(this, other));
    }

    public Index max(Index other) {
        Range difference = minus(other).range();
        if (difference.low() >= 0) {
            return this;
        }
        return difference.high() <= 0 ? other : of(new Atom.Maximum(this, other));
    }

    /** The values that this can take, from the ranges of its variables. */
    public Range range() {
        Range sum = new Range(constant, constant);
        for (Term term : terms) {
            sum = sum.plus(term.atom.range().times(term.coefficient));
        }
        return sum;
    }

    /** Replaces variables and rebuilds, so that what can be simplified now is. */
    public Index substitute(Function<Atom.Variable, Index> replacement) {
        Index sum = of(constant);
        for (Term term : terms) {
            sum = sum.plus(term.atom.substitute(replacement).times(term.coefficient));
        }
        return sum;
    }

    public Index substitute(Atom.Variable variable, Index replacement) {
        return mentions(variable) ? substitute(v -> v.equals(variable) ? replacement : of(v)) : this;
    }

    public boolean mentions(Atom.Variable variable) {
        return terms.stream().anyMatch(t -> t.atom.mentions(variable));
    }

    /** The coefficient of the variable itself; it may also occur inside quotients and the like. */
    public long coefficient(Atom.Variable variable) {
        return terms.stream()
                .filter(t -> t.atom.equals(variable))
                .mapToLong(Term::coefficient)
                .sum();
    }

    /** By text; most atoms are variables, whose text is at hand. */
    private static final Comparator<Term> ORDER =
            Comparator.comparing(t -> t.atom instanceof Atom.Variable variable ? variable.name() : t.atom.toString());

    private static void addTerm(List<Term> sum, Term added) {
        for (int i = 0; i < sum.size(); i++) {
            Term term = sum.get(i);
            if (term.atom.equals(added.atom)) {
                long coefficient = Math.addExact(term.coefficient, added.coefficient);
                if (coefficient == 0) {
                    sum.remove(i);
                } else {
                    sum.set(i, new Term(coefficient, term.atom));
                }
                return;
            }
        }
        sum.add(added);
    }

    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return Long.toString(constant);
        }
        String sum = terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
        return constant == 0 ? sum : sum + (constant < 0 ? " - " + -constant : " + " + constant);
    }
}
