package dev.convoke.compiler.loop;

import java.util.Arrays;
import java.util.function.Function;

/** What a term of an {@link Index} multiplies: a variable, or an operation that is not linear. */
public sealed interface Atom {
    /** The values that this can take. */
    Range range();

    boolean mentions(Variable variable);

    Index substitute(Function<Variable, Index> replacement);

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R variable(Variable variable);

        R product(Product product);

        R quotient(Quotient quotient);

        R remainder(Remainder remainder);

        R minimum(Minimum minimum);

        R maximum(Maximum maximum);
    }

    /** A loop variable or a parameter of a kernel; its name is unique within the kernel. */
    record Variable(String name, long low, long high) implements Atom {
        public Variable {
            if (low > high) {
                throw new IllegalArgumentException(name + " has the empty range " + low + ".." + high);
            }
        }

        @Override
        public Range range() {
            return new Range(low, high);
        }

        @Override
        public boolean mentions(Variable variable) {
            return equals(variable);
        }

        @Override
        public Index substitute(Function<Variable, Index> replacement) {
            return replacement.apply(this);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.variable(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Two atoms multiplied, as in {@code n * rowFloats}. */
    record Product(Atom left, Atom right) implements Atom {
        static Product of(Atom a, Atom b) {
            return a.toString().compareTo(b.toString()) <= 0 ? new Product(a, b) : new Product(b, a);
        }

        @Override
        public Range range() {
            Range a = left.range();
            Range b = right.range();
            long[] corners = {
                Math.multiplyExact(a.low(), b.low()),
                Math.multiplyExact(a.low(), b.high()),
                Math.multiplyExact(a.high(), b.low()),
                Math.multiplyExact(a.high(), b.high())
            };
            Arrays.sort(corners);
            return new Range(corners[0], corners[3]);
        }

        @Override
        public boolean mentions(Variable variable) {
            return left.mentions(variable) || right.mentions(variable);
        }

        @Override
        public Index substitute(Function<Variable, Index> replacement) {
            return left.substitute(replacement).times(right.substitute(replacement));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.product(this);
        }

        @Override
        public String toString() {
            return left + " * " + right;
        }
    }

    /** {@code floor(of / by)}. */
    record Quotient(Index of, long by) implements Atom {
        @Override
        public Range range() {
            Range range = of.range();
            return new Range(Math.floorDiv(range.low(), by), Math.floorDiv(range.high(), by));
        }

        @Override
        public boolean mentions(Variable variable) {
            return of.mentions(variable);
        }

        @Override
        public Index substitute(Function<Variable, Index> replacement) {
            return of.substitute(replacement).floorDivide(by);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.quotient(this);
        }

        @Override
        public String toString() {
            return "(" + of + ") / " + by;
        }
    }

    /** {@code of - floor(of / by) * by}. */
    record Remainder(Index of, long by) implements Atom {
        @Override
        public Range range() {
            return new Range(0, by - 1);
        }

        @Override
        public boolean mentions(Variable variable) {
            return of.mentions(variable);
        }

        @Override
        public Index substitute(Function<Variable, Index> replacement) {
            return of.substitute(replacement).modulo(by);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.remainder(this);
        }

        @Override
        public String toString() {
            return "(" + of + ") % " + by;
        }
    }

    /** The smaller of two. */
    record Minimum(Index left, Index right) implements Atom {
        @Override
        public Range range() {
            Range a = left.range();
            Range b = right.range();
            return new Range(Math.min(a.low(), b.low()), Math.min(a.high(), b.high()));
        }

        @Override
        public boolean mentions(Variable variable) {
            return left.mentions(variable) || right.mentions(variable);
        }

        @Override
        public Index substitute(Function<Variable, Index> replacement) {
            return left.substitute(replacement).min(right.substitute(replacement));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.minimum(this);
        }

        @Override
        public String toString() {
            return "min(" + left + ", " + right + ")";
        }
    }

    /** The larger of two. */
    record Maximum(Index left, Index right) implements Atom {
        @Override
        public Range range() {
            Range a = left.range();
            Range b = right.range();
            return new Range(Math.max(a.low(), b.low()), Math.max(a.high(), b.high()));
        }

        @Override
        public boolean mentions(Variable variable) {
            return left.mentions(variable) || right.mentions(variable);
        }

        @Override
        public Index substitute(Function<Variable, Index> replacement) {
            return left.substitute(replacement).max(right.substitute(replacement));
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.maximum(this);
        }

        @Override
        public String toString() {
            return "max(" + left + ", " + right + ")";
        }
    }
}
