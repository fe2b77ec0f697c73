package dev.convoke.compiler.emit.opencl;

import dev.convoke.compiler.loop.Statement;
import java.util.stream.Stream;

/** Lines of OpenCL C for statements. What was parallel and is not spread over work-items any more runs in order. */
final class CStatementText implements Statement.Cases<Stream<String>> {
    private static final String INDENT = "    ";

    private final CNames names;
    private final CExpressionText expressions;
    private boolean braced = true;

    CStatementText(CNames names, CExpressionText expressions) {
        this.names = names;
        this.expressions = expressions;
    }

    private Stream<String> nested(String heading, Statement body) {
        braced = true;
        Stream<String> lines = indented(body.match(this));
        braced = false;
        return Stream.of(Stream.of(heading + " {"), lines, Stream.of("}")).flatMap(part -> part);
    }

    // Streams are collected as soon as they are made: texts remember the buffers that they meet, in the order of the
    // statements.
    private static Stream<String> indented(Stream<String> lines) {
        return lines.map(line -> INDENT + line).toList().stream();
    }

    /** A block is a scope of its own; the body of a function, loop or condition stands in braces anyhow. */
    @Override
    public Stream<String> block(Statement.Block block) {
        boolean scope = !braced;
        braced = false;
        Stream<String> lines =
                block.statements().stream().flatMap(statement -> statement.match(this)).toList().stream();
        return scope
                ? Stream.of(Stream.of("{"), indented(lines), Stream.of("}")).flatMap(part -> part)
                : lines;
    }

    @Override
    public Stream<String> loop(Statement.For loop) {
        String variable = names.of(loop.variable().name());
        return nested(
                "for (int %s = %s; %s < %s; %s++)"
                        .formatted(
                                variable,
                                expressions.indices().of(loop.low()),
                                variable,
                                expressions.indices().of(loop.high()),
                                variable),
                loop.body());
    }

    @Override
    public Stream<String> define(Statement.Define define) {
        if (define.register().vector()) {
            throw new IllegalStateException(
                    "a vector register " + define.register() + ": kernels for OpenCL are scheduled without lanes");
        }
        String value = expressions.of(define.value());
        return Stream.of("float " + names.of(define.register().name()) + " = " + value + ";");
    }

    @Override
    public Stream<String> assign(Statement.Assign assign) {
        return Stream.of(names.of(assign.register().name()) + " = " + expressions.of(assign.value()) + ";");
    }

    @Override
    public Stream<String> store(Statement.Store store) {
        throw new IllegalStateException("a store by logical indices cannot be emitted: "
                + store.tensor().name());
    }

    @Override
    public Stream<String> put(Statement.Put put) {
        CExpressionText.requireScalar(put.lanes(), put.buffer());
        String value = expressions.of(put.value());
        String array = expressions.array(put.buffer(), true);
        return Stream.of(array + "[" + expressions.indices().of(put.at()) + "] = " + value + ";");
    }

    @Override
    public Stream<String> when(Statement.When when) {
        return nested("if (" + expressions.indices().of(when.guard()) + ")", when.body());
    }

    @Override
    public Stream<String> let(Statement.Let let) {
        String value = expressions.indices().of(let.value());
        return Stream.of("const int " + names.of(let.variable().name()) + " = " + value + ";");
    }
}
