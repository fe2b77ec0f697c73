package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.CodeBlock;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;

/** Java code of statements. Every name in it comes from the compiler, none from a spec. */
final class StatementText implements Statement.Cases<Void> {
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final IndexText indices;
    private final ExpressionText expressions;

    StatementText(Literals literals) {
        this.indices = new IndexText(literals);
        this.expressions = new ExpressionText(indices);
    }

    static CodeBlock of(Statement statement, Literals literals) {
        StatementText text = new StatementText(literals);
        statement.match(text);
        return text.code.build();
    }

    private Void add(String statement) {
        code.addStatement("$L", statement);
        return null;
    }

    @Override
    public Void block(Statement.Block block) {
        block.statements().forEach(s -> s.match(this));
        return null;
    }

    @Override
    public Void loop(Statement.For loop) {
        String variable = loop.variable().name();
        code.beginControlFlow(
                "$L",
                "for (int " + variable + " = " + indices.of(loop.low()) + "; " + variable + " < "
                        + indices.of(loop.high()) + "; " + variable + "++)");
        loop.body().match(this);
        code.endControlFlow();
        return null;
    }

    @Override
    public Void define(Statement.Define define) {
        boolean vector = define.register().vector();
        return add((vector ? "FloatVector " : "float ") + define.register().name() + " = "
                + expressions.of(define.value(), vector));
    }

    @Override
    public Void assign(Statement.Assign assign) {
        return add(assign.register().name() + " = "
                + expressions.of(assign.value(), assign.register().vector()));
    }

    @Override
    public Void store(Statement.Store store) {
        throw new IllegalStateException("a store by logical indices cannot be emitted: "
                + store.tensor().name());
    }

    @Override
    public Void put(Statement.Put put) {
        String at = indices.of(put.at());
        return put.lanes() == Lanes.VECTOR
                ? add(expressions.of(put.value(), true) + ".intoArray("
                        + put.buffer().name() + ", " + at + ")")
                : add(put.buffer().name() + "[" + at + "] = " + expressions.of(put.value(), false));
    }

    @Override
    public Void when(Statement.When when) {
        code.beginControlFlow("$L", "if (" + indices.of(when.guard()) + ")");
        when.body().match(this);
        code.endControlFlow();
        return null;
    }

    @Override
    public Void let(Statement.Let let) {
        return add("int " + let.variable().name() + " = " + indices.of(let.value()));
    }
}
