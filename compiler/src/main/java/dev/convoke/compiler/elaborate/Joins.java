package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Origin;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.layer.Layer;
import dev.convoke.compiler.layer.join.Add;
import dev.convoke.compiler.layer.join.Concat;
import dev.convoke.compiler.layer.join.Multiply;
import dev.convoke.compiler.layer.join.Subtract;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Expression.ArithmeticOperator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Joins of streams: {@code a + b}, {@code concat(a, b)}. */
final class Joins {
    /** Longer expressions are cut where an origin is written out. */
    private static final int LONGEST_TEXT = 60;

    private Joins() {}

    static Datum combine(Flow left, ArithmeticOperator operator, Flow right, Evaluator.Operands operands, Frame frame) {
        Optional<? extends Layer> join = join(left.shape(), operator, right.shape());
        if (join.isEmpty()) {
            frame.problems().add(JoinProblems.shapesDiffer(left, operator, right, operands, frame));
            return Datum.UNKNOWN;
        }
        String name = switch (operator) {
            case PLUS -> "add";
            case MINUS -> "subtract";
            case TIMES -> "multiply";
            case OVER -> throw new IllegalArgumentException("no join: /");
        };
        Trace.Remake remake =
                shapes -> join(shapes.get(0), operator, shapes.get(1)).map(Layer::outputShape);
        return add(join.get(), List.of(left, right), name, operands.whole(), frame, remake);
    }

    /** Sums and differences are of equal shapes; a product repeats {@code [c, 1, 1]}. */
    private static Optional<? extends Layer> join(Shape left, ArithmeticOperator operator, Shape right) {
        return switch (operator) {
            case PLUS -> left.equals(right) ? Add.of(left, right) : Optional.empty();
            case MINUS -> left.equals(right) ? Subtract.of(left, right) : Optional.empty();
            case TIMES -> Multiply.of(left, right);
            case OVER -> Optional.empty();
        };
    }

    static Datum concat(List<Flow> parts, Expression.Call call, Frame frame) {
        Optional<Concat> join = Concat.of(parts.stream().map(Flow::shape).toList());
        if (join.isEmpty()) {
            frame.problems().add(ConcatProblems.differ(parts, call, frame));
            return Datum.UNKNOWN;
        }
        List<Integer> extents = join.get().outputShape().extents();
        if (!Streams.fits(extents)) {
            frame.problems().add(LimitProblems.streamTooLarge("the result of `concat`", extents, call.span()));
            return Datum.UNKNOWN;
        }
        return add(
                join.get(),
                parts,
                "concat",
                call.span(),
                frame,
                shapes -> Concat.of(shapes).map(Layer::outputShape));
    }

    /** A join of streams of one shape; empty if they are of several. */
    static Datum same(
            Function<List<Shape>, Optional<? extends Layer>> maker,
            List<Flow> parts,
            Expression.Call call,
            Frame frame) {
        Optional<? extends Layer> join =
                maker.apply(parts.stream().map(Flow::shape).toList());
        if (join.isEmpty()) {
            frame.problems().add(JoinProblems.partsDiffer(parts, call, frame));
            return Datum.UNKNOWN;
        }
        return add(
                join.get(),
                parts,
                call.name().text(),
                call.span(),
                frame,
                shapes -> maker.apply(shapes).map(Layer::outputShape));
    }

    private static Datum add(Layer join, List<Flow> parts, String name, Span span, Frame frame, Trace.Remake remake) {
        if (!frame.session().budget().layer(span, frame.problems())) {
            return Datum.UNKNOWN;
        }
        GraphBuilder graph = frame.session().graph();
        String parent = frame.path();
        String path = graph.unique(parent.isEmpty() ? name : parent + "." + name);
        List<Value> operands = parts.stream().map(Flow::value).toList();
        Value output = graph.add(
                join,
                operands,
                join.outputShape(),
                new Origin(path, written(span), span),
                Expansion.Step.join(frame.problems().trail()));
        Trace trace = new Trace(
                path,
                join.kind(),
                join.outputShape(),
                span,
                true,
                List.of(),
                parts.stream().map(Flow::trace).toList(),
                remake);
        return new Flow(output, trace).datum();
    }

    /** An expression on one line, cut if it is long. */
    private static String written(Span span) {
        // Blanks may be many; more than this is not looked at, as a sum of many streams has as many origins.
        int end = Math.min(span.end(), span.start() + 10 * LONGEST_TEXT);
        String text = Shown.line(new Span(span.file(), span.start(), end).text());
        return end == span.end() && text.length() <= LONGEST_TEXT
                ? text
                : text.substring(0, Math.min(text.length(), LONGEST_TEXT - 3)) + "...";
    }
}
