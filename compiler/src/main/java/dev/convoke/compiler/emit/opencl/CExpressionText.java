package dev.convoke.compiler.emit.opencl;

import dev.convoke.compiler.emit.FloatText;
import dev.convoke.compiler.loop.Buffer;
import dev.convoke.compiler.loop.Expression;
import dev.convoke.compiler.loop.Lanes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OpenCL C text of scalar expressions; remembers which buffers they read. */
final class CExpressionText implements Expression.Cases<String> {
    private final CNames names;
    private final CIndexText indices;
    private final Map<Buffer, Boolean> buffers = new LinkedHashMap<>();

    CExpressionText(CNames names) {
        this.names = names;
        this.indices = new CIndexText(names);
    }

    CIndexText indices() {
        return indices;
    }

    String of(Expression expression) {
        String text = expression.match(this);
        // The outermost parentheses separate nothing.
        return isWrapped(text) ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean isWrapped(String text) {
        if (!text.startsWith("(")) {
            return false;
        }
        int depth = 0;
        for (int i = 0; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                return false;
            }
        }
        return true;
    }

    /** Notes an access and gives the array's name. */
    String array(Buffer buffer, boolean written) {
        buffers.merge(buffer, written, Boolean::logicalOr);
        return names.of(buffer.name());
    }

    /** The buffers in the order in which they first occur in the text. */
    List<OpenClKernel.Argument> arguments() {
        return buffers.entrySet().stream()
                .map(entry -> new OpenClKernel.Argument(entry.getKey(), entry.getValue()))
                .toList();
    }

    static void requireScalar(Lanes lanes, Buffer buffer) {
        switch (lanes) {
            case SCALAR -> {}
            case VECTOR, EVERY_SECOND, BROADCAST ->
                throw new IllegalStateException(
                        "a vector access of " + buffer + ": kernels for OpenCL are scheduled without lanes");
        }
    }

    @Override
    public String constant(Expression.Constant constant) {
        float value = constant.value();
        if (Float.isNaN(value)) {
            return "NAN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "INFINITY" : "(-INFINITY)";
        }
        String literal = FloatText.of(value) + "f";
        return literal.startsWith("-") ? "(" + literal + ")" : literal;
    }

    @Override
    public String load(Expression.Load load) {
        throw new IllegalStateException(
                "a load by logical indices cannot be emitted: " + load.tensor().name());
    }

    @Override
    public String fetch(Expression.Fetch fetch) {
        requireScalar(fetch.lanes(), fetch.buffer());
        return array(fetch.buffer(), false) + "[" + indices.of(fetch.at()) + "]";
    }

    @Override
    public String read(Expression.Read read) {
        return names.of(read.register().name());
    }

    @Override
    public String unary(Expression.Unary unary) {
        String operand = unary.operand().match(this);
        return switch (unary.operation()) {
            case NEGATE -> "(-" + operand + ")";
            case ABS -> call("fabs", unary.operand());
            case SQRT -> call("sqrt", unary.operand());
            case EXP -> call("exp", unary.operand());
            case LOG -> call("log", unary.operand());
            case TANH -> call("tanh", unary.operand());
            case SIGMOID -> call("cnn_sigmoid", unary.operand());
            case ERF -> call("erf", unary.operand());
            case FLOOR -> call("floor", unary.operand());
        };
    }

    private String call(String function, Expression... arguments) {
        StringBuilder text = new StringBuilder(function).append('(');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ", ").append(of(arguments[i]));
        }
        return text.append(')').toString();
    }

    @Override
    public String binary(Expression.Binary binary) {
        return switch (binary.operation()) {
            case ADD -> infix(binary, " + ");
            case SUBTRACT -> infix(binary, " - ");
            case MULTIPLY -> infix(binary, " * ");
            case DIVIDE -> infix(binary, " / ");
            case MINIMUM -> call("cnn_min", binary.left(), binary.right());
            case MAXIMUM -> call("cnn_max", binary.left(), binary.right());
        };
    }

    private String infix(Expression.Binary binary, String operator) {
        return "(" + binary.left().match(this) + operator + binary.right().match(this) + ")";
    }

    @Override
    public String fma(Expression.Fma fma) {
        return call("fma", fma.left(), fma.right(), fma.addend());
    }

    @Override
    public String choose(Expression.Choose choose) {
        String operator = switch (choose.comparison()) {
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case EQUAL -> " == ";
        };
        String condition = choose.left().match(this) + operator + choose.right().match(this);
        return conditional(condition, choose.then(), choose.otherwise());
    }

    @Override
    public String where(Expression.Where where) {
        return conditional(indices.of(where.guard()), where.inside(), where.outside());
    }

    private String conditional(String condition, Expression yes, Expression no) {
        return "(" + condition + " ? " + yes.match(this) + " : " + no.match(this) + ")";
    }

    @Override
    public String indexValue(Expression.IndexValue indexValue) {
        return "(float) (" + indices.of(indexValue.index()) + ")";
    }

    @Override
    public String uniform(Expression.Uniform uniform) {
        throw new IllegalStateException(
                "random numbers cannot be emitted as OpenCL: it runs inference, which needs none");
    }

    @Override
    public String reduce(Expression.Reduce reduce) {
        throw new IllegalStateException("a reduction cannot be emitted; lowering makes loops of reductions");
    }

    @Override
    public String transform(Expression.Transform transform) {
        throw new IllegalStateException("a transform cannot be emitted; lowering makes loops of transforms");
    }
}
