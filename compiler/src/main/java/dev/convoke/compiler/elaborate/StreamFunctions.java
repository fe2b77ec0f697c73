package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.layer.join.Maximum;
import dev.convoke.compiler.layer.join.Mean;
import dev.convoke.compiler.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions of the language on streams. */
final class StreamFunctions {
    /** All of them, for messages. */
    static final List<String> NAMES = List.of("concat", "maximum", "mean");

    private StreamFunctions() {}

    /** @param values known ones */
    static Datum call(Expression.Call call, List<Datum> values, Frame frame) {
        String name = call.name().text();
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<Flow> flow = values.get(i).asFlow();
            if (flow.isEmpty()) {
                frame.problems()
                        .add(ValueProblems.wrongType(
                                "every argument of `" + name + "`",
                                "a stream",
                                values.get(i),
                                call.arguments().get(i).span()));
                return Datum.UNKNOWN;
            }
            flows.add(flow.get());
        }
        if (flows.size() < 2) {
            frame.problems().add(ArgumentProblems.count(call, "at least two streams", true));
            return Datum.UNKNOWN;
        }
        return switch (name) {
            case "concat" -> Joins.concat(flows, call, frame);
            case "maximum" -> Joins.same(Maximum::of, flows, call, frame);
            case "mean" -> Joins.same(Mean::of, flows, call, frame);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
