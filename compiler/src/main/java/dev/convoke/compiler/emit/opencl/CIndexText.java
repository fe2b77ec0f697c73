package dev.convoke.compiler.emit.opencl;

import dev.convoke.compiler.loop.Atom;
import dev.convoke.compiler.loop.Guard;
import dev.convoke.compiler.loop.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** C text of index arithmetic on ints. */
final class CIndexText implements Atom.Cases<String> {
    private final CNames names;

    CIndexText(CNames names) {
        this.names = names;
    }

    String of(Index index) {
        List<String> added = new ArrayList<>();
        List<String> subtracted = new ArrayList<>();
        for (Index.Term term : index.terms()) {
            long magnitude = Math.abs(term.coefficient());
            String product = magnitude == 1 ? term.atom().match(this) : factor(term.atom()) + " * " + magnitude;
            (term.coefficient() > 0 ? added : subtracted).add(product);
        }
        if (index.constant() < 0) {
            subtracted.add(Long.toString(-index.constant()));
        } else if (index.constant() > 0 || index.isConstant()) {
            added.add(Long.toString(index.constant()));
        }
        String minus = subtracted.stream().map(text -> " - " + text).collect(Collectors.joining());
        return added.isEmpty() ? "-" + minus.substring(" - ".length()) : String.join(" + ", added) + minus;
    }

    /** As an operand of {@code *, /} or {@code %}. */
    String factor(Index index) {
        if (index.isConstant() && index.constant() >= 0) {
            return of(index);
        }
        boolean atom = index.terms().size() == 1
                && index.equals(Index.of(index.terms().get(0).atom()));
        return atom ? factor(index.terms().get(0).atom()) : "(" + of(index) + ")";
    }

    private String factor(Atom atom) {
        String text = atom.match(this);
        return text.contains(" / ") || text.contains(" % ") ? "(" + text + ")" : text;
    }

    /** A condition for {@code if} or to be put in parentheses. */
    String of(Guard guard) {
        return guard.alwaysHolds()
                ? "1"
                : guard.nonNegative().stream().map(index -> of(index) + " >= 0").collect(Collectors.joining(" && "));
    }

    @Override
    public String variable(Atom.Variable variable) {
        return names.of(variable.name());
    }

    @Override
    public String product(Atom.Product product) {
        return factor(product.left()) + " * " + factor(product.right());
    }

    // C rounds quotients toward zero, which is the same where nothing is negative.
    @Override
    public String quotient(Atom.Quotient quotient) {
        return quotient.of().range().low() >= 0
                ? factor(quotient.of()) + " / " + quotient.by()
                : "cnn_floor_divide(" + of(quotient.of()) + ", " + quotient.by() + ")";
    }

    @Override
    public String remainder(Atom.Remainder remainder) {
        return remainder.of().range().low() >= 0
                ? factor(remainder.of()) + " % " + remainder.by()
                : "cnn_floor_modulo(" + of(remainder.of()) + ", " + remainder.by() + ")";
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
