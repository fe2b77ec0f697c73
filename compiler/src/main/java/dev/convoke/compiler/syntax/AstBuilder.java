package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import dev.convoke.grammar.CnnParser.BodyContext;
import dev.convoke.grammar.CnnParser.ItemContext;
import dev.convoke.grammar.CnnParser.ParameterContext;
import dev.convoke.grammar.CnnParser.ParametersContext;
import dev.convoke.grammar.CnnParser.StatementContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the tree of what the parser recognised. With its parts for stages and expressions it is the only place that sees
 * ANTLR's contexts. A context that was given up is left out; the declaration around it becomes one of the damaged.
 */
final class AstBuilder {
    private final Findings findings;
    private final List<Token> tokens;
    private final DocumentationLines documentation;
    private final Nodes nodes;
    private final StageBuilder stages;
    private final ExpressionBuilder expressions;
    private final List<SpecFile.Import> imports = new ArrayList<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final List<SpecFile.Damaged> damaged = new ArrayList<>();
    /** Where the declaration that is being built has statements that were not understood, and can do without them. */
    private final List<Span> lost = new ArrayList<>();
    /** Names that the body which is being built gives: of streams, most of them. */
    private final Set<String> streams = new HashSet<>();

    /**
     * Builds from what was parsed of these tokens.
     *
     * @param documentation one for each line
     */
    AstBuilder(Findings findings, List<Token> tokens, List<Documentation> documentation, Templates.Holes holes) {
        this.findings = findings;
        this.tokens = tokens;
        this.documentation = new DocumentationLines(documentation);
        this.nodes = new Nodes(findings, holes);
        this.stages = new StageBuilder(nodes);
        this.expressions = stages.expressions();
    }

    /** The expression in a hole. */
    Expression hole(CnnParser.ExpressionContext context) {
        return expressions.expression(context);
    }

    SpecFile file(List<SpecFile.Comment> comments) {
        return new SpecFile(findings.source(), imports, declarations, damaged, comments);
    }

    /** Adds an import or a declaration. */
    void item(ItemContext context) {
        if (Nodes.isWhole(context) && context.importing() != null) {
            imports.add(importing(context.importing()));
            return;
        }
        lost.clear();
        Optional<Declaration> declaration =
                Nodes.isWhole(context) ? Optional.of(declaration(context.declaration())) : Optional.empty();
        Span span = nodes.span(context);
        if (declaration.isPresent() && !findings.isDamagedOutside(span, lost)) {
            declarations.add(declaration.get());
        } else {
            damaged(context, span);
        }
    }

    private void damaged(ItemContext context, Span span) {
        int at = context.getStart().getTokenIndex() + 1;
        if (at < tokens.size() && tokens.get(at).is(CnnParser.NAME)) {
            var name = new Identifier(tokens.get(at).text(), findings.span(tokens.get(at)));
            damaged.add(new SpecFile.Damaged(context.getStart().getText(), name, span));
        }
    }

    private SpecFile.Import importing(CnnParser.ImportingContext context) {
        Template path = nodes.template(context.STRING());
        if (path.constant().isEmpty()) {
            nodes.report(GrammarProblems.holeInPath(path.span()));
        }
        return new SpecFile.Import(path.constant().orElse(""), path.span(), nodes.span(context));
    }

    private Declaration declaration(CnnParser.DeclarationContext context) {
        Optional<Documentation> documented =
                documentation.before(tokens, context.getStart().getTokenIndex());
        Span span = nodes.span(context);
        if (context instanceof CnnParser.ModuleContext module) {
            Identifier name = nodes.declared(module.NAME());
            List<Parameter> parameters = parameters(module.parameters());
            List<Statement> body = body(module.body(), parameters);
            return module.kind.getType() == CnnParser.NET
                    ? new Declaration.Net(documented, name, parameters, body, span)
                    : new Declaration.Block(documented, name, parameters, body, span);
        }
        if (context instanceof CnnParser.VariantContext variant) {
            return variant(variant, documented, span);
        }
        if (context instanceof CnnParser.ChainedContext chained) {
            return new Declaration.Seq(
                    documented,
                    nodes.declared(chained.NAME()),
                    parameters(chained.parameters()),
                    stages.sequence(chained.sequence()),
                    span);
        }
        if (context instanceof CnnParser.FunctionContext function) {
            return new Declaration.Function(
                    documented,
                    nodes.declared(function.NAME()),
                    parameters(function.parameters()),
                    expressions.expression(function.expression()),
                    span);
        }
        if (context instanceof CnnParser.ConstantContext constant) {
            return new Declaration.Constant(
                    documented, nodes.declared(constant.NAME()), expressions.expression(constant.expression()), span);
        }
        throw new IllegalStateException("no declaration: " + context.getClass());
    }

    private Declaration variant(CnnParser.VariantContext context, Optional<Documentation> documented, Span span) {
        Span base = nodes.span(context.NAME(1));
        return new Declaration.Variant(
                documented,
                nodes.declared(context.NAME(0)),
                nodes.identifier(context.NAME(1)),
                context.arguments() == null ? List.of() : expressions.arguments(context.arguments()),
                context.arguments() == null ? base : base.to(nodes.span(context.arguments())),
                span);
    }

    private List<Parameter> parameters(ParametersContext context) {
        List<Parameter> parameters = new ArrayList<>();
        if (context != null) {
            for (ParameterContext each : context.parameter()) {
                if (parameters.size() == Limits.PARAMETERS) {
                    nodes.report(GrammarProblems.tooManyParameters(nodes.span(each)));
                    break;
                }
                if (Nodes.isWhole(each)) {
                    parameters.add(parameter(each));
                }
            }
        }
        return parameters;
    }

    private Parameter parameter(ParameterContext context) {
        if (context.LABEL() == null) {
            return new Parameter(
                    nodes.declared(context.NAME()),
                    false,
                    Optional.ofNullable(context.expression()).map(expressions::expression),
                    nodes.span(context));
        }
        if (!context.NAME().getText().equals("stream")) {
            nodes.report(GrammarProblems.parameterType(
                    nodes.span(context.NAME()), context.NAME().getText()));
        }
        return new Parameter(labelName(context.LABEL()), true, Optional.empty(), nodes.span(context));
    }

    /** The name before a colon where it is no label: of a parameter or input. */
    private Identifier labelName(org.antlr.v4.runtime.tree.TerminalNode label) {
        Template template = nodes.template(label);
        String text = template.constant().orElse("");
        if (template.span().text().startsWith("\"") || !text.matches("[A-Za-z]\\w*")) {
            nodes.reportUnlessKnown(GrammarProblems.notAName(template.span()));
        }
        return new Identifier(text, template.span());
    }

    private List<Statement> body(BodyContext context, List<Parameter> parameters) {
        List<Statement> statements = new ArrayList<>();
        Set<String> names = new HashSet<>();
        parameters.forEach(each -> names.add(each.name().text()));
        streams.clear();
        streams.add("x");
        boolean flows = false;
        List<StatementContext> contexts = context.statement();
        for (int i = 0; i < contexts.size(); i++) {
            StatementContext each = contexts.get(i);
            Optional<Findings.LeftOut> leftOut =
                    findings.leftOut(each.getStart().getStartIndex());
            if (leftOut.isPresent()) {
                statements.add(leftOut(leftOut.get(), nodes.span(each), names));
                flows = false;
                continue;
            }
            Optional<Statement> understood =
                    Nodes.isWhole(each) ? Optional.of(statement(each, names, flows)) : Optional.empty();
            flows = understood.map(AstBuilder::flows).orElse(false);
            var next = i + 1 < contexts.size() ? contexts.get(i + 1).getStart() : context.getStop();
            Span own = nodes.span(each);
            Optional<Statement.Lost> instead =
                    understood.isEmpty() || findings.isDamaged(own.start(), next.getStartIndex() - 1)
                            ? lost(own, understood.isPresent(), each.getStart().getTokenIndex(), next.getTokenIndex())
                            : Optional.empty();
            instead.ifPresent(without -> {
                lost.add(without.span());
                statements.add(without);
                without.name().ifPresent(name -> names.add(name.text()));
            });
            if (instead.isEmpty()) {
                understood.ifPresent(statements::add);
            }
        }
        return statements;
    }

    private static Statement leftOut(Findings.LeftOut known, Span span, Set<String> names) {
        known.names().forEach(each -> names.add(each.text()));
        return new Statement.Lost(Optional.empty(), known.names(), known.returns(), known.outputs(), span);
    }

    /**
     * A statement and what was skipped behind it on its last line, as one that was not understood. None if too little of it is
     * known, or other statements may be in it: then nothing around it can be relied on.
     *
     * @param parsed whether the parser got to its end
     * @param from index of its first token
     * @param to index of the token behind it
     */
    private Optional<Statement.Lost> lost(Span statement, boolean parsed, int from, int to) {
        List<Token> part = tokens.subList(from, to);
        Token head = part.get(0);
        boolean input =
                head.is(CnnParser.INPUT) && part.size() > 1 && part.get(1).is(CnnParser.LABEL);
        boolean named =
                head.is(CnnParser.NAME) && part.size() > 1 && part.get(1).is(CnnParser.ASSIGN);
        boolean flows =
                head.is(CnnParser.NAME) && part.size() > 1 && part.get(1).is(CnnParser.ARROW);
        boolean returns = head.text().equals("return");
        boolean known = parsed || input || named || flows || returns || head.is(CnnParser.REQUIRE);
        if (!known || swallows(part)) {
            return Optional.empty();
        }
        int outputs =
                (int) part.stream().filter(each -> each.text().equals("output")).count();
        Optional<Identifier> name = named && !returns
                ? Optional.of(new Identifier(head.text(), findings.span(head)))
                : input ? Optional.of(inputName(part.get(1))) : Optional.empty();
        int end = part.get(part.size() - 1).end();
        int line = findings.source().line(statement.end());
        int last = findings.source().line(end) > line ? statement.end() : Math.max(statement.end(), end);
        Span span = findings.source().span(statement.start(), last);
        return Optional.of(new Statement.Lost(name, List.of(), returns, outputs, span));
    }

    private Identifier inputName(Token label) {
        String text = label.text().substring(0, label.text().length() - 1).stripTrailing();
        return new Identifier(
                text, findings.source().span(label.start(), Math.min(label.end(), label.start() + text.length())));
    }

    /** Whether more than one statement begins in a part of a body: by its word, or by standing below the first. */
    private boolean swallows(List<Token> part) {
        int column = findings.source().column(part.get(0).start());
        int depth = 0;
        for (int i = 1; i < part.size(); i++) {
            Token token = part.get(i);
            boolean begins = switch (token.type()) {
                case CnnParser.INPUT, CnnParser.RETURN, CnnParser.REQUIRE -> true;
                case CnnParser.ASSIGN -> i > 1;
                default -> token.firstOnLine() && findings.source().column(token.start()) <= column;
            };
            if (depth == 0 && begins) {
                return true;
            }
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
        }
        return depth != 0;
    }

    private Statement statement(StatementContext context, Set<String> names, boolean flowsBefore) {
        Span span = nodes.span(context);
        if (context instanceof CnnParser.InputContext input) {
            return input(input, names);
        }
        if (context instanceof CnnParser.ReturnedContext returned) {
            return new Statement.Return(expressions.expression(returned.expression()), span);
        }
        if (context instanceof CnnParser.ContractContext contract) {
            return stages.requirement(contract.requirement());
        }
        if (context instanceof CnnParser.FlowContext flow) {
            return flow(flow, names, flowsBefore);
        }
        throw new IllegalStateException("no statement: " + context.getClass());
    }

    private Statement input(CnnParser.InputContext context, Set<String> names) {
        Identifier name = labelName(context.LABEL());
        names.add(name.text());
        streams.add(name.text());
        boolean bytes = context.NAME() != null;
        if (bytes && !context.NAME().getText().equals("u8")) {
            nodes.report(GrammarProblems.elementType(
                    nodes.span(context.NAME()), context.NAME().getText()));
        }
        return new Statement.Input(
                documentation.before(tokens, context.getStart().getTokenIndex()),
                name,
                bytes,
                expressions.extents(context.list()),
                nodes.span(context));
    }

    private Statement flow(CnnParser.FlowContext context, Set<String> names, boolean flowsBefore) {
        Span span = nodes.span(context);
        Expression first = expressions.expression(context.expression(0));
        if (context.ASSIGN() != null) {
            Expression value = expressions.expression(context.expression(1));
            if (first.asName().isEmpty()) {
                nodes.report(GrammarProblems.assignedExpression(first.span()));
                return new Statement.Flow(value, span);
            }
            Identifier name = first.asName().get();
            if (Nodes.isKeyword(name.text())) {
                nodes.report(SyntaxProblems.wordAsName(name.span(), name.text()));
            }
            names.add(name.text());
            streams.add(name.text());
            return new Statement.Let(name, value, span);
        }
        int start = context.getStart().getTokenIndex();
        Token head = tokens.get(start);
        if (head.isCapitalised() && !names.contains(head.text())) {
            Optional<String> given = argument(first).filter(streams::contains);
            nodes.report(
                    flowsBefore && given.isEmpty()
                            ? HabitProblems.missingArrow(findings, tokens.get(start - 1), head)
                            : GrammarProblems.missingStream(findings.span(head), head.text(), given));
        } else if (!(first instanceof Expression.Chain || first instanceof Expression.Conditional)) {
            nodes.reportUnlessKnown(GrammarProblems.noEffect(span));
        }
        return new Statement.Flow(first, span);
    }

    /** What a stage at the beginning of a statement is given, if it is one name: a stream, most likely. */
    private static Optional<String> argument(Expression statement) {
        Expression head = statement instanceof Expression.Chain chain ? chain.head() : statement;
        return head instanceof Expression.Call call && call.arguments().size() == 1
                ? call.arguments().get(0).value().asName().map(Identifier::text)
                : Optional.empty();
    }

    /** Whether the statement ends with a stage, so that another stage behind it lacks an arrow. */
    private static boolean flows(Statement statement) {
        Optional<Expression> value = statement instanceof Statement.Flow flow
                ? Optional.of(flow.value())
                : statement instanceof Statement.Let let
                        ? Optional.of(let.value())
                        : statement instanceof Statement.Return returned
                                ? Optional.of(returned.value())
                                : Optional.empty();
        return value.filter(each -> each instanceof Expression.Chain || each instanceof Expression.Call)
                .isPresent();
    }
}
