package dev.convoke.compiler.loop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the values of variables lie while a definition or a kernel is executed, and code that computes indices from them.
 * Executors translate trees into code once, so that a variable is an array element and not a look-up in a map.
 */
final class Variables {
    /** Computes an index from the values of variables. */
    interface Code {
        long at(long[] values);
    }

    private final Map<Atom.Variable, Integer> slots = new HashMap<>();
    private int count;

    /** Gives a variable a place; it must not have one already. */
    int bind(Atom.Variable variable) {
        if (slots.putIfAbsent(variable, count) != null) {
            throw new IllegalArgumentException("the variable " + variable + " is bound twice");
        }
        return count++;
    }

    /** Ends the scope of a variable. */
    void release(Atom.Variable variable) {
        slots.remove(variable);
    }

    /** The length of the array of values. */
    int count() {
        return count;
    }

    int slot(Atom.Variable variable) {
        Integer slot = slots.get(variable);
        if (slot == null) {
            throw new IllegalArgumentException("the variable " + variable + " (" + variable.low() + ".."
                    + variable.high() + ") is not bound here");
        }
        return slot;
    }

    Code code(Index index) {
        long constant = index.constant();
        List<Index.Term> terms = index.terms();
        if (terms.isEmpty()) {
            return values -> constant;
        }
        int size = terms.size();
        long[] coefficients = terms.stream().mapToLong(Index.Term::coefficient).toArray();
        Code[] atoms = terms.stream().map(term -> code(term.atom())).toArray(Code[]::new);
        if (size == 1) {
            Code atom = atoms[0];
            long coefficient = coefficients[0];
            return values -> constant + coefficient * atom.at(values);
        }
        return values -> {
            long sum = constant;
            for (int i = 0; i < size; i++) {
                sum += coefficients[i] * atoms[i].at(values);
            }
            return sum;
        };
    }

    Code[] codes(List<Index> indices) {
        return indices.stream().map(this::code).toArray(Code[]::new);
    }

    /** Whether a guard holds: each index of it is at least 0. */
    Code[] code(Guard guard) {
        return codes(guard.nonNegative());
    }

    static boolean holds(Code[] guard, long[] values) {
        for (Code index : guard) {
            if (index.at(values) < 0) {
                return false;
            }
        }
        return true;
    }

    private Code code(Atom atom) {
        return atom.match(new Atom.Cases<>() {
            @Override
            public Code variable(Atom.Variable variable) {
                int slot = slot(variable);
                return values -> values[slot];
            }

            @Override
            public Code product(Atom.Product product) {
                Code left = code(product.left());
                Code right = code(product.right());
                return values -> left.at(values) * right.at(values);
            }

            @Override
            public Code quotient(Atom.Quotient quotient) {
                Code of = code(quotient.of());
                return values -> Math.floorDiv(of.at(values), quotient.by());
            }

            @Override
            public Code remainder(Atom.Remainder remainder) {
                Code of = code(remainder.of());
                return values -> Math.floorMod(of.at(values), remainder.by());
            }

            @Override
            public Code minimum(Atom.Minimum minimum) {
                Code left = code(minimum.left());
                Code right = code(minimum.right());
                return values -> Math.min(left.at(values), right.at(values));
            }

            @Override
            public Code maximum(Atom.Maximum maximum) {
                Code left = code(maximum.left());
                Code right = code(maximum.right());
                return values -> Math.max(left.at(values), right.at(values));
            }
        });
    }
}
