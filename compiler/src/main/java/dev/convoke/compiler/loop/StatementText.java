package dev.convoke.compiler.loop;

import java.util.List;
import java.util.stream.Stream;

/** Writes statements, one a line, what they contain indented below them. */
final class StatementText implements Statement.Cases<Stream<String>> {
    private static final String INDENT = "  ";

    static List<String> lines(Statement statement) {
        return statement.match(new StatementText()).toList();
    }

    private Stream<String> nested(String heading, Statement body) {
        return Stream.concat(Stream.of(heading), body.match(this).map(line -> INDENT + line));
    }

    @Override
    public Stream<String> block(Statement.Block block) {
        return block.statements().stream().flatMap(statement -> statement.match(this));
    }

    @Override
    public Stream<String> loop(Statement.For loop) {
        String kind = switch (loop.kind()) {
            case PARALLEL -> "parallel for ";
            case SERIAL -> "for ";
        };
        String low = loop.low().isConstant(0) ? "" : IndexText.of(loop.low()) + " <= ";
        return nested(kind + low + loop.variable().name() + " < " + IndexText.of(loop.high()), loop.body());
    }

    @Override
    public Stream<String> define(Statement.Define define) {
        String type = define.register().vector() ? "vector " : "float ";
        return Stream.of(type + define.register().name() + " = " + ExpressionText.of(define.value()));
    }

    @Override
    public Stream<String> assign(Statement.Assign assign) {
        return Stream.of(assign.register().name() + " = " + ExpressionText.of(assign.value()));
    }

    @Override
    public Stream<String> store(Statement.Store store) {
        return Stream.of(
                ExpressionText.access(store.tensor().name(), store.at()) + " = " + ExpressionText.of(store.value()));
    }

    @Override
    public Stream<String> put(Statement.Put put) {
        return Stream.of(
                ExpressionText.access(put.buffer(), put.at(), put.lanes()) + " = " + ExpressionText.of(put.value()));
    }

    @Override
    public Stream<String> when(Statement.When when) {
        return nested("if " + (when.guard().alwaysHolds() ? "true" : IndexText.of(when.guard())), when.body());
    }

    @Override
    public Stream<String> let(Statement.Let let) {
        return Stream.of("let " + let.variable().name() + " = " + IndexText.of(let.value()));
    }
}
