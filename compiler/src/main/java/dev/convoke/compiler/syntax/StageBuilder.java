package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import dev.convoke.grammar.CnnParser.CheckContext;
import dev.convoke.grammar.CnnParser.LocalContext;
import dev.convoke.grammar.CnnParser.PatternContext;
import dev.convoke.grammar.CnnParser.RangeContext;
import dev.convoke.grammar.CnnParser.RequirementContext;
import dev.convoke.grammar.CnnParser.SequenceContext;
import dev.convoke.grammar.CnnParser.StageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** The part of {@link AstBuilder} for chains and what is in them. */
final class StageBuilder {
    private final Nodes nodes;
    private final ExpressionBuilder expressions;

    StageBuilder(Nodes nodes) {
        this.nodes = nodes;
        this.expressions = new ExpressionBuilder(nodes, this);
    }

    ExpressionBuilder expressions() {
        return expressions;
    }

    /** The stages and checks among the children of a chain or sequence. */
    List<Stage> stages(List<ParseTree> children) {
        List<Stage> stages = new ArrayList<>();
        for (ParseTree child : children) {
            if (child instanceof StageContext stage && Nodes.isWhole(stage)) {
                stages.add(stage(stage));
            } else if (child instanceof CheckContext check && Nodes.isWhole(check)) {
                stages.add(check(check));
            }
        }
        return stages;
    }

    Sequence sequence(SequenceContext context) {
        List<Statement.Local> locals = new ArrayList<>();
        for (LocalContext each : context.local()) {
            if (Nodes.isWhole(each)) {
                locals.add(local(each));
            }
        }
        return new Sequence(locals, stages(context.children), nodes.span(context));
    }

    private Statement.Local local(LocalContext context) {
        return context.requirement() != null
                ? requirement(context.requirement())
                : new Statement.Let(
                        nodes.declared(context.NAME()),
                        expressions.expression(context.expression()),
                        nodes.span(context));
    }

    Statement.Require requirement(RequirementContext context) {
        return new Statement.Require(
                expressions.expression(context.expression()),
                Optional.ofNullable(context.STRING()).map(nodes::template),
                nodes.span(context));
    }

    private Stage stage(StageContext context) {
        if (context instanceof CnnParser.CallContext call) {
            return call(call);
        }
        if (context instanceof CnnParser.InlineContext inline) {
            return new Stage.Inline(label(inline.LABEL()), sequence(inline.sequence()), nodes.span(inline));
        }
        if (context instanceof CnnParser.ConditionalContext conditional) {
            unlabelled(conditional.LABEL(), "`if`");
            return conditional(conditional);
        }
        if (context instanceof CnnParser.RepeatContext repeat) {
            unlabelled(repeat.LABEL(), "`for`");
            return new Stage.Repeat(
                    pattern(repeat.pattern()), range(repeat.range()), sequence(repeat.sequence()), nodes.span(repeat));
        }
        if (context instanceof CnnParser.OutputContext output) {
            unlabelled(output.LABEL(), "`output`");
            return new Stage.Output(nodes.declared(output.NAME()), nodes.span(output));
        }
        if (context instanceof CnnParser.UseContext use) {
            unlabelled(use.LABEL(), "`use`");
            return new Stage.Use(nodes.template(use.TARGET()), nodes.span(use));
        }
        throw new IllegalStateException("no stage: " + context.getClass());
    }

    private Stage call(CnnParser.CallContext context) {
        List<Argument> arguments = context.arguments() == null ? List.of() : expressions.arguments(context.arguments());
        Span call = nodes.span(context.NAME());
        if (context.arguments() != null) {
            call = call.to(nodes.span(context.arguments()));
        }
        return new Stage.Call(
                label(context.LABEL()), nodes.identifier(context.NAME()), arguments, call, nodes.span(context));
    }

    private Stage conditional(CnnParser.ConditionalContext context) {
        List<Stage.Conditional.Branch> branches = new ArrayList<>();
        // The lists at once: the context searches all its children for each of them.
        List<CnnParser.DisjunctionContext> conditions = context.disjunction();
        List<SequenceContext> sequences = context.sequence();
        for (int i = 0; i < conditions.size(); i++) {
            branches.add(new Stage.Conditional.Branch(
                    nodes.understood(expressions.disjunction(conditions.get(i)), nodes.span(conditions.get(i))),
                    sequence(sequences.get(i))));
        }
        Optional<Sequence> otherwise = sequences.size() > conditions.size()
                ? Optional.of(sequence(sequences.get(conditions.size())))
                : Optional.empty();
        return new Stage.Conditional(branches, otherwise, nodes.span(context));
    }

    private Optional<Template> label(TerminalNode label) {
        return Optional.ofNullable(label).map(nodes::template);
    }

    private void unlabelled(TerminalNode label, String what) {
        if (label != null) {
            nodes.report(GrammarProblems.misplacedLabel(nodes.span(label), what));
        }
    }

    Pattern pattern(PatternContext context) {
        List<Pattern.Slot> slots = new ArrayList<>();
        for (var slot : context.slot()) {
            Optional<Identifier> name =
                    Nodes.isWhole(slot) ? Optional.ofNullable(slot.NAME()).map(nodes::declared) : Optional.empty();
            slots.add(new Pattern.Slot(name, Nodes.isWhole(slot) ? nodes.span(slot) : nodes.span(context)));
        }
        return new Pattern(context.LPAREN() != null, slots, nodes.span(context));
    }

    Range range(RangeContext context) {
        Expression first = bound(context.sum(0));
        if (context.sum().size() == 2) {
            return new Range.Between(first, bound(context.sum(1)), nodes.span(context));
        }
        if (first instanceof Expression.Call call && call.name().text().equals("range")) {
            nodes.report(GrammarProblems.rangeFunction(call.span()));
        }
        return new Range.Elements(first, nodes.span(context));
    }

    private Expression bound(CnnParser.SumContext context) {
        return nodes.understood(expressions.sum(context), nodes.span(context));
    }

    private Stage check(CheckContext context) {
        List<Stage.Check.Entry> entries = new ArrayList<>();
        for (var entry : context.entry()) {
            if (Nodes.isWhole(entry)) {
                Optional<Expression> extent =
                        Optional.ofNullable(entry.expression()).map(expressions::expression);
                entries.add(new Stage.Check.Entry(extent, nodes.span(entry)));
            }
        }
        return new Stage.Check(entries, nodes.span(context));
    }
}
