package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Expression.ArithmeticOperator;
import dev.convoke.compiler.syntax.Expression.LogicalOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates expressions. What went wrong is reported where it went wrong, and unknown from there on. */
final class Evaluator implements Expression.Cases<Datum> {
    private final Frame frame;

    private Evaluator(Frame frame) {
        this.frame = frame;
    }

    static Datum evaluate(Expression expression, Frame frame) {
        return frame.session().budget().steps(1, expression.span(), frame.problems())
                ? expression.match(new Evaluator(frame))
                : Datum.UNKNOWN;
    }

    /** A truth, or empty after a problem. */
    static Optional<Boolean> condition(Expression expression, Frame frame) {
        Datum value = evaluate(expression, frame);
        Optional<Boolean> truth = value.asTruth();
        if (truth.isEmpty() && !value.isUnknown()) {
            frame.problems().add(ValueProblems.conditionIsNone(expression, value));
        }
        return truth;
    }

    /** A whole number, or empty after a problem; {@code what} says what needs it. */
    static Optional<Long> whole(Expression expression, String what, Frame frame) {
        Datum value = evaluate(expression, frame);
        Optional<Datum.Number> number = value.asNumber();
        if (number.isEmpty()) {
            if (!value.isUnknown()) {
                frame.problems().add(ValueProblems.wrongType(what, "a whole number", value, expression.span()));
            }
            return Optional.empty();
        }
        if (!number.get().value().isWhole()) {
            frame.problems().add(ValueProblems.notWhole(what, number.get(), expression.span()));
            return Optional.empty();
        }
        return Optional.of(number.get().value().numerator());
    }

    private Datum evaluate(Expression expression) {
        return evaluate(expression, frame);
    }

    @Override
    public Datum whole(Expression.Whole whole) {
        return Datum.Number.of(whole.value());
    }

    @Override
    public Datum decimal(Expression.Decimal decimal) {
        return Datum.Number.of(Rational.of(decimal.value()));
    }

    @Override
    public Datum truth(Expression.Truth truth) {
        return new Datum.Truth(truth.value());
    }

    @Override
    public Datum notUnderstood(Expression.NotUnderstood value) {
        return Datum.UNKNOWN;
    }

    @Override
    public Datum text(Expression.Text text) {
        return Templates.fill(text.template(), frame)
                .<Datum>map(Datum.Text::new)
                .orElse(Datum.UNKNOWN);
    }

    @Override
    public Datum name(Expression.Name name) {
        return frame.scope()
                .find(name.text())
                .map(Scope.Binding::value)
                .or(() -> Constants.find(name.text(), frame))
                .orElse(Datum.UNKNOWN);
    }

    @Override
    public Datum member(Expression.Member member) {
        Datum owner = evaluate(member.owner());
        return Members.find(owner, member, frame);
    }

    @Override
    public Datum index(Expression.Index index) {
        return Elements.find(evaluate(index.owner()), index, frame);
    }

    @Override
    public Datum each(Expression.Each each) {
        return Elements.each(each, frame);
    }

    @Override
    public Datum call(Expression.Call call) {
        return Calls.call(call, frame);
    }

    @Override
    public Datum tuple(Expression.Tuple tuple) {
        return elements(tuple.elements(), tuple.span())
                .<Datum>map(Datum.Tuple::new)
                .orElse(Datum.UNKNOWN);
    }

    @Override
    public Datum list(Expression.ListOf list) {
        return elements(list.elements(), list.span())
                .<Datum>map(Datum.ListOf::new)
                .orElse(Datum.UNKNOWN);
    }

    private Optional<List<Datum>> elements(List<Expression> expressions, Span span) {
        List<Datum> elements = new ArrayList<>();
        expressions.forEach(each -> elements.add(evaluate(each)));
        long size = Datum.size(elements);
        if (size > Budget.MAX_ELEMENTS) {
            frame.problems().add(LimitProblems.tooManyElements(span));
            return Optional.empty();
        }
        if (!frame.session().budget().elements(size, span, frame.problems())) {
            return Optional.empty();
        }
        return Optional.of(elements);
    }

    @Override
    public Datum negation(Expression.Negation negation) {
        Datum operand = evaluate(negation.operand());
        if (operand.isUnknown()) {
            return Datum.UNKNOWN;
        }
        Optional<Datum.Number> number = operand.asNumber();
        if (number.isEmpty()) {
            frame.problems().add(ValueProblems.notNegatable(negation, operand));
            return Datum.UNKNOWN;
        }
        return Arithmetic.guarded(
                () -> new Datum.Number(
                        number.get().value().negated(), number.get().division()),
                negation.span(),
                () -> "-(" + operand.show() + ")",
                frame);
    }

    @Override
    public Datum not(Expression.Not not) {
        return condition(not.operand(), frame)
                .<Datum>map(value -> new Datum.Truth(!value))
                .orElse(Datum.UNKNOWN);
    }

    @Override
    public Datum arithmetic(Expression.Arithmetic arithmetic) {
        Datum left = evaluate(arithmetic.first());
        Span sofar = arithmetic.first().span();
        for (int i = 0; i < arithmetic.terms().size(); i++) {
            Expression.Arithmetic.Term term = arithmetic.terms().get(i);
            Datum right = evaluate(term.operand());
            Span whole = upTo(i, arithmetic);
            left = apply(new Operands(left, sofar, right, term.operand().span(), whole), term.operator());
            sofar = whole;
        }
        return left;
    }

    /** The text from the first operand to that of a term, the parentheses of both included, which no operand's own span has. */
    private static Span upTo(int term, Expression.Arithmetic arithmetic) {
        if (term == arithmetic.terms().size() - 1) {
            return arithmetic.span();
        }
        Span next = arithmetic.terms().get(term + 1).operatorSpan();
        String text = next.file().text();
        int end = next.start();
        while (Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return new Span(next.file(), arithmetic.span().start(), end);
    }

    /** What an operator is applied to, and where each of it stands. */
    record Operands(Datum left, Span leftSpan, Datum right, Span rightSpan, Span whole) {}

    private Datum apply(Operands operands, ArithmeticOperator operator) {
        if (operands.left().isUnknown() || operands.right().isUnknown()) {
            return frame.session().isOpen() ? open(operands, operator) : Datum.UNKNOWN;
        }
        Optional<Datum.Number> a = operands.left().asNumber();
        Optional<Datum.Number> b = operands.right().asNumber();
        if (a.isPresent() && b.isPresent()) {
            return Arithmetic.apply(a.get(), operator, b.get(), operands, frame);
        }
        Optional<Flow> s = operands.left().asFlow();
        Optional<Flow> t = operands.right().asFlow();
        if (s.isPresent() && t.isPresent() && operator != ArithmeticOperator.OVER) {
            return Joins.combine(s.get(), operator, t.get(), operands, frame);
        }
        frame.problems().add(ValueProblems.wrongOperands(operator, operands));
        return Datum.UNKNOWN;
    }

    /** A sum of streams has the shape of each of them, so that one is enough to go on with. */
    private static Datum open(Operands operands, ArithmeticOperator operator) {
        boolean sum = operator == ArithmeticOperator.PLUS || operator == ArithmeticOperator.MINUS;
        Datum known = operands.left().isUnknown() ? operands.right() : operands.left();
        return sum && known.asFlow().isPresent() ? known : Datum.UNKNOWN;
    }

    @Override
    public Datum comparison(Expression.Comparison comparison) {
        Datum left = evaluate(comparison.left());
        Datum right = evaluate(comparison.right());
        return frame.session().budget().elements(4 * left.size(), comparison.span(), frame.problems())
                ? Comparisons.compare(left, comparison, right, frame)
                : Datum.UNKNOWN;
    }

    @Override
    public Datum logical(Expression.Logical logical) {
        boolean decides = logical.operator() == LogicalOperator.OR;
        for (int i = 0; i < logical.operands().size(); i++) {
            Optional<Boolean> value = condition(logical.operands().get(i), frame);
            if (value.isEmpty()) {
                boolean decided = frame.session().isOpen() && behind(logical, i, decides);
                return decided ? new Datum.Truth(decides) : Datum.UNKNOWN;
            }
            if (value.get() == decides) {
                return new Datum.Truth(decides);
            }
        }
        return new Datum.Truth(!decides);
    }

    /** Whether an operand behind an open one decides; what is wrong in it may be what the open one guards against, so nothing is said of it. */
    private boolean behind(Expression.Logical logical, int open, boolean decides) {
        Frame quiet = frame.reportingTo(new Problems());
        return logical.operands().stream()
                .skip(open + 1L)
                .anyMatch(each ->
                        condition(each, quiet).filter(value -> value == decides).isPresent());
    }

    @Override
    public Datum conditional(Expression.Conditional conditional) {
        for (int i = 0; i < conditional.branches().size(); i++) {
            Expression.Conditional.Branch branch = conditional.branches().get(i);
            Optional<Boolean> condition = condition(branch.condition(), frame);
            if (condition.isEmpty()) {
                return frame.session().isOpen() ? Branches.values(conditional, i, frame) : Datum.UNKNOWN;
            }
            if (condition.get()) {
                return evaluate(branch.value());
            }
        }
        return evaluate(conditional.otherwise());
    }

    @Override
    public Datum chain(Expression.Chain chain) {
        if (frame.container().isEmpty()) {
            return Datum.UNKNOWN;
        }
        Datum head = evaluate(chain.head());
        if (head.asFlow().isEmpty() && !head.isUnknown()) {
            frame.problems().add(ValueProblems.notAStream(chain.head(), head));
            head = Datum.UNKNOWN;
        }
        return Stages.run(chain.stages(), head, frame);
    }
}
