package dev.convoke.compiler.lint.library;

import dev.convoke.compiler.elaborate.Rational;
import dev.convoke.compiler.syntax.Expression;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an expression is where some names are known: a {@link Rational}, a {@link Boolean} or a {@link String}; empty where it depends on anything
 * else, or would be an error.
 *
 * @param names the numbers and texts that names stand for
 */
record Known(Map<String, Object> names) implements Expression.Cases<Optional<Object>> {
    static Optional<Object> value(Expression expression, Map<String, Object> names) {
        try {
            return expression.match(new Known(names));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    static Optional<Boolean> truth(Expression expression, Map<String, Object> names) {
        return value(expression, names).filter(Boolean.class::isInstance).map(Boolean.class::cast);
    }

    static Optional<Rational> number(Expression expression, Map<String, Object> names) {
        return value(expression, names).filter(Rational.class::isInstance).map(Rational.class::cast);
    }

    /** An expression as it stands in the text, blanks apart. */
    static String text(Expression expression) {
        return expression.span().text().replaceAll("\\s+", "");
    }

    private Optional<Rational> number(Expression expression) {
        return expression.match(this).filter(Rational.class::isInstance).map(Rational.class::cast);
    }

    private Optional<Boolean> truth(Expression expression) {
        return expression.match(this).filter(Boolean.class::isInstance).map(Boolean.class::cast);
    }

    @Override
    public Optional<Object> whole(Expression.Whole whole) {
        return Optional.of(Rational.of(whole.value()));
    }

    @Override
    public Optional<Object> decimal(Expression.Decimal decimal) {
        return Optional.of(Rational.of(decimal.value()));
    }

    @Override
    public Optional<Object> truth(Expression.Truth truth) {
        return Optional.of(truth.value());
    }

    @Override
    public Optional<Object> notUnderstood(Expression.NotUnderstood value) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> text(Expression.Text text) {
        return text.template().constant().map(Object.class::cast);
    }

    @Override
    public Optional<Object> name(Expression.Name name) {
        return Optional.ofNullable(names.get(name.text()));
    }

    @Override
    public Optional<Object> member(Expression.Member member) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> index(Expression.Index index) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> call(Expression.Call call) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> tuple(Expression.Tuple tuple) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> list(Expression.ListOf list) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> each(Expression.Each each) {
        return Optional.empty();
    }

    @Override
    public Optional<Object> negation(Expression.Negation negation) {
        return number(negation.operand()).map(Rational::negated);
    }

    @Override
    public Optional<Object> not(Expression.Not not) {
        return truth(not.operand()).map(value -> !value);
    }

    @Override
    public Optional<Object> arithmetic(Expression.Arithmetic arithmetic) {
        Optional<Rational> result = number(arithmetic.first());
        for (Expression.Arithmetic.Term term : arithmetic.terms()) {
            Optional<Rational> operand = number(term.operand());
            result = result.flatMap(left -> operand.map(right -> switch (term.operator()) {
                case PLUS -> left.plus(right);
                case MINUS -> left.minus(right);
                case TIMES -> left.times(right);
                case OVER -> left.dividedBy(right);
            }));
        }
        return result.map(Object.class::cast);
    }

    @Override
    public Optional<Object> comparison(Expression.Comparison comparison) {
        OptionalInt order = order(comparison.left(), comparison.right());
        return order.isPresent() ? Optional.of(holds(comparison.operator(), order.getAsInt())) : Optional.empty();
    }

    /** The sign of the difference; 0 of two expressions that are written alike, as expressions have no effects. */
    private OptionalInt order(Expression left, Expression right) {
        if (text(left).equals(text(right))) {
            return OptionalInt.of(0);
        }
        Optional<Object> one = left.match(this);
        Optional<Object> other = right.match(this);
        if (one.isEmpty() || other.isEmpty()) {
            return OptionalInt.empty();
        }
        if (one.get() instanceof Rational a && other.get() instanceof Rational b) {
            return OptionalInt.of(a.compareTo(b));
        }
        return one.get().getClass() == other.get().getClass()
                ? OptionalInt.of(one.get().equals(other.get()) ? 0 : 1)
                : OptionalInt.empty();
    }

    static boolean holds(Expression.ComparisonOperator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case UNEQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    /** Known as soon as one operand decides. */
    @Override
    public Optional<Object> logical(Expression.Logical logical) {
        boolean decisive = logical.operator() == Expression.LogicalOperator.OR;
        boolean all = true;
        for (Expression operand : logical.operands()) {
            Optional<Boolean> value = truth(operand);
            if (value.isPresent() && value.get() == decisive) {
                return Optional.of(decisive);
            }
            all &= value.isPresent();
        }
        return all ? Optional.of(!decisive) : Optional.empty();
    }

    @Override
    public Optional<Object> conditional(Expression.Conditional conditional) {
        for (Expression.Conditional.Branch branch : conditional.branches()) {
            Optional<Boolean> condition = truth(branch.condition());
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            if (condition.get()) {
                return branch.value().match(this);
            }
        }
        return conditional.otherwise().match(this);
    }

    @Override
    public Optional<Object> chain(Expression.Chain chain) {
        return Optional.empty();
    }
}
