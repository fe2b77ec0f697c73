package dev.convoke.compiler.syntax;

import java.util.List;

/**
 * Visits all of a declaration in the order of the text. Subclasses override what they want to see and call {@code
 * super} to go on inside; {@link #open}, {@link #define} and {@link #close} tell them about scopes.
 */
public abstract class Walk
        implements Declaration.Cases<Walk>,
                Statement.Cases<Walk>,
                Stage.Cases<Walk>,
                Expression.Cases<Walk>,
                Range.Cases<Walk> {

    /** A scope begins. */
    protected void open() {}

    /** The innermost scope ends. */
    protected void close() {}

    /** A name is given in the innermost scope. */
    protected void define(Identifier name) {}

    /** A name that may have been given in a part that was not understood. */
    protected void assume(Identifier name) {}

    private Walk all(List<? extends Expression> expressions) {
        expressions.forEach(each -> each.match(this));
        return this;
    }

    private Walk arguments(List<Argument> arguments) {
        arguments.forEach(each -> each.value().match(this));
        return this;
    }

    private Walk template(Template template) {
        for (Template.Part part : template.parts()) {
            part.match(new Template.Cases<Walk>() {
                @Override
                public Walk text(Template.Text text) {
                    return Walk.this;
                }

                @Override
                public Walk hole(Template.Hole hole) {
                    return hole.value().match(Walk.this);
                }
            });
        }
        return this;
    }

    protected void parameters(List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            parameter.byDefault().ifPresent(each -> each.match(this));
            define(parameter.name());
        }
    }

    protected void body(List<Statement> body) {
        body.forEach(each -> each.match(this));
    }

    private Walk sequence(Sequence sequence) {
        open();
        sequence(sequence.locals(), sequence.stages());
        close();
        return this;
    }

    private void sequence(List<Statement.Local> locals, List<Stage> stages) {
        locals.forEach(each -> each.match(this));
        stages.forEach(each -> each.match(this));
    }

    @Override
    public Walk net(Declaration.Net net) {
        open();
        parameters(net.parameters());
        body(net.body());
        close();
        return this;
    }

    @Override
    public Walk variant(Declaration.Variant variant) {
        return arguments(variant.arguments());
    }

    @Override
    public Walk block(Declaration.Block block) {
        open();
        parameters(block.parameters());
        body(block.body());
        close();
        return this;
    }

    @Override
    public Walk seq(Declaration.Seq seq) {
        open();
        parameters(seq.parameters());
        sequence(seq.body().locals(), seq.body().stages());
        close();
        return this;
    }

    @Override
    public Walk function(Declaration.Function function) {
        open();
        parameters(function.parameters());
        function.body().match(this);
        close();
        return this;
    }

    @Override
    public Walk constant(Declaration.Constant constant) {
        return constant.value().match(this);
    }

    @Override
    public Walk input(Statement.Input input) {
        all(input.extents());
        define(input.name());
        return this;
    }

    @Override
    public Walk let(Statement.Let let) {
        let.value().match(this);
        define(let.name());
        return this;
    }

    @Override
    public Walk require(Statement.Require require) {
        require.condition().match(this);
        require.message().ifPresent(this::template);
        return this;
    }

    @Override
    public Walk flow(Statement.Flow flow) {
        return flow.value().match(this);
    }

    @Override
    public Walk returned(Statement.Return returned) {
        return returned.value().match(this);
    }

    @Override
    public Walk lost(Statement.Lost lost) {
        lost.name().ifPresent(this::define);
        lost.assigned().forEach(this::assume);
        return this;
    }

    @Override
    public Walk call(Stage.Call call) {
        call.label().ifPresent(this::template);
        return arguments(call.arguments());
    }

    @Override
    public Walk inline(Stage.Inline inline) {
        inline.label().ifPresent(this::template);
        return sequence(inline.body());
    }

    @Override
    public Walk conditional(Stage.Conditional conditional) {
        for (Stage.Conditional.Branch branch : conditional.branches()) {
            branch.condition().match(this);
            sequence(branch.body());
        }
        conditional.otherwise().ifPresent(this::sequence);
        return this;
    }

    @Override
    public Walk repeat(Stage.Repeat repeat) {
        repeat.range().match(this);
        open();
        repeat.pattern().slots().forEach(slot -> slot.name().ifPresent(this::define));
        sequence(repeat.body().locals(), repeat.body().stages());
        close();
        return this;
    }

    @Override
    public Walk output(Stage.Output output) {
        return this;
    }

    @Override
    public Walk use(Stage.Use use) {
        return template(use.target());
    }

    @Override
    public Walk check(Stage.Check check) {
        check.entries().forEach(entry -> entry.extent().ifPresent(each -> each.match(this)));
        return this;
    }

    @Override
    public Walk between(Range.Between between) {
        between.from().match(this);
        return between.to().match(this);
    }

    @Override
    public Walk elements(Range.Elements elements) {
        return elements.list().match(this);
    }

    @Override
    public Walk whole(Expression.Whole whole) {
        return this;
    }

    @Override
    public Walk decimal(Expression.Decimal decimal) {
        return this;
    }

    @Override
    public Walk truth(Expression.Truth truth) {
        return this;
    }

    @Override
    public Walk notUnderstood(Expression.NotUnderstood value) {
        return this;
    }

    @Override
    public Walk text(Expression.Text text) {
        return template(text.template());
    }

    @Override
    public Walk name(Expression.Name name) {
        return this;
    }

    @Override
    public Walk member(Expression.Member member) {
        return member.owner().match(this);
    }

    @Override
    public Walk index(Expression.Index index) {
        index.owner().match(this);
        index.from().match(this);
        index.to().ifPresent(each -> each.match(this));
        return this;
    }

    @Override
    public Walk call(Expression.Call call) {
        return arguments(call.arguments());
    }

    @Override
    public Walk tuple(Expression.Tuple tuple) {
        return all(tuple.elements());
    }

    @Override
    public Walk list(Expression.ListOf list) {
        return all(list.elements());
    }

    @Override
    public Walk each(Expression.Each each) {
        each.range().match(this);
        open();
        each.pattern().slots().forEach(slot -> slot.name().ifPresent(this::define));
        each.condition().ifPresent(condition -> condition.match(this));
        each.element().match(this);
        close();
        return this;
    }

    @Override
    public Walk negation(Expression.Negation negation) {
        return negation.operand().match(this);
    }

    @Override
    public Walk not(Expression.Not not) {
        return not.operand().match(this);
    }

    @Override
    public Walk arithmetic(Expression.Arithmetic arithmetic) {
        arithmetic.first().match(this);
        arithmetic.terms().forEach(term -> term.operand().match(this));
        return this;
    }

    @Override
    public Walk comparison(Expression.Comparison comparison) {
        comparison.left().match(this);
        return comparison.right().match(this);
    }

    @Override
    public Walk logical(Expression.Logical logical) {
        return all(logical.operands());
    }

    @Override
    public Walk conditional(Expression.Conditional conditional) {
        for (Expression.Conditional.Branch branch : conditional.branches()) {
            branch.condition().match(this);
            branch.value().match(this);
        }
        return conditional.otherwise().match(this);
    }

    @Override
    public Walk chain(Expression.Chain chain) {
        chain.head().match(this);
        chain.stages().forEach(each -> each.match(this));
        return this;
    }
}
