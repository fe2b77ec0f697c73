package dev.convoke.compiler.format;

import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.List;

/** Lays out expressions. */
final class Expressions implements Expression.Cases<Doc> {
    private final Tokens tokens;
    private final Elements elements;
    private final Stages stages;

    Expressions(Tokens tokens, Stages stages) {
        this.tokens = tokens;
        this.elements = new Elements(tokens);
        this.stages = stages;
    }

    /** Any expression, with the parentheses around it, which the tree does not keep. */
    Doc of(Expression expression) {
        Doc leading = tokens.leading();
        if (tokens.start() < expression.span().start()) {
            Doc open = tokens.take("(");
            Doc inner = of(expression);
            Doc dangling = tokens.leading();
            return Doc.all(leading, open, Doc.align(inner, dangling), tokens.take(")"));
        }
        return Doc.all(leading, expression.match(this));
    }

    /** A part of a larger expression: it stays on one line as long as that has room for it. */
    private Doc operand(Expression expression) {
        Doc leading = tokens.leading();
        return Doc.all(leading, Doc.group(of(expression)));
    }

    /** The arguments of a call, with their parentheses. */
    Doc arguments(List<Argument> arguments) {
        return Doc.group(
                elements.take("(", arguments.stream().map(this::argument).toList(), ")")
                        .either());
    }

    private Elements.Element argument(Argument argument) {
        return () -> argument.name().isEmpty()
                ? of(argument.value())
                : Doc.all(tokens.take(), tokens.take("="), of(argument.value()));
    }

    /** The shape behind an input's name. */
    Doc extents(List<Expression> extents) {
        return elements.take("[", extents.stream().map(this::element).toList(), "]")
                .filled();
    }

    private Elements.Element element(Expression expression) {
        return () -> of(expression);
    }

    @Override
    public Doc whole(Expression.Whole whole) {
        return tokens.take();
    }

    @Override
    public Doc decimal(Expression.Decimal decimal) {
        return tokens.take();
    }

    @Override
    public Doc truth(Expression.Truth truth) {
        return tokens.take();
    }

    @Override
    public Doc notUnderstood(Expression.NotUnderstood value) {
        throw new IllegalStateException("a file with errors is not formatted");
    }

    @Override
    public Doc text(Expression.Text text) {
        return tokens.take();
    }

    @Override
    public Doc name(Expression.Name name) {
        return tokens.take(name.text());
    }

    @Override
    public Doc member(Expression.Member member) {
        return Doc.all(of(member.owner()), tokens.take("."), take(member.name()));
    }

    @Override
    public Doc index(Expression.Index index) {
        Doc from = Doc.all(of(index.owner()), tokens.take("["), of(index.from()));
        Doc to = index.to().isPresent()
                ? Doc.all(tokens.take(".."), of(index.to().get()))
                : Doc.EMPTY;
        return Doc.all(from, to, tokens.take("]"));
    }

    @Override
    public Doc each(Expression.Each each) {
        Doc open = tokens.take("[");
        Doc element = operand(each.element());
        Doc over = stages.loop(each.pattern(), each.range());
        if (each.condition().isEmpty()) {
            return Doc.all(open, Doc.align(element, Doc.SOFT, over), tokens.take("]"));
        }
        Doc condition =
                Doc.all(tokens.take("if"), Doc.SPACE, operand(each.condition().get()));
        return Doc.all(open, Doc.align(element, Doc.SOFT, over, Doc.SOFT, condition), tokens.take("]"));
    }

    private Doc take(Identifier name) {
        return tokens.take(name.text());
    }

    @Override
    public Doc call(Expression.Call call) {
        return Doc.all(take(call.name()), arguments(call.arguments()));
    }

    @Override
    public Doc tuple(Expression.Tuple tuple) {
        return Doc.group(
                elements.take("(", tuple.elements().stream().map(this::element).toList(), ")")
                        .filled());
    }

    @Override
    public Doc list(Expression.ListOf list) {
        return new Table(tokens, this::of).of(list);
    }

    @Override
    public Doc negation(Expression.Negation negation) {
        return Doc.all(tokens.take("-"), of(negation.operand()));
    }

    @Override
    public Doc not(Expression.Not not) {
        return Doc.all(tokens.take("not"), Doc.SPACE, of(not.operand()));
    }

    @Override
    public Doc arithmetic(Expression.Arithmetic arithmetic) {
        List<Doc> parts = new ArrayList<>();
        parts.add(operand(arithmetic.first()));
        for (Expression.Arithmetic.Term term : arithmetic.terms()) {
            Doc operator = tokens.take(term.operator().symbol());
            parts.add(Doc.all(operator, Doc.SPACE, operand(term.operand())));
        }
        return Doc.align(Doc.joined(Doc.SOFT, parts));
    }

    @Override
    public Doc comparison(Expression.Comparison comparison) {
        Doc left = operand(comparison.left());
        Doc operator = tokens.take(comparison.operator().symbol());
        return Doc.align(left, Doc.SOFT, operator, Doc.SPACE, operand(comparison.right()));
    }

    @Override
    public Doc logical(Expression.Logical logical) {
        List<Doc> parts = new ArrayList<>();
        for (Expression operand : logical.operands()) {
            Doc operator = parts.isEmpty()
                    ? Doc.EMPTY
                    : Doc.all(tokens.take(logical.operator().symbol()), Doc.SPACE);
            parts.add(Doc.all(operator, operand(operand)));
        }
        return Doc.align(Doc.joined(Doc.SOFT, parts));
    }

    /** On one line, or {@code then} and {@code else} below {@code if}; several branches each on one line if it fits. */
    @Override
    public Doc conditional(Expression.Conditional conditional) {
        List<Doc> branches = new ArrayList<>();
        for (Expression.Conditional.Branch branch : conditional.branches()) {
            Doc leading = tokens.leading();
            Doc otherwise = branches.isEmpty() ? Doc.EMPTY : Doc.all(tokens.take("else"), Doc.SPACE);
            Doc condition = Doc.all(otherwise, tokens.take("if"), Doc.SPACE, of(branch.condition()));
            Doc aside = tokens.leading();
            Doc value = Doc.all(aside, tokens.take("then"), Doc.SPACE, of(branch.value()));
            boolean one = conditional.branches().size() == 1;
            Doc whole = Doc.all(condition, Doc.LINE, value);
            branches.add(Doc.all(leading, one ? whole : Doc.group(whole)));
        }
        Doc leading = tokens.leading();
        branches.add(Doc.all(leading, tokens.take("else"), Doc.SPACE, of(conditional.otherwise())));
        return Doc.group(Doc.align(Doc.joined(Doc.LINE, branches)));
    }

    @Override
    public Doc chain(Expression.Chain chain) {
        return stages.chain(chain);
    }
}
