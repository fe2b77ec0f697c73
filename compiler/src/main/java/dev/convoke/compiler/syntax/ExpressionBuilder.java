package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression.Arithmetic;
import dev.convoke.compiler.syntax.Expression.ArithmeticOperator;
import dev.convoke.compiler.syntax.Expression.ComparisonOperator;
import dev.convoke.compiler.syntax.Expression.LogicalOperator;
import dev.convoke.grammar.CnnParser;
import dev.convoke.grammar.CnnParser.AccessContext;
import dev.convoke.grammar.CnnParser.ArgumentsContext;
import dev.convoke.grammar.CnnParser.ChainContext;
import dev.convoke.grammar.CnnParser.ChoiceContext;
import dev.convoke.grammar.CnnParser.ComparisonContext;
import dev.convoke.grammar.CnnParser.ConjunctionContext;
import dev.convoke.grammar.CnnParser.DisjunctionContext;
import dev.convoke.grammar.CnnParser.EachContext;
import dev.convoke.grammar.CnnParser.ElementContext;
import dev.convoke.grammar.CnnParser.ExpressionContext;
import dev.convoke.grammar.CnnParser.MemberContext;
import dev.convoke.grammar.CnnParser.NegationContext;
import dev.convoke.grammar.CnnParser.PrimaryContext;
import dev.convoke.grammar.CnnParser.ProductContext;
import dev.convoke.grammar.CnnParser.SignedContext;
import dev.convoke.grammar.CnnParser.SumContext;
import dev.convoke.grammar.CnnParser.TupleContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The part of {@link AstBuilder} for expressions. */
final class ExpressionBuilder {
    private final Nodes nodes;
    private final StageBuilder stages;

    ExpressionBuilder(Nodes nodes, StageBuilder stages) {
        this.nodes = nodes;
        this.stages = stages;
    }

    Expression expression(ExpressionContext context) {
        return nodes.understood(
                context.choice() != null ? choice(context.choice()) : chain(context.chain()), nodes.span(context));
    }

    private Expression choice(ChoiceContext context) {
        List<Expression.Conditional.Branch> branches = new ArrayList<>();
        List<DisjunctionContext> conditions = context.disjunction();
        List<ExpressionContext> values = context.expression();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Expression.Conditional.Branch(disjunction(conditions.get(i)), expression(values.get(i))));
        }
        return new Expression.Conditional(branches, chain(context.chain()), nodes.span(context));
    }

    private Expression chain(ChainContext context) {
        Expression head = disjunction(context.disjunction());
        List<Stage> all = stages.stages(context.children);
        return all.isEmpty() ? head : new Expression.Chain(head, all, nodes.span(context));
    }

    Expression disjunction(DisjunctionContext context) {
        List<Expression> operands =
                context.conjunction().stream().map(this::conjunction).toList();
        return operands.size() == 1
                ? operands.get(0)
                : new Expression.Logical(LogicalOperator.OR, operands, nodes.span(context));
    }

    private Expression conjunction(ConjunctionContext context) {
        List<Expression> operands =
                context.negation().stream().map(this::negation).toList();
        return operands.size() == 1
                ? operands.get(0)
                : new Expression.Logical(LogicalOperator.AND, operands, nodes.span(context));
    }

    private Expression negation(NegationContext context) {
        Expression value = comparison(context.comparison());
        List<TerminalNode> words = context.NOT();
        for (int i = words.size() - 1; i >= 0; i--) {
            value = new Expression.Not(value, nodes.span(words.get(i)).to(nodes.span(context)));
        }
        return value;
    }

    private Expression comparison(ComparisonContext context) {
        Expression left = sum(context.sum(0));
        if (context.sum().size() == 1) {
            return left;
        }
        Expression right = sum(context.sum(1));
        ComparisonOperator operator = comparisonOperator(context.getChild(1));
        if (context.sum().size() > 2) {
            nodes.report(GrammarProblems.chainedComparison(
                    nodes.span((TerminalNode) context.getChild(3)),
                    nodes.span(context.sum(0)).text(),
                    nodes.span(context.sum(1)).text(),
                    operator.symbol(),
                    comparisonOperator(context.getChild(3)).symbol(),
                    nodes.span(context.sum(2)).text()));
        }
        return new Expression.Comparison(left, operator, right, nodes.span(context));
    }

    private static ComparisonOperator comparisonOperator(ParseTree sign) {
        int type = ((TerminalNode) sign).getSymbol().getType();
        return switch (type) {
            case CnnParser.EQ -> ComparisonOperator.EQUAL;
            case CnnParser.NE -> ComparisonOperator.UNEQUAL;
            case CnnParser.LT -> ComparisonOperator.LESS;
            case CnnParser.LE -> ComparisonOperator.LESS_OR_EQUAL;
            case CnnParser.GT -> ComparisonOperator.GREATER;
            case CnnParser.GE -> ComparisonOperator.GREATER_OR_EQUAL;
            default -> throw new IllegalStateException("no comparison: " + sign);
        };
    }

    Expression sum(SumContext context) {
        return arithmetic(context, context.product().stream().map(this::product).toList());
    }

    private Expression product(ProductContext context) {
        return arithmetic(context, context.signed().stream().map(this::signed).toList());
    }

    private Expression arithmetic(ParserRuleContext context, List<Expression> operands) {
        if (operands.size() == 1) {
            return operands.get(0);
        }
        List<Arithmetic.Term> terms = new ArrayList<>();
        for (int i = 1; i < operands.size(); i++) {
            var sign = (TerminalNode) context.getChild(2 * i - 1);
            terms.add(new Arithmetic.Term(arithmeticOperator(sign), nodes.span(sign), operands.get(i)));
        }
        return new Arithmetic(operands.get(0), terms, nodes.span(context));
    }

    private static ArithmeticOperator arithmeticOperator(TerminalNode sign) {
        return switch (sign.getSymbol().getType()) {
            case CnnParser.PLUS -> ArithmeticOperator.PLUS;
            case CnnParser.MINUS -> ArithmeticOperator.MINUS;
            case CnnParser.STAR -> ArithmeticOperator.TIMES;
            case CnnParser.SLASH -> ArithmeticOperator.OVER;
            default -> throw new IllegalStateException("no operator: " + sign);
        };
    }

    private Expression signed(SignedContext context) {
        Expression value = member(context.member());
        List<TerminalNode> signs = context.MINUS();
        for (int i = signs.size() - 1; i >= 0; i--) {
            value = new Expression.Negation(value, nodes.span(signs.get(i)).to(nodes.span(context)));
        }
        return value;
    }

    private Expression member(MemberContext context) {
        Expression value = primary(context.primary());
        boolean member = false;
        for (AccessContext access : context.access()) {
            Span span = value.span().to(nodes.span(access));
            if (access.NAME() == null) {
                Optional<Expression> to = access.sum().size() > 1 ? Optional.of(sum(access.sum(1))) : Optional.empty();
                value = new Expression.Index(value, sum(access.sum(0)), to, span);
            } else {
                if (member) {
                    nodes.report(GrammarProblems.secondMember(nodes.span(access.NAME())));
                }
                value = new Expression.Member(value, nodes.identifier(access.NAME()), span);
                member = true;
            }
        }
        return value;
    }

    private Expression primary(PrimaryContext context) {
        if (context instanceof CnnParser.WholeContext whole) {
            return whole(whole);
        }
        if (context instanceof CnnParser.DecimalContext decimal) {
            return decimal(decimal);
        }
        if (context instanceof CnnParser.TextContext text) {
            return new Expression.Text(nodes.template(text.STRING()), nodes.span(text));
        }
        if (context instanceof CnnParser.TruthContext truth) {
            return new Expression.Truth(truth.TRUE() != null, nodes.span(truth));
        }
        if (context instanceof CnnParser.NamedContext named) {
            Identifier name = nodes.identifier(named.NAME());
            return named.arguments() == null
                    ? new Expression.Name(name)
                    : new Expression.Call(name, arguments(named.arguments()), nodes.span(named));
        }
        if (context instanceof CnnParser.GroupedContext grouped) {
            return tuple(grouped.tuple());
        }
        if (context instanceof CnnParser.ListedContext listed) {
            return list(listed.list());
        }
        throw new IllegalStateException("no primary: " + context.getClass());
    }

    private Expression whole(CnnParser.WholeContext context) {
        try {
            return new Expression.Whole(Long.parseLong(context.INTEGER().getText()), nodes.span(context));
        } catch (NumberFormatException tooLarge) {
            nodes.report(SyntaxProblems.numberTooLarge(nodes.span(context)));
            return new Expression.Whole(1, nodes.span(context));
        }
    }

    private Expression decimal(CnnParser.DecimalContext context) {
        Optional<BigDecimal> value = exact(context.DECIMAL().getText());
        if (value.isEmpty()) {
            nodes.report(SyntaxProblems.numberTooLarge(nodes.span(context)));
        }
        return new Expression.Decimal(value.orElse(BigDecimal.ONE), nodes.span(context));
    }

    /** The number, if its numerator and denominator are below ten to the eighteenth and so fit into a long. */
    private static Optional<BigDecimal> exact(String text) {
        if (text.length() > 4 * Limits.DECIMAL_DIGITS) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(text).stripTrailingZeros();
            long whole = (long) value.precision() - value.scale();
            boolean fits = value.precision() <= Limits.DECIMAL_DIGITS
                    && value.scale() <= Limits.DECIMAL_DIGITS
                    && whole <= Limits.DECIMAL_DIGITS;
            return fits ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException exponentTooLarge) {
            return Optional.empty();
        }
    }

    /** A parenthesised value, or a tuple where a comma makes it one. */
    private Expression tuple(TupleContext context) {
        List<Expression> elements = elements(context.element());
        if (elements.isEmpty()) {
            return nodes.placeholder(context);
        }
        return elements.size() == 1 && context.COMMA().isEmpty()
                ? elements.get(0)
                : new Expression.Tuple(elements, nodes.span(context));
    }

    private List<Expression> elements(List<ElementContext> contexts) {
        return contexts.stream()
                .filter(Nodes::isWhole)
                .map(each -> expression(each.expression()))
                .toList();
    }

    private Expression list(CnnParser.ListContext context) {
        List<Expression> elements = elements(context.element());
        EachContext each = context.each();
        if (each == null || !Nodes.isWhole(each) || elements.size() != 1) {
            return new Expression.ListOf(elements, nodes.span(context));
        }
        return new Expression.Each(
                elements.get(0),
                stages.pattern(each.pattern()),
                stages.range(each.range()),
                Optional.ofNullable(each.disjunction()).map(this::disjunction),
                nodes.span(context));
    }

    /** The extents of an input, which are written out. */
    List<Expression> extents(CnnParser.ListContext context) {
        if (context.each() != null) {
            nodes.report(GrammarProblems.unexpected(nodes.span(context.each().FOR()), "for", "`]`"));
        }
        return elements(context.element());
    }

    List<Argument> arguments(ArgumentsContext context) {
        List<Argument> arguments = new ArrayList<>();
        for (var each : context.argument()) {
            if (Nodes.isWhole(each)) {
                arguments.add(argument(each));
            }
        }
        return arguments;
    }

    private Argument argument(CnnParser.ArgumentContext context) {
        Expression first = expression(context.expression(0));
        if (context.ASSIGN() == null) {
            return new Argument(Optional.empty(), first, nodes.span(context));
        }
        if (first.asName().isEmpty()) {
            nodes.report(GrammarProblems.assignedExpression(first.span()));
        }
        return new Argument(first.asName(), expression(context.expression(1)), nodes.span(context));
    }
}
