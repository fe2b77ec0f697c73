package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.StateTensor;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Expression.ArithmeticOperator;
import dev.convoke.compiler.syntax.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of streams whose shapes do not fit together, or not what is asserted of them. */
final class JoinProblems {
    private JoinProblems() {}

    static Diagnostic shapesDiffer(
            Flow left, ArithmeticOperator operator, Flow right, Evaluator.Operands operands, Frame frame) {
        String text = operands.whole().text().replaceAll("\\s+", " ");
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.SHAPES_DIFFER,
                        "shapes differ in `" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "`",
                        operands.rightSpan(),
                        right.shape() + ", " + origin(right, frame))
                .also(operands.leftSpan(), left.shape() + ", " + origin(left, frame))
                .at(operands.whole());
        boolean scales = operator == ArithmeticOperator.TIMES
                && (isGate(left.shape(), right.shape()) || isVectorGate(left.shape(), right.shape()));
        Optional<String> difference = scales ? Optional.empty() : Forks.difference(left.trace(), right.trace());
        Diagnostic noted = difference.map(problem::note).orElse(problem);
        Diagnostic explained = help(noted, operator, left.shape(), right.shape());
        if (operator == ArithmeticOperator.TIMES) {
            return explained;
        }
        Diagnostic projected = Forks.projection(left, right, operands, frame).apply(explained);
        boolean advised = !projected.helps().isEmpty() || !projected.fixes().isEmpty();
        return advised ? projected : padded(projected, left, right, frame);
    }

    /** Help where other paddings would make the shapes of streams of one number of channels equal. */
    private static Diagnostic padded(Diagnostic problem, Flow one, Flow other, Frame frame) {
        Shape left = one.shape();
        Shape right = other.shape();
        if (left.rank() != right.rank() || left.channels() != right.channels()) {
            return problem;
        }
        var fitting = new FittingPadding(
                List.of(one.trace(), other.trace()),
                shapes -> shapes.get(0).equals(shapes.get(1)),
                frame.session().budget());
        return fitting.of(FittingPadding.parted(one.trace(), other.trace()), prefix(frame))
                .map(change -> problem.help(
                        "with " + change.named() + " " + agree(change.shapes().get(0), one.trace(), other.trace())))
                .orElse(problem);
    }

    private static String agree(Shape result, Trace one, Trace other) {
        boolean stays = one.fork(other)
                .filter(fork -> fork.from().shape().rank() == result.rank()
                        && fork.from().shape().spatial().equals(result.spatial()))
                .isPresent();
        return (stays ? "the size stays " : "both have the size ") + result.spatial();
    }

    static String prefix(Frame frame) {
        return frame.path().isEmpty() ? "" : frame.path() + ".";
    }

    /** Of {@code maximum} or {@code mean}: the first that differs from the first of all. */
    static Diagnostic partsDiffer(List<Flow> parts, Expression.Call call, Frame frame) {
        Flow first = parts.get(0);
        int odd = 1;
        while (parts.get(odd).shape().equals(first.shape())) {
            odd++;
        }
        Flow other = parts.get(odd);
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.SHAPES_DIFFER,
                        "`" + call.name() + "` joins streams of one shape",
                        call.arguments().get(odd).span(),
                        other.shape() + ", " + origin(other, frame))
                .also(call.arguments().get(0).span(), first.shape() + ", " + origin(first, frame))
                .at(call.span());
        Diagnostic noted = Forks.difference(first.trace(), other.trace())
                .map(problem::note)
                .orElse(problem);
        return parts.size() == 2 ? padded(noted, first, other, frame) : noted;
    }

    private static Diagnostic help(Diagnostic problem, ArithmeticOperator operator, Shape left, Shape right) {
        if (operator == ArithmeticOperator.TIMES && isVectorGate(left, right)) {
            Shape scaled = left.rank() == 1 ? right : left;
            String ones = ", 1".repeat(scaled.rank() - 1);
            return problem.note("`*` repeats a `[c" + ones + "]` over all positions, and not a `[c]`")
                    .help("make the factors [" + scaled.channels() + ones
                            + "]: leave `Flatten` out and write `Conv(c, 1)` for `Linear(c)`, or end with `Reshape(["
                            + scaled.channels() + ones + "])`");
        }
        boolean gate = isGate(left, right);
        if (gate && operator == ArithmeticOperator.TIMES) {
            Shape scaled = isOnes(right.spatial()) ? left : right;
            Shape factors = isOnes(right.spatial()) ? right : left;
            return problem.note("`*` repeats a `[c, 1, 1]` over all positions, with one number for each channel: "
                    + factors.channels() + " numbers are here for " + scaled.channels() + " channels");
        }
        return gate && left.channels() == right.channels() && operator != ArithmeticOperator.TIMES
                ? problem.note("only `*` repeats a `[c, 1, 1]` over all positions; `" + operator.symbol()
                        + "` joins equal shapes")
                : problem;
    }

    /** Whether one of them has one position only. */
    private static boolean isGate(Shape left, Shape right) {
        return left.rank() == right.rank() && left.rank() > 1 && (isOnes(left.spatial()) || isOnes(right.spatial()));
    }

    /** Whether one of them is a vector with one number for each channel of the other, as a gate of {@code Linear} is. */
    private static boolean isVectorGate(Shape left, Shape right) {
        return (left.rank() == 1 ^ right.rank() == 1) && left.channels() == right.channels();
    }

    private static boolean isOnes(List<Integer> extents) {
        return extents.stream().allMatch(each -> each == 1);
    }

    /** Where a stream comes from, as seen from an instantiation: {@code from conv2 (line 18)}. */
    static String origin(Flow flow, Frame frame) {
        Optional<Flow> input = frame.place().input();
        if (input.isPresent() && input.get().value().equals(flow.value())) {
            return "the block's input (line " + frame.place().header().line() + ")";
        }
        Trace maker = flow.trace().maker();
        if (maker.isInput()) {
            return "the input " + maker.name() + " (line " + maker.span().line() + ")";
        }
        String prefix = prefix(frame);
        String name = maker.name().startsWith(prefix) ? maker.name().substring(prefix.length()) : maker.name();
        return "from " + name + " (line " + maker.span().line() + ")";
    }

    static Diagnostic notAsAsserted(Stage.Check check, List<Optional<Long>> expected, Flow flow) {
        Shape found = flow.shape();
        boolean ranks = expected.size() != found.rank();
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), found.rank()); i++) {
            String e =
                    i < expected.size() ? expected.get(i).map(String::valueOf).orElse("_") : "";
            String f = i < found.rank() ? String.valueOf(found.extent(i)) : "";
            boolean differs = !e.equals(f) && !e.equals("_") || e.isEmpty() || f.isEmpty();
            int width = Math.max(e.length(), f.length());
            left.add(pad(e, width));
            right.add(pad(f, width));
            marks.add((differs ? "^" : " ").repeat(width));
        }
        int first = firstDifference(expected, found);
        Span primary =
                ranks || first < 0 ? check.span() : check.entries().get(first).span();
        Trace maker = flow.trace().maker();
        String by = maker.isInput() ? "the input " + maker.name() : maker.name();
        Diagnostic problem = Diagnostic.of(
                        DiagnosticCode.SHAPE_NOT_AS_ASSERTED,
                        ranks
                                ? "the stream has " + found.rank() + (found.rank() == 1 ? " axis" : " axes")
                                        + " here, not " + expected.size()
                                : "the stream is " + found + " here",
                        primary,
                        ranks ? "it is " + found : "it is " + found.extent(first))
                .at(check.span())
                .also(maker.span(), by + " makes it " + maker.shape())
                .note("expected [" + String.join(", ", left) + "]")
                .note("found    [" + String.join(", ", right) + "]")
                .note("          " + String.join("  ", marks).stripTrailing());
        for (int axis = 1; axis < found.rank() && !ranks; axis++) {
            String history = flow.trace().history(axis - 1);
            if (expected.get(axis).isPresent()
                    && expected.get(axis).get() != found.extent(axis)
                    && history.contains("->")) {
                return problem.note(Members.axes(found.rank()).get(axis) + ": " + history);
            }
        }
        return problem;
    }

    /** A later check that would hold if this one did is not reported. */
    static Diagnostic explainsLater(Diagnostic problem, Stage.Check later) {
        return problem.note("each `is` from line " + later.span().line()
                + " on that differs for the same reason is not listed: if this one held, they would too");
    }

    /** A check that would not hold either if an earlier one did. */
    static Diagnostic evenFrom(Diagnostic problem, WrongChecks.Meant meant) {
        return problem.note("with " + meant.because().meant() + ", as line "
                + meant.because().place().line() + " asks for, it would be " + meant.shape() + " here");
    }

    private static String pad(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    private static int firstDifference(List<Optional<Long>> expected, Shape found) {
        for (int i = 0; i < Math.min(expected.size(), found.rank()); i++) {
            if (expected.get(i).isPresent() && expected.get(i).get() != found.extent(i)) {
                return i;
            }
        }
        return -1;
    }

    static Diagnostic sharedDiffers(StateTensor there, StateTensor here, Span first, Span use) {
        String needs = "needs `" + here.name() + "` of shape " + here.extents();
        Diagnostic problem = Diagnostic.of(
                DiagnosticCode.SHARED_DIFFERS,
                "the shared weights do not fit this stream",
                use,
                first.equals(use) ? "here it is " + there.extents() + ", and the other stream " + needs : needs);
        Diagnostic whole = first.equals(use) ? problem : problem.also(first, "here it is " + there.extents());
        return whole.help("send a stream of the same channels through it, or use a stage of its own");
    }
}
