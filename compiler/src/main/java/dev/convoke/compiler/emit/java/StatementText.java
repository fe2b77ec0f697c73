package dev.convoke.compiler.emit.java;

import com.palantir.javapoet.CodeBlock;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Lanes;
import dev.convoke.compiler.loop.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Java code of statements. Every name in it comes from the compiler, none from a spec. */
final class StatementText implements Statement.Cases<Void> {
    private final CodeBlock.Builder code = CodeBlock.builder();
    private final IndexText indices;
    private final ExpressionText expressions;
    private final RunText runs;
    /** The functions of vectors that the present statement has called, and the names of their values. */
    private final Map<Expression, String> called = new HashMap<>();

    private int calls;
    private boolean withinCarrying;

    private StatementText(int width, Literals literals) {
        this.indices = new IndexText(literals);
        this.expressions = new ExpressionText(indices, this::callOnVector);
        this.runs = new RunText(width, indices);
    }

    /**
     * The body of a method.
     *
     * @param width floats of a vector
     */
    static CodeBlock of(Statement statement, int width, Literals literals) {
        StatementText text = new StatementText(width, literals);
        Optional<String> run = statement instanceof Statement.Put put ? text.runs.of(put) : Optional.empty();
        run.ifPresentOrElse(text::add, () -> statement.match(text));
        return text.code.build();
    }

    /** Ends a statement. */
    private Void add(String statement) {
        called.clear();
        code.addStatement("$L", statement);
        return null;
    }

    /** Lines before the present statement that compute a function of a vector by a method, in an array; once if it is used again. */
    private String callOnVector(Expression.Unary function, String operand) {
        String known = called.get(function);
        if (known != null) {
            return known;
        }
        String place = Buffer.SUMS + ", " + Buffer.MOST_SUMS;
        String name = "function" + ++calls;
        code.addStatement("$L.intoArray($L)", operand, place);
        code.addStatement("$L($L)", VectorFunctions.name(function.operation()), place);
        code.addStatement("FloatVector $L = FloatVector.fromArray(LANES, $L)", name, place);
        called.put(function, name);
        return name;
    }

    @Override
    public Void block(Statement.Block block) {
        block.statements().forEach(s -> s.match(this));
        return null;
    }

    @Override
    public Void loop(Statement.For loop) {
        Optional<List<String>> run = runs.of(loop);
        if (run.isPresent()) {
            run.get().forEach(this::add);
            return null;
        }
        String variable = loop.variable().name();
        String low = indices.of(loop.low());
        String high = indices.of(loop.high());
        boolean carries = CarriedVectors.in(loop.body());
        if (carries && withinCarrying && surelyRuns(loop) && !isLiteral(high)) {
            runAtLeastOnce(loop, variable, low, high);
        } else {
            code.beginControlFlow(
                    "$L",
                    "for (int " + variable + " = " + low + "; " + variable + " < " + high + "; " + variable + "++)");
            body(loop, carries);
            code.endControlFlow();
        }
        return null;
    }

    /**
     * A loop with its condition behind its body. Where C2 must reckon with no iteration of an inner loop at all it keeps every
     * accumulator as an object, forty times slower; and bounds become parameters when bodies are shared, so that it cannot know.
     * Elsewhere it makes more of a plain loop.
     */
    private void runAtLeastOnce(Statement.For loop, String variable, String low, String high) {
        add("int " + variable + " = " + low);
        code.beginControlFlow("do");
        body(loop, true);
        code.endControlFlow("$L", "while (++" + variable + " < " + high + ")");
    }

    private void body(Statement.For loop, boolean carries) {
        boolean outside = withinCarrying;
        withinCarrying |= carries;
        loop.body().match(this);
        withinCarrying = outside;
    }

    private static boolean isLiteral(String bound) {
        return bound.chars().allMatch(Character::isDigit);
    }

    private static boolean surelyRuns(Statement.For loop) {
        return loop.high().minus(loop.low()).range().low() > 0;
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
        if (put.lanes() == Lanes.VECTOR && put.value() instanceof Expression.Constant) {
            return add(runs.of(put).orElseThrow());
        }
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
