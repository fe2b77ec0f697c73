package dev.convoke.compiler.elaborate;

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
        if (!name.equals("concat")) {
            frame.problems().add(NameProblems.unsupportedJoin(call));
            return Datum.UNKNOWN;
        }
        if (flows.size() < 2) {
            frame.problems().add(ArgumentProblems.count(call, "at least two streams", true));
            return Datum.UNKNOWN;
        }
        return Joins.concat(flows, call, frame);
    }
}
