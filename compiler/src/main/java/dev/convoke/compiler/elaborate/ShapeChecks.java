package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.DiagnosticCode;
import dev.convoke.compiler.graph.Shape;
import dev.convoke.compiler.graph.Value;
import dev.convoke.compiler.syntax.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code is [18, 16, 16]}. */
final class ShapeChecks {
    private ShapeChecks() {}

    /**
     * The stream itself. Where it is unknown, the shape that is asserted is what the author meant: from here on it is
     * taken for granted, so that one mistake does not hide all that follow.
     */
    static Datum check(Stage.Check check, Datum input, Frame frame) {
        List<Optional<Long>> expected = new ArrayList<>();
        boolean known = true;
        for (Stage.Check.Entry entry : check.entries()) {
            Optional<Long> extent = entry.extent().flatMap(each -> Evaluator.whole(each, "an extent", frame));
            known &= extent.isPresent() || entry.extent().isEmpty();
            expected.add(extent);
        }
        Optional<Flow> flow = input.asFlow();
        if (flow.isEmpty()) {
            return known ? assumed(check, expected, frame) : Datum.UNKNOWN;
        }
        WrongChecks wrong = frame.session().wrongChecks();
        if (matches(expected, flow.get().shape())) {
            wrong.holds(flow.get().trace());
            return input;
        }
        Optional<WrongChecks.Meant> meant =
                wrong.meant(flow.get().trace(), frame.session().budget());
        if (meant.isPresent() && matches(expected, meant.get().shape())) {
            frame.problems()
                    .amend(
                            DiagnosticCode.SHAPE_NOT_AS_ASSERTED,
                            meant.get().because().place(),
                            problem -> JoinProblems.explainsLater(problem, check));
            return input;
        }
        Diagnostic found = JoinProblems.notAsAsserted(check, expected, flow.get());
        // What an earlier check asks for comes first: a padding that does for what is here now would not do then.
        Diagnostic problem = meant.isEmpty() ? padded(found, expected, flow.get(), frame) : found;
        frame.problems()
                .add(meant.map(each -> JoinProblems.evenFrom(problem, each)).orElse(problem));
        complete(expected, flow.get().shape())
                .ifPresent(shape ->
                        wrong.add(flow.get().trace(), shape, problem.primary().span()));
        return input;
    }

    /** Help where other paddings would make it what is asked for. */
    private static Diagnostic padded(Diagnostic problem, List<Optional<Long>> expected, Flow flow, Frame frame) {
        Shape found = flow.shape();
        boolean channels = expected.size() == found.rank()
                && expected.get(0).map(each -> each == found.channels()).orElse(true);
        if (!channels || found.rank() == 1) {
            return problem;
        }
        var fitting = new FittingPadding(
                List.of(flow.trace()),
                shapes -> matches(expected, shapes.get(0)),
                frame.session().budget());
        return fitting.of(flow.trace().mainPath(), JoinProblems.prefix(frame))
                .map(change -> problem.help(
                        "with " + change.named() + " it is " + change.shapes().get(0) + " here"))
                .orElse(problem);
    }

    /** The shape that is asked for, where anything will do what is there; empty if it is none. */
    private static Optional<Shape> complete(List<Optional<Long>> expected, Shape found) {
        List<Integer> extents = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            Optional<Long> extent = expected.get(i);
            if (extent.isEmpty() && expected.size() != found.rank()) {
                return Optional.empty();
            }
            long value = extent.isPresent() ? extent.get() : found.extent(i);
            if (value < 1 || value > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            extents.add(Math.toIntExact(value));
        }
        return !extents.isEmpty() && extents.size() <= Shape.MAX_RANK && Streams.fits(extents)
                ? Optional.of(new Shape(extents))
                : Optional.empty();
    }

    private static boolean matches(List<Optional<Long>> expected, Shape shape) {
        if (expected.size() != shape.rank()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            int extent = shape.extent(i);
            if (expected.get(i).isPresent() && expected.get(i).get() != extent) {
                return false;
            }
        }
        return true;
    }

    private static Datum assumed(Stage.Check check, List<Optional<Long>> expected, Frame frame) {
        List<Integer> extents = new ArrayList<>();
        for (Optional<Long> extent : expected) {
            if (extent.isEmpty() || extent.get() < 1 || extent.get() > Integer.MAX_VALUE) {
                return Datum.UNKNOWN;
            }
            extents.add(Math.toIntExact(extent.get()));
        }
        if (extents.isEmpty() || !Streams.fits(extents)) {
            return Datum.UNKNOWN;
        }
        frame.session().assume();
        Shape shape = new Shape(extents);
        Value value = Value.batched(frame.session().graph().unique(frame.path() + ".assumed"), Value.Kind.INPUT, shape);
        return new Flow(value, Trace.assumed(shape, check.span())).datum();
    }
}
