package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What has a value: a number, a truth, a text, a list, a stream. Sequences of operators and stages are flat, so that only brackets
 * and nested conditions make a tree deep, and those are limited.
 */
public sealed interface Expression {
    Span span();

    <R> R match(Cases<R> cases);

    /** One function a kind. */
    interface Cases<R> {
        R whole(Whole whole);

        R decimal(Decimal decimal);

        R truth(Truth truth);

        R text(Text text);

        R name(Name name);

        R member(Member member);

        R index(Index index);

        R call(Call call);

        R tuple(Tuple tuple);

        R list(ListOf list);

        R each(Each each);

        R negation(Negation negation);

        R not(Not not);

        R arithmetic(Arithmetic arithmetic);

        R comparison(Comparison comparison);

        R logical(Logical logical);

        R conditional(Conditional conditional);

        R chain(Chain chain);

        R notUnderstood(NotUnderstood value);
    }

    /** A value in a form of another language, which was reported: nothing is known of it. */
    record NotUnderstood(Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.notUnderstood(this);
        }
    }

    /** {@code 64}. */
    record Whole(long value, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.whole(this);
        }
    }

    /** {@code 1.2} or {@code 1e-5}: exactly that; numerator and denominator fit into a long. */
    record Decimal(BigDecimal value, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.decimal(this);
        }
    }

    /** {@code true} or {@code false}. */
    record Truth(boolean value, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.truth(this);
        }
    }

    /** {@code "same"}. */
    record Text(Template template, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.text(this);
        }
    }

    /** A parameter, constant, stream or local name. */
    record Name(Identifier identifier) implements Expression {
        public String text() {
            return identifier.text();
        }

        @Override
        public Span span() {
            return identifier.span();
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.name(this);
        }
    }

    /** {@code x.c}. */
    record Member(Expression owner, Identifier name, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.member(this);
        }
    }

    /**
     * {@code widths[i]}, {@code depths[0..i]}.
     *
     * @param to behind the last of several elements; of one element empty
     */
    record Index(Expression owner, Expression from, Optional<Expression> to, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.index(this);
        }
    }

    /** {@code max(8, c / 4)}, {@code concat(a, b)}. */
    record Call(Identifier name, List<Argument> arguments, Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.call(this);
        }
    }

    /** {@code (3, 5)}; one element or more, never none. */
    record Tuple(List<Expression> elements, Span span) implements Expression {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.tuple(this);
        }
    }

    /** {@code [2 * v for v in widths if v > 8]}: a list of one element for each that a loop would run over. */
    record Each(Expression element, Pattern pattern, Range range, Optional<Expression> condition, Span span)
            implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.each(this);
        }
    }

    /** {@code [1, 2, 3]}. */
    record ListOf(List<Expression> elements, Span span) implements Expression {
        public ListOf {
            elements = List.copyOf(elements);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.list(this);
        }
    }

    /** {@code -v}. */
    record Negation(Expression operand, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.negation(this);
        }
    }

    /** {@code not bias}. */
    record Not(Expression operand, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.not(this);
        }
    }

    /**
     * {@code a + b - c} or {@code a * b / c}: operators of one precedence, applied from left to right.
     *
     * @param terms at least one
     */
    record Arithmetic(Expression first, List<Term> terms, Span span) implements Expression {
        public Arithmetic {
            terms = List.copyOf(terms);
            if (terms.isEmpty()) {
                throw new IllegalArgumentException("arithmetic without an operator at " + span);
            }
        }

        /** An operator and what stands behind it. */
        public record Term(ArithmeticOperator operator, Span operatorSpan, Expression operand) {}

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.arithmetic(this);
        }
    }

    /** {@code stride != 1}. */
    record Comparison(Expression left, ComparisonOperator operator, Expression right, Span span) implements Expression {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.comparison(this);
        }
    }

    /** {@code a and b and c}: at least two operands, evaluated from the left until one decides. */
    record Logical(LogicalOperator operator, List<Expression> operands, Span span) implements Expression {
        public Logical {
            operands = List.copyOf(operands);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.logical(this);
        }
    }

    /** {@code if a then x else if b then y else z}; at least one branch. */
    record Conditional(List<Branch> branches, Expression otherwise, Span span) implements Expression {
        public Conditional {
            branches = List.copyOf(branches);
            if (branches.isEmpty()) {
                throw new IllegalArgumentException("an if without a branch at " + span);
            }
        }

        /** A condition and its value. */
        public record Branch(Expression condition, Expression value) {}

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.conditional(this);
        }
    }

    /** {@code x -> Conv(64, 3) -> Relu}: at least one stage. */
    record Chain(Expression head, List<Stage> stages, Span span) implements Expression {
        public Chain {
            stages = List.copyOf(stages);
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("a chain without a stage at " + span);
            }
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.chain(this);
        }
    }

    /** Operators on numbers and streams. */
    enum ArithmeticOperator {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        OVER("/");

        private final String symbol;

        ArithmeticOperator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** Operators that compare two values. */
    enum ComparisonOperator {
        EQUAL("=="),
        UNEQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        ComparisonOperator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    /** Operators on truths. */
    enum LogicalOperator {
        AND,
        OR;

        public String symbol() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name, if this is nothing but one. */
    default Optional<Identifier> asName() {
        return this instanceof Name name ? Optional.of(name.identifier()) : Optional.empty();
    }
}
