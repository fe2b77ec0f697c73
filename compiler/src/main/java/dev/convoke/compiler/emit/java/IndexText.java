package dev.convoke.compiler.emit.java;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;

/** Java text of index arithmetic. */
final class IndexText implements Atom.Cases<String> {
    private final Literals literals;

    IndexText(Literals literals) {
        this.literals = literals;
    }

    String of(Index index) {
        StringBuilder text = new StringBuilder();
        for (Index.Term term : index.terms()) {
            boolean negative = term.coefficient() < 0;
            if (text.isEmpty()) {
                text.append(negative ? "-" : "");
            } else {
                text.append(negative ? " - " : " + ");
            }
            text.append(term.atom().match(this));
            long magnitude = Math.abs(term.coefficient());
            if (magnitude != 1) {
                text.append(" * ").append(literals.next(magnitude));
            }
        }
        if (text.isEmpty()) {
            return literals.next(index.constant());
        }
        if (index.constant() > 0) {
            text.append(" + ").append(literals.next(index.constant()));
        } else if (index.constant() < 0) {
            text.append(" - ").append(literals.next(-index.constant()));
        }
        return text.toString();
    }

    String of(Guard guard) {
        List<String> conditions = new ArrayList<>();
        for (Index index : guard.nonNegative()) {
            conditions.add(of(index) + " >= 0");
        }
        return conditions.isEmpty() ? "true" : String.join(" && ", conditions);
    }

    private String operand(Index index) {
        boolean single = index.constant() == 0
                && index.terms().size() == 1
                && index.terms().get(0).coefficient() == 1
                && index.terms().get(0).atom() instanceof Atom.Variable;
        return single ? of(index) : "(" + of(index) + ")";
    }

    @Override
    public String variable(Atom.Variable variable) {
        return variable.name();
    }

    @Override
    public String product(Atom.Product product) {
        return product.left().match(this) + " * " + product.right().match(this);
    }

    @Override
    public String quotient(Atom.Quotient quotient) {
        return quotient.of().range().low() >= 0
                ? "(" + operand(quotient.of()) + " / " + literals.next(quotient.by()) + ")"
                : "Math.floorDiv(" + of(quotient.of()) + ", " + literals.next(quotient.by()) + ")";
    }

    @Override
    public String remainder(Atom.Remainder remainder) {
        return remainder.of().range().low() >= 0
                ? "(" + operand(remainder.of()) + " % " + literals.next(remainder.by()) + ")"
                : "Math.floorMod(" + of(remainder.of()) + ", " + literals.next(remainder.by()) + ")";
    }

    @Override
    public String minimum(Atom.Minimum minimum) {
        return "Math.min(" + of(minimum.left()) + ", " + of(minimum.right()) + ")";
    }

    @Override
    public String maximum(Atom.Maximum maximum) {
        return "Math.max(" + of(maximum.left()) + ", " + of(maximum.right()) + ")";
    }
}
