package dev.convoke.compiler.loop;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes expressions with no more parentheses than they need. */
final class ExpressionText implements Expression.Cases<ExpressionText.Text> {
    /** How tightly the outermost operation of a text binds. */
    enum Binding {
        LOOSE,
        SUM,
        PRODUCT,
        SIGN,
        ATOM
    }

    /** A text and how tightly it holds together. */
    record Text(String text, Binding binding) {
        /** The text where something that binds as tightly as {@code least} is expected. */
        String within(Binding least) {
            return binding.compareTo(least) < 0 ? "(" + text + ")" : text;
        }
    }

    static String of(Expression expression) {
        return expression.match(new ExpressionText()).text();
    }

    static String access(String name, List<Index> at) {
        return name + at.stream().map(IndexText::of).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A place in a buffer: {@code x[c * 49]}, or of a vector {@code x[c * 49 ..]}. */
    static String access(Buffer buffer, Index at, Lanes lanes) {
        String address = IndexText.of(at);
        return switch (lanes) {
            case SCALAR -> buffer.name() + "[" + address + "]";
            case VECTOR -> buffer.name() + "[" + address + " ..]";
            case EVERY_SECOND -> buffer.name() + "[" + address + ", +2 ..]";
            case BROADCAST -> "broadcast(" + buffer.name() + "[" + address + "])";
        };
    }

    static String axes(List<Axis> axes) {
        return axes.stream()
                .map(axis -> axis.name() + " < " + IndexText.of(axis.extent()))
                .collect(Collectors.joining(", "));
    }

    private static Text atom(String text) {
        return new Text(text, Binding.ATOM);
    }

    private static Text call(String name, String... arguments) {
        return atom(name + "(" + String.join(", ", arguments) + ")");
    }

    private String plain(Expression expression) {
        return expression.match(this).text();
    }

    private Text infix(Expression left, String operator, Expression right, Binding binding, Binding rightmost) {
        return new Text(
                left.match(this).within(binding) + operator + right.match(this).within(rightmost), binding);
    }

    @Override
    public Text constant(Expression.Constant constant) {
        float value = constant.value();
        boolean negative = value < 0 || (value == 0 && 1 / value < 0);
        return new Text(number(value), negative ? Binding.SIGN : Binding.ATOM);
    }

    private static String number(float value) {
        if (Float.isNaN(value)) {
            return "nan";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        String text = Float.toString(value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    @Override
    public Text load(Expression.Load load) {
        return atom(access(load.tensor().name(), load.at()));
    }

    @Override
    public Text fetch(Expression.Fetch fetch) {
        return atom(access(fetch.buffer(), fetch.at(), fetch.lanes()));
    }

    @Override
    public Text read(Expression.Read read) {
        return atom(read.register().name());
    }

    @Override
    public Text unary(Expression.Unary unary) {
        return switch (unary.operation()) {
            case NEGATE -> new Text("-" + unary.operand().match(this).within(Binding.ATOM), Binding.SIGN);
            case ABS, SQRT, EXP, LOG, TANH, SIGMOID, ERF, FLOOR ->
                call(unary.operation().name().toLowerCase(Locale.ROOT), plain(unary.operand()));
        };
    }

    @Override
    public Text binary(Expression.Binary binary) {
        Expression left = binary.left();
        Expression right = binary.right();
        return switch (binary.operation()) {
            case ADD -> infix(left, " + ", right, Binding.SUM, Binding.PRODUCT);
            case SUBTRACT -> infix(left, " - ", right, Binding.SUM, Binding.PRODUCT);
            case MULTIPLY -> infix(left, " * ", right, Binding.PRODUCT, Binding.SIGN);
            case DIVIDE -> infix(left, " / ", right, Binding.PRODUCT, Binding.SIGN);
            case MINIMUM -> call("min", plain(left), plain(right));
            case MAXIMUM -> call("max", plain(left), plain(right));
        };
    }

    @Override
    public Text fma(Expression.Fma fma) {
        return call("fma", plain(fma.left()), plain(fma.right()), plain(fma.addend()));
    }

    @Override
    public Text choose(Expression.Choose choose) {
        String comparison = switch (choose.comparison()) {
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case EQUAL -> " == ";
        };
        String condition = choose.left().match(this).within(Binding.SUM)
                + comparison
                + choose.right().match(this).within(Binding.SUM);
        return conditional(condition, choose.then(), choose.otherwise());
    }

    @Override
    public Text where(Expression.Where where) {
        return conditional(IndexText.of(where.guard()), where.inside(), where.outside());
    }

    private Text conditional(String condition, Expression yes, Expression no) {
        return new Text(
                condition
                        + " ? "
                        + yes.match(this).within(Binding.SUM)
                        + " : "
                        + no.match(this).within(Binding.SUM),
                Binding.LOOSE);
    }

    @Override
    public Text indexValue(Expression.IndexValue indexValue) {
        return call("float", IndexText.of(indexValue.index()));
    }

    @Override
    public Text uniform(Expression.Uniform uniform) {
        return call("uniform", Integer.toString(uniform.stream()), IndexText.of(uniform.index()));
    }

    /** {@code transform(i of p < 6, j of q < 6) x[p, q]}. */
    @Override
    public Text transform(Expression.Transform transform) {
        String sides = transform.sides().stream()
                .map(s -> IndexText.of(s.row()) + " of " + axes(List.of(s.over())))
                .collect(Collectors.joining(", "));
        return new Text(
                "transform(" + sides + ") " + transform.element().match(this).within(Binding.PRODUCT), Binding.LOOSE);
    }

    /** {@code bias[k] + sum(c < 3, kh < 3) x[c, kh] * w[k, c, kh]}: what stands right of the axes is summed. */
    @Override
    public Text reduce(Expression.Reduce reduce) {
        Text body = reduce.body().match(this);
        String initial = plain(reduce.initial());
        return switch (reduce.reduction()) {
            case SUM -> {
                String sum = "sum(" + axes(reduce.axes()) + ") " + body.within(Binding.PRODUCT);
                yield new Text(
                        initial.equals("0") ? sum : reduce.initial().match(this).within(Binding.SUM) + " + " + sum,
                        Binding.LOOSE);
            }
            case MAXIMUM -> {
                String maximum = "maximum(" + axes(reduce.axes()) + ") " + body.within(Binding.PRODUCT);
                yield initial.equals("-inf") ? new Text(maximum, Binding.LOOSE) : call("max", initial, maximum);
            }
        };
    }
}
