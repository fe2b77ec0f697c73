package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.diagnostic.NearestAdvice;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Divisions;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Expression.ArithmeticOperator;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.Pattern;
import dev.convoke.compiler.syntax.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of values that are not what is needed. */
final class ValueProblems {
    private ValueProblems() {}

    /** {@code a string, "same"}; of long values only the kind. */
    private static String described(Datum value) {
        String shown = value.show();
        boolean plain = shown.length() > 40
                || value.asFlow().isPresent()
                || value.asTruth().isPresent();
        return value.asTruth().isPresent()
                ? "`" + shown + "`"
                : value.asFlow().isPresent()
                        ? "a stream of shape " + shown
                        : plain ? value.kind() : value.kind() + ", `" + shown + "`";
    }

    static Diagnostic wrongType(String what, String expected, Datum value, Span span) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.WRONG_TYPE,
                what + " must be " + expected + ", not " + value.kind(),
                span,
                "this is " + described(value));
        return Divisions.isBehind(span.file(), span.end()) ? Divisions.explain(problem) : problem;
    }

    /** A value in a list or tuple. */
    static Diagnostic wrongElement(String what, String expected, Datum element, Span span) {
        return Diagnostic.of(
                DiagnosticCode.WRONG_TYPE, what + " must be " + expected, span, "this holds " + described(element));
    }

    static Diagnostic emptyList(Expression.Call call) {
        return Diagnostic.of(
                DiagnosticCode.UNDEFINED_RESULT,
                "`" + call.name() + "` of a list without elements is nothing",
                call.span(),
                "the list is empty");
    }

    static Diagnostic lengthsDiffer(Expression.Call call, List<Integer> sizes) {
        return Diagnostic.of(
                DiagnosticCode.WRONG_LENGTH,
                "`" + call.name() + "` takes lists of one length",
                call.span(),
                "these have " + sizes.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " elements");
    }

    static Diagnostic undefinedPower(Expression.Call call, Rational base, Rational exponent) {
        return Diagnostic.of(
                DiagnosticCode.UNDEFINED_RESULT,
                base.signum() == 0
                        ? "a negative power of 0 is a division by zero"
                        : "a negative number has no power that is not whole",
                call.span(),
                "pow(" + base + ", " + exponent + ")");
    }

    static Diagnostic noSuchElement(long index, int size, Span span) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.OUT_OF_RANGE,
                size == 0 ? "a list without elements has no index" : "there is no element " + index,
                span,
                "this is " + index);
        return size == 0
                ? problem
                : problem.note("the list has " + size + (size == 1 ? " element" : " elements") + ": 0 to " + (size - 1)
                        + ", or from the end -1 to -" + size);
    }

    static Diagnostic noSuchPart(long from, long to, int size, Expression.Index index) {
        return Diagnostic.of(
                        DiagnosticCode.OUT_OF_RANGE,
                        "a list of " + size + " has no part " + from + ".." + to,
                        index.span(),
                        "from " + from + " up to " + to)
                .note("a part starts at 0 or later, ends at " + size + " or before, and does not end before it starts");
    }

    static Diagnostic noSuchPadding(String what, String given, Span span) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.OUT_OF_RANGE, what + " is a number, a tuple or \"same\"", span, "no such padding");
        if (given.equalsIgnoreCase("same")) {
            return problem.fix("write \"same\"", span, "\"same\"");
        }
        return given.equalsIgnoreCase("valid")
                ? problem.fix("write 0, which is what \"valid\" means", span, "0")
                : problem;
    }

    static Diagnostic conditionIsNone(Expression condition, Datum value) {
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.WRONG_TYPE,
                "a condition is true or false, not " + value.kind(),
                condition.span(),
                "this is " + described(value));
        Span span = condition.span();
        if (Divisions.isBehind(span.file(), span.end())) {
            return Divisions.explain(problem);
        }
        return value.asNumber().isEmpty()
                ? problem
                : problem.help(
                        "compare it with something: `" + condition.span().text().replaceAll("\\s+", " ") + " != 0`");
    }

    static Diagnostic streamOrValue(Parameter parameter, Datum value, Span span) {
        String name = parameter.name().text();
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.WRONG_TYPE,
                        parameter.stream()
                                ? "`" + name + "` takes a stream, not " + value.kind()
                                : "`" + name + "` takes a value, not a stream",
                        span,
                        "this is " + described(value))
                .also(parameter.span(), "declared here");
        return parameter.stream()
                ? problem
                : problem.help("declare the parameter as `" + name + ": stream`, if a stream is meant");
    }

    static Diagnostic notAStream(Expression head, Datum value) {
        return Diagnostic.of(
                        DiagnosticCode.NOT_A_STREAM,
                        "only a stream flows through stages, and this is " + value.kind(),
                        head.span(),
                        "this is " + described(value))
                .help("begin the chain with an input, with `x`, or with a name given to a stream");
    }

    static Diagnostic notWhole(String what, Datum.Number number, Span span) {
        Rational value = number.value();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.NOT_WHOLE,
                what + " must be a whole number, and this is " + value,
                span,
                number.division().map(Datum.Division::equation).orElse("this is " + value));
        String text = span.text().replaceAll("\\s+", " ");
        return problem.help("say which whole number is meant: `floor(" + text + ")` is " + value.floor() + ", `ceil("
                + text + ")` is " + value.ceil() + ", `round(" + text + ")` is " + value.round());
    }

    /** @param whole whether the value is all that was given, not an element of it */
    static Diagnostic outOfRange(String what, Datum value, double low, double high, Span span, boolean whole) {
        double given = value.asNumber().map(each -> each.value().doubleValue()).orElse(low);
        String range = isBound(low) && isBound(high)
                ? "from " + plain(low) + " to " + plain(high)
                : given < low ? atLeast(low) : "at most " + plain(high);
        return Diagnostic.of(
                DiagnosticCode.OUT_OF_RANGE,
                what + " must be " + range,
                span,
                (whole ? "this is " : "this holds ") + value.show());
    }

    private static boolean isBound(double bound) {
        return Math.abs(bound) < Integer.MAX_VALUE && bound != Float.MIN_NORMAL;
    }

    /** No number of a spec lies between 0 and the smallest normal float32. */
    private static String atLeast(double low) {
        return low == Float.MIN_NORMAL ? "above 0" : "at least " + plain(low);
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }

    static Diagnostic noSuchChoice(String what, String given, List<String> options, Span span) {
        String listed = options.stream().map(each -> "\"" + each + "\"").collect(Collectors.joining(", "));
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.OUT_OF_RANGE,
                what + " can only be " + (options.size() == 1 ? listed : "one of " + listed),
                span,
                "not one of them");
        return NearestAdvice.of(problem, options, given, span, each -> "\"" + each + "\"")
                .orElse(problem);
    }

    static Diagnostic wrongOperands(ArithmeticOperator operator, Evaluator.Operands operands) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.WRONG_OPERANDS,
                        "`" + operator.symbol() + "` does not work on "
                                + operands.left().kind() + " and "
                                + operands.right().kind(),
                        operands.rightSpan(),
                        described(operands.right()))
                .also(operands.leftSpan(), described(operands.left()))
                .at(operands.whole());
        boolean streams = operands.left().asFlow().isPresent()
                && operands.right().asFlow().isPresent();
        return streams ? problem.help("streams are joined by `+`, `-`, `*` and `concat(...)`") : problem;
    }

    static Diagnostic notNegatable(Expression.Negation negation, Datum operand) {
        return Diagnostic.of(
                DiagnosticCode.WRONG_OPERANDS,
                "`-` does not work on " + operand.kind(),
                negation.operand().span(),
                described(operand));
    }

    static Diagnostic notComparable(Expression.Comparison comparison, Datum left, Datum right) {
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.WRONG_OPERANDS,
                        "`" + comparison.operator().symbol() + "` cannot compare " + left.kind() + " with "
                                + right.kind(),
                        comparison.right().span(),
                        described(right))
                .also(comparison.left().span(), described(left))
                .at(comparison.span());
        return left.asFlow().isPresent() || right.asFlow().isPresent()
                ? problem.help("what flows is known only at run time; shapes can be compared: `x.c`, `x.shape`")
                : problem;
    }

    static Diagnostic divisionByZero(Rational dividend, Evaluator.Operands operands) {
        return Diagnostic.of(DiagnosticCode.UNDEFINED_RESULT, "division by zero", operands.rightSpan(), "this is 0")
                .at(operands.whole())
                .note(dividend + " / 0 has no result");
    }

    static Diagnostic undefined(Expression.Call call, Rational argument) {
        String name = call.name().text();
        return Diagnostic.of(
                DiagnosticCode.UNDEFINED_RESULT,
                "`" + name + "` of " + argument + " is no number",
                call.arguments().get(0).span(),
                "this is " + argument);
    }

    static Diagnostic noMembers(Expression.Member member, Datum owner) {
        return Diagnostic.of(
                        DiagnosticCode.WRONG_TYPE,
                        "only a stream has `." + member.name().text() + "`, and this is " + owner.kind(),
                        member.owner().span(),
                        "this is " + described(owner))
                .at(member.span());
    }

    static Diagnostic noSuchAxis(Expression.Member member, Shape shape) {
        List<String> axes = Members.axes(shape.rank());
        String names = axes.stream().map(each -> "`." + each + "`").collect(Collectors.joining(", "));
        String kind = shape.rank() == 1 ? "a vector" : "a stream of shape " + shape;
        return Diagnostic.of(
                        DiagnosticCode.NO_SUCH_AXIS,
                        kind + " has no `." + member.name().text() + "`",
                        member.owner().span(),
                        "this is " + shape)
                .at(member.span())
                .help("it has " + names + " and `.shape`");
    }

    static Diagnostic requirementFailed(Statement.Require require, Optional<String> message, List<String> values) {
        String condition = require.condition().span().text().replaceAll("\\s+", " ");
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.REQUIREMENT_FAILED,
                message.filter(each -> !each.isBlank()).orElse("`" + condition + "` does not hold"),
                require.condition().span(),
                "this does not hold");
        return values.isEmpty() ? problem : problem.note("here " + String.join(", ", values));
    }

    static Diagnostic patternDiffers(Pattern pattern, Datum element, int count) {
        int names = pattern.slots().size();
        return Diagnostic.of(
                DiagnosticCode.WRONG_LENGTH,
                "the pattern has " + names + (names == 1 ? " name" : " names") + ", the element "
                        + (count < 0 ? "is " + element.kind() : "has " + count + (count == 1 ? " part" : " parts")),
                pattern.span(),
                "the element is " + described(element));
    }
}
