package dev.convoke.compiler.loop;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Replaces variables by indices in expressions and statements. */
public final class Substitution {
    private final UnaryOperator<Index> index;
    private final ExpressionRewriter expressions;
    private final StatementRewriter statements;

    private Substitution(UnaryOperator<Index> index) {
        this.index = index;
        this.expressions = new ExpressionRewriter() {
            @Override
            protected Index index(Index in) {
                return index.apply(in);
            }
        };
        this.statements = new StatementRewriter() {
            @Override
            protected Index index(Index in) {
                return index.apply(in);
            }

            @Override
            protected Expression expression(Expression in) {
                return expressions.rewrite(in);
            }
        };
    }

    public static Substitution of(Atom.Variable variable, Index replacement) {
        return new Substitution(i -> i.substitute(variable, replacement));
    }

    public static Substitution of(Map<Atom.Variable, Index> replacements) {
        return new Substitution(i -> i.substitute(v -> replacements.getOrDefault(v, Index.of(v))));
    }

    public Index apply(Index in) {
        return index.apply(in);
    }

    public Expression apply(Expression in) {
        return expressions.rewrite(in);
    }

    public Statement apply(Statement in) {
        return statements.rewrite(in);
    }
}
