package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Pattern;
import dev.convoke.compiler.syntax.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What may be taken or not, as values are open that decide about it: each branch is looked at as if it were taken, and where all of them come
 * to the same, that is known all the same. Only where nothing is built, see {@link Session#isOpen}.
 */
final class Branches {
    private Branches() {}

    /** What the branches from one on make of a stream. */
    static Datum stages(Stage.Conditional conditional, int from, Datum input, Frame frame) {
        List<Datum> results = new ArrayList<>();
        for (Stage.Conditional.Branch branch :
                conditional.branches().subList(from, conditional.branches().size())) {
            Optional<Boolean> condition = Evaluator.condition(branch.condition(), frame);
            if (condition.orElse(true)) {
                results.add(Stages.run(branch.body(), input, maybe(frame)));
            }
            if (condition.orElse(false)) {
                return common(results);
            }
        }
        results.add(conditional
                .otherwise()
                .map(body -> Stages.run(body, input, maybe(frame)))
                .orElse(input));
        return common(results);
    }

    /** What the branches from one on are worth. */
    static Datum values(Expression.Conditional conditional, int from, Frame frame) {
        List<Datum> results = new ArrayList<>();
        for (Expression.Conditional.Branch branch :
                conditional.branches().subList(from, conditional.branches().size())) {
            Optional<Boolean> condition = Evaluator.condition(branch.condition(), frame);
            if (condition.orElse(true)) {
                results.add(Evaluator.evaluate(branch.value(), maybe(frame)));
            }
            if (condition.orElse(false)) {
                return common(results);
            }
        }
        results.add(Evaluator.evaluate(conditional.otherwise(), maybe(frame)));
        return common(results);
    }

    /** What a loop makes of a stream in one round, of which nothing is known but that it may be there. */
    static Datum round(Stage.Repeat repeat, Datum input, Frame frame) {
        Frame round = maybe(frame.in(frame.scope().round(Loops.telling(repeat))));
        define(repeat.pattern(), round);
        return common(List.of(Stages.run(repeat.body(), input, round), input));
    }

    /** Gives the names of a round to what is not known. */
    static void define(Pattern pattern, Frame round) {
        for (Pattern.Slot slot : pattern.slots()) {
            Optional<Identifier> name = slot.name();
            name.ifPresent(each -> round.scope().define(each.text(), Datum.UNKNOWN, each.span()));
        }
    }

    private static Frame maybe(Frame frame) {
        Frame inner = frame.in(frame.scope().inner());
        return frame.container().map(each -> inner.in(each.maybe())).orElse(inner);
    }

    /** What all are, if they are the same: streams are if they have one shape. */
    private static Datum common(List<Datum> results) {
        Datum last = results.get(results.size() - 1);
        boolean same = results.stream()
                .allMatch(each -> each.equals(last)
                        || each.asFlow().isPresent()
                                && each.asFlow()
                                        .map(Flow::shape)
                                        .equals(last.asFlow().map(Flow::shape)));
        return same ? last : Datum.UNKNOWN;
    }
}
