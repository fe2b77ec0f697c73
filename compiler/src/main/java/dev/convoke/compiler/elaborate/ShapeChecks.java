package dev.convoke.compiler.elaborate;

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
        if (!matches(expected, flow.get().shape())) {
            frame.problems().add(JoinProblems.notAsAsserted(check, expected, flow.get()));
        }
        return input;
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
