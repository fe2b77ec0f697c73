package dev.convoke.compiler.syntax;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes trees with all their parentheses, so that tests can compare structure. */
final class AstText
        implements Expression.Cases<String>, Stage.Cases<String>, Statement.Cases<String>, Range.Cases<String> {
    static String of(Expression expression) {
        return expression.match(new AstText());
    }

    static String of(Statement statement) {
        return statement.match(new AstText());
    }

    static String of(Sequence sequence) {
        return new AstText().sequence(sequence);
    }

    static String of(Template template) {
        return template.parts().stream()
                .map(part -> part.match(new Template.Cases<String>() {
                    @Override
                    public String text(Template.Text text) {
                        return text.text();
                    }

                    @Override
                    public String hole(Template.Hole hole) {
                        return "{" + of(hole.value()) + "}";
                    }
                }))
                .collect(Collectors.joining("|"));
    }

    private String sequence(Sequence sequence) {
        String locals =
                sequence.locals().stream().map(each -> each.match(this) + "; ").collect(Collectors.joining());
        return "{ " + locals + stages(sequence.stages()) + " }";
    }

    private String stages(List<Stage> stages) {
        return stages.stream().map(each -> each.match(this)).collect(Collectors.joining(" -> "));
    }

    private String all(List<Expression> expressions) {
        return expressions.stream().map(each -> each.match(this)).collect(Collectors.joining(", "));
    }

    private String arguments(List<Argument> arguments) {
        return "("
                + arguments.stream()
                        .map(each -> each.name().map(name -> name + "=").orElse("")
                                + each.value().match(this))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String label(Optional<Template> label) {
        return label.map(each -> "<" + of(each) + "> ").orElse("");
    }

    @Override
    public String whole(Expression.Whole whole) {
        return Long.toString(whole.value());
    }

    @Override
    public String decimal(Expression.Decimal decimal) {
        return decimal.value().toPlainString() + "d";
    }

    @Override
    public String truth(Expression.Truth truth) {
        return Boolean.toString(truth.value());
    }

    @Override
    public String notUnderstood(Expression.NotUnderstood value) {
        return "?";
    }

    @Override
    public String text(Expression.Text text) {
        return "\"" + of(text.template()) + "\"";
    }

    @Override
    public String name(Expression.Name name) {
        return name.text();
    }

    @Override
    public String member(Expression.Member member) {
        return member.owner().match(this) + "." + member.name();
    }

    @Override
    public String index(Expression.Index index) {
        return index.owner().match(this)
                + "["
                + index.from().match(this)
                + index.to().map(each -> ".." + each.match(this)).orElse("")
                + "]";
    }

    @Override
    public String each(Expression.Each each) {
        return "["
                + each.element().match(this)
                + " for "
                + pattern(each.pattern())
                + " in "
                + each.range().match(this)
                + each.condition()
                        .map(condition -> " if " + condition.match(this))
                        .orElse("")
                + "]";
    }

    @Override
    public String call(Expression.Call call) {
        return call.name() + arguments(call.arguments());
    }

    @Override
    public String tuple(Expression.Tuple tuple) {
        return "tuple(" + all(tuple.elements()) + ")";
    }

    @Override
    public String list(Expression.ListOf list) {
        return "[" + all(list.elements()) + "]";
    }

    @Override
    public String negation(Expression.Negation negation) {
        return "(-" + negation.operand().match(this) + ")";
    }

    @Override
    public String not(Expression.Not not) {
        return "(not " + not.operand().match(this) + ")";
    }

    @Override
    public String arithmetic(Expression.Arithmetic arithmetic) {
        String terms = arithmetic.terms().stream()
                .map(each ->
                        " " + each.operator().symbol() + " " + each.operand().match(this))
                .collect(Collectors.joining());
        return "(" + arithmetic.first().match(this) + terms + ")";
    }

    @Override
    public String comparison(Expression.Comparison comparison) {
        return "(" + comparison.left().match(this) + " " + comparison.operator().symbol() + " "
                + comparison.right().match(this) + ")";
    }

    @Override
    public String logical(Expression.Logical logical) {
        return "("
                + logical.operands().stream()
                        .map(each -> each.match(this))
                        .collect(Collectors.joining(" " + logical.operator().symbol() + " "))
                + ")";
    }

    @Override
    public String conditional(Expression.Conditional conditional) {
        String branches = conditional.branches().stream()
                .map(each -> each.condition().match(this) + " ? " + each.value().match(this) + " : ")
                .collect(Collectors.joining());
        return "(" + branches + conditional.otherwise().match(this) + ")";
    }

    @Override
    public String chain(Expression.Chain chain) {
        return "(" + chain.head().match(this) + " -> " + stages(chain.stages()) + ")";
    }

    @Override
    public String call(Stage.Call call) {
        return label(call.label()) + call.name() + (call.arguments().isEmpty() ? "" : arguments(call.arguments()));
    }

    @Override
    public String inline(Stage.Inline inline) {
        return label(inline.label()) + "seq " + sequence(inline.body());
    }

    @Override
    public String conditional(Stage.Conditional conditional) {
        return conditional.branches().stream()
                        .map(each -> "if " + each.condition().match(this) + " " + sequence(each.body()))
                        .collect(Collectors.joining(" "))
                + conditional.otherwise().map(each -> " else " + sequence(each)).orElse("");
    }

    @Override
    public String repeat(Stage.Repeat repeat) {
        return "for " + pattern(repeat.pattern()) + " in " + repeat.range().match(this) + " " + sequence(repeat.body());
    }

    private static String pattern(Pattern pattern) {
        String names = pattern.slots().stream()
                .map(each -> each.name().map(Identifier::text).orElse("_"))
                .collect(Collectors.joining(", "));
        return pattern.tuple() ? "(" + names + ")" : names;
    }

    @Override
    public String output(Stage.Output output) {
        return "output " + output.name();
    }

    @Override
    public String use(Stage.Use use) {
        return "use <" + of(use.target()) + ">";
    }

    @Override
    public String check(Stage.Check check) {
        return "is "
                + check.entries().stream()
                        .map(each ->
                                each.extent().map(extent -> extent.match(this)).orElse("_"))
                        .toList();
    }

    @Override
    public String between(Range.Between between) {
        return between.from().match(this) + ".." + between.to().match(this);
    }

    @Override
    public String elements(Range.Elements elements) {
        return elements.list().match(this);
    }

    @Override
    public String input(Statement.Input input) {
        return "input " + input.name() + (input.bytes() ? " u8" : " ") + "[" + all(input.extents()) + "]";
    }

    @Override
    public String let(Statement.Let let) {
        return let.name() + " = " + let.value().match(this);
    }

    @Override
    public String require(Statement.Require require) {
        return "require " + require.condition().match(this)
                + require.message().map(each -> ", " + of(each)).orElse("");
    }

    @Override
    public String flow(Statement.Flow flow) {
        return flow.value().match(this);
    }

    @Override
    public String returned(Statement.Return returned) {
        return "return " + returned.value().match(this);
    }

    @Override
    public String lost(Statement.Lost lost) {
        return "lost " + lost.name().map(Identifier::text).orElse("");
    }
}
