package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inputs of a net. */
final class Inputs {
    private Inputs() {}

    /** The name of an input, if the statement is one. */
    static Optional<String> name(Statement statement) {
        return statement instanceof Statement.Input input
                ? Optional.of(input.name().text())
                : Optional.empty();
    }

    /** The stream that enters by an input, unknown after a problem. */
    static Datum enter(Statement.Input input, Frame frame) {
        String name = input.name().text();
        List<Integer> declared = declared(input, frame);
        List<Integer> extents = Optional.ofNullable(
                        frame.session().settings().inputSizes().get(name))
                .orElse(declared);
        if (input.extents().isEmpty()) {
            frame.problems().add(StructureProblems.noAxes(input));
            return Datum.UNKNOWN;
        }
        if (input.extents().size() > Shape.MAX_RANK || extents.size() > Shape.MAX_RANK) {
            frame.problems()
                    .add(LimitProblems.rankTooHigh(Math.max(input.extents().size(), extents.size()), input.span()));
            return Datum.UNKNOWN;
        }
        if (declared.size() < input.extents().size()) {
            return Datum.UNKNOWN;
        }
        Optional<Integer> wrong = extents.stream().filter(each -> each < 1).findFirst();
        if (wrong.isPresent() || extents.isEmpty()) {
            frame.problems().add(StructureProblems.invalidExtent(input.span(), wrong.orElse(0)));
            return Datum.UNKNOWN;
        }
        if (Streams.elements(extents) > Budget.MAX_STREAM) {
            frame.problems().add(LimitProblems.streamTooLarge("this input", extents, input.span()));
            return Datum.UNKNOWN;
        }
        Value value = frame.session().graph().input(name, new Shape(extents), input.span());
        if (input.bytes()) {
            frame.session().graph().bytes(value);
        }
        return new Flow(value, Trace.input(name, value.shape(), input.name().span())).datum();
    }

    /** The extents as declared; fewer after a problem. */
    private static List<Integer> declared(Statement.Input input, Frame frame) {
        List<Integer> extents = new ArrayList<>();
        for (Expression each : input.extents()) {
            Optional<Long> extent = Evaluator.whole(each, "an extent of an input", frame);
            Span span = each.span();
            if (extent.isPresent() && (extent.get() < 1 || extent.get() > Integer.MAX_VALUE)) {
                frame.problems().add(StructureProblems.invalidExtent(span, extent.get()));
            } else {
                extent.ifPresent(value -> extents.add(Math.toIntExact(value)));
            }
        }
        return extents;
    }
}
